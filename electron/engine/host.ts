import type { EngineToHost, HostToEngine, SecretRequest } from '../../shared/contract/engineHost';
import type { MessagePortLike } from '../../shared/contract/engineMessages';
import { noSecretBox, type SecretBox } from './secrets/secretBox';

/** A port as Electron hands it to a utility process. */
interface ElectronPort {
  readonly postMessage: (message: unknown) => void;
  readonly on: (name: 'message', listener: (event: { readonly data: unknown }) => void) => void;
  readonly once: (name: 'close', listener: () => void) => void;
  readonly start: () => void;
}

interface ParentEvent {
  readonly data: HostToEngine;
  readonly ports: readonly ElectronPort[];
}

/** Electron gives a utility process this port to its parent; plain Node has none. */
interface ParentPort {
  readonly postMessage: (message: EngineToHost) => void;
  readonly on: (name: 'message', listener: (event: ParentEvent) => void) => void;
}

/** What the engine does for the program that started it. */
export interface HostHandlers {
  /** A window is there. Returns what to do when it has gone. */
  readonly connect: (port: MessagePortLike) => () => void;
  /** Resolves when everything is on the disk. */
  readonly close: () => Promise<void>;
}

/** The program that started this engine. */
export interface Host {
  readonly tell: (message: EngineToHost) => void;
  /** The operating system's keychain, reached through the program. */
  readonly secrets: SecretBox;
}

function portLike(port: ElectronPort): MessagePortLike {
  return {
    post: (message) => port.postMessage(message),
    listen: (listener) => {
      port.on('message', (event) => listener(event.data));
      port.start();
    },
  };
}

/** Asks the main process, which is the only one that reaches the keychain. */
function hostSecretBox(
  tell: (message: EngineToHost) => void,
): SecretBox & { receive(id: number, text?: string): void } {
  const waiting = new Map<number, (text: string | undefined) => void>();
  let lastId = 0;
  const ask = (request: SecretRequest): Promise<string | undefined> =>
    new Promise((resolve) => {
      lastId += 1;
      waiting.set(lastId, resolve);
      tell({ kind: 'secret', id: lastId, request });
    });
  return {
    keeping: async () => ((await ask({ action: 'keeping' })) === 'keychain' ? 'keychain' : 'memory'),
    seal: (secret) => ask({ action: 'seal', secret }),
    open: (sealed) => ask({ action: 'open', sealed }),
    receive: (id, text) => {
      waiting.get(id)?.(text);
      waiting.delete(id);
    },
  };
}

/** Answers the main process: a port for every window, and the end. */
export function attachToHost(handlers: HostHandlers): Host {
  const parent = Reflect.get(process, 'parentPort') as ParentPort | undefined;
  const tell = (message: EngineToHost): void => parent?.postMessage(message);
  const secrets = hostSecretBox(tell);
  parent?.on('message', ({ data, ports }) => {
    if (data.kind === 'close') {
      void handlers.close().then(() => tell({ kind: 'closed' }));
      return;
    }
    if (data.kind === 'secret') {
      secrets.receive(data.id, data.text);
      return;
    }
    const [port] = ports;
    if (port !== undefined) {
      port.once('close', handlers.connect(portLike(port)));
    }
  });
  tell({ kind: 'ready' });
  return { tell, secrets: parent === undefined ? noSecretBox : secrets };
}
