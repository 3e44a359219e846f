import { PlayerCore } from '../../shared/playback/playerCore';
import { type PlayerRequest, transferablesOf } from '../../shared/playback/playerMessages';

declare const self: DedicatedWorkerGlobalScope;

const core = new PlayerCore((answer) => {
  self.postMessage(answer, {
    transfer: [...transferablesOf(answer)].filter((buffer) => buffer instanceof ArrayBuffer),
  });
});

self.addEventListener('message', (event: MessageEvent<PlayerRequest>) => core.receive(event.data));
