/** What the engine may ask of the operating system's keychain, which only the main process reaches. */
export type SecretRequest =
  | { readonly action: 'keeping' }
  | { readonly action: 'seal'; readonly secret: string }
  | { readonly action: 'open'; readonly sealed: string };

/** From the main process to the engine. `connect` comes with one message port, the window's. */
export type HostToEngine =
  | { readonly kind: 'connect' }
  | { readonly kind: 'close' }
  /** The answer to the `secret` message of this number; undefined: there is no safe place, or it does not open. */
  | { readonly kind: 'secret'; readonly id: number; readonly text: string | undefined };

/** From the engine to the main process. `closed` means: everything is on the disk, the process may end. */
export type EngineToHost =
  | { readonly kind: 'ready' }
  /** The plant that is open now, so that a restarted engine opens it again. */
  | { readonly kind: 'project'; readonly path: string | undefined }
  | { readonly kind: 'closed' }
  /** Answered by a `secret` message of the same number. */
  | { readonly kind: 'secret'; readonly id: number; readonly request: SecretRequest };

/** How the main process starts the engine, as its command line. */
export interface EngineArguments {
  readonly userDataFolder: string;
  readonly projectPath: string | undefined;
}

const userDataOption = '--engine-user-data=';
const projectOption = '--engine-project=';

/** The engine's command line. */
export function toEngineArguments(options: EngineArguments): readonly string[] {
  const { userDataFolder, projectPath } = options;
  return [
    `${userDataOption}${userDataFolder}`,
    ...(projectPath === undefined ? [] : [`${projectOption}${projectPath}`]),
  ];
}

/** Reads what `toEngineArguments` wrote; undefined when it is not there. */
export function parseEngineArguments(words: readonly string[]): EngineArguments | undefined {
  const valueOf = (option: string): string | undefined =>
    words.find((word) => word.startsWith(option))?.slice(option.length);
  const userDataFolder = valueOf(userDataOption);
  return userDataFolder === undefined ? undefined : { userDataFolder, projectPath: valueOf(projectOption) };
}
