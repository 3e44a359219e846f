import { enginePortMessage } from '../../shared/contract/enginePortMessage';
import { createEngineClient, type EngineClient } from '../../shared/contract/engineClient';
import type { MessagePortLike } from '../../shared/contract/engineMessages';
import { shell } from './shell';

/** A DOM port as both sides of the contract see ports. Nothing is ever put on the transfer list: the other process could not receive it. */
function portLike(port: MessagePort): MessagePortLike {
  return {
    post: (message) => port.postMessage(message),
    listen: (listener) => {
      port.addEventListener('message', (event) => listener(event.data));
      port.start();
    },
  };
}

/** Asks the program for a port to the engine and speaks over it. */
export async function connectEngine(): Promise<EngineClient> {
  const port = new Promise<MessagePort>((resolve) => {
    const receive = (event: MessageEvent): void => {
      const [received] = event.ports;
      if (event.source === window && event.data === enginePortMessage && received !== undefined) {
        window.removeEventListener('message', receive);
        resolve(received);
      }
    };
    window.addEventListener('message', receive);
  });
  await shell.call('engine:connect', {});
  return createEngineClient(portLike(await port));
}
