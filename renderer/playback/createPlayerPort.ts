import { type PlayerAnswer, type PlayerPort, transferablesOf } from '../../shared/playback/playerMessages';

/** Starts the player in a worker of its own. Arrays are handed over, not copied. */
export function createPlayerPort(): PlayerPort {
  const worker = new Worker(new URL('./player.worker.ts', import.meta.url), { type: 'module', name: 'player' });
  return {
    post: (message) => {
      const transfer = transferablesOf(message).filter((buffer) => buffer instanceof ArrayBuffer);
      worker.postMessage(message, transfer);
    },
    listen: (listener) => {
      worker.addEventListener('message', (event: MessageEvent<PlayerAnswer>) => listener(event.data));
    },
    close: () => worker.terminate(),
  };
}
