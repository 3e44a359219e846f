import type { EngineToHost, HostToEngine } from '../../shared/contract/engineHost';
import type { MessagePortLike } from '../../shared/contract/engineMessages';

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

/** Answers the main process: a port for every window, and the end. */
export function attachToHost(handlers: HostHandlers): Host {
  const parent = Reflect.get(process, 'parentPort') as ParentPort | undefined;
  const tell = (message: EngineToHost): void => parent?.postMessage(message);
  parent?.on('message', ({ data, ports }) => {
    if (data.kind === 'close') {
      void handlers.close().then(() => tell({ kind: 'closed' }));
      return;
    }
    const [port] = ports;
    if (port !== undefined) {
      port.once('close', handlers.connect(portLike(port)));
    }
  });
  tell({ kind: 'ready' });
  return { tell };
}
