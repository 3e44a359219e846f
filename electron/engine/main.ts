import type { EngineToHost } from '../../shared/contract/engineHost';

/** Electron gives a utility process this port to its parent; plain Node has none. */
interface ParentPort {
  readonly postMessage: (message: EngineToHost) => void;
  readonly on: (name: 'message', listener: (event: { readonly data: unknown }) => void) => void;
}

const parentPort = Reflect.get(process, 'parentPort') as ParentPort | undefined;
parentPort?.on('message', (event) => {
  const message = event.data as { readonly kind: string };
  if (message.kind === 'close') {
    parentPort.postMessage({ kind: 'closed' });
  }
});
parentPort?.postMessage({ kind: 'ready' });
