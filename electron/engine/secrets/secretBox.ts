/** Where secrets are kept: sealed by the operating system's keychain, or in memory until the program ends. */
export type SecretKeeping = 'keychain' | 'memory';

/** Seals secrets so that only this person on this machine can open them. */
export interface SecretBox {
  /** `memory`: this system has no place that is safe, so nothing may be written to the disk. */
  keeping(): Promise<SecretKeeping>;
  /** The secret as text that may be written to the disk; undefined where there is no safe place. */
  seal(secret: string): Promise<string | undefined>;
  /** What was sealed; undefined when it cannot be opened any more, as after a move to another desktop. */
  open(sealed: string): Promise<string | undefined>;
}

/** A box for where there is no keychain, as on the command line: it seals nothing. */
export const noSecretBox: SecretBox = {
  keeping: () => Promise.resolve('memory'),
  seal: () => Promise.resolve(undefined),
  open: () => Promise.resolve(undefined),
};
