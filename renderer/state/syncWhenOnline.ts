import type { App } from './appContext';

/**
 * Syncs the open plant at once whenever the machine is on a network again, instead of waiting out what was met before.
 * `network` tells it by the event `online`, as a window does.
 */
export function syncWhenOnline({ client, sync }: Pick<App, 'client' | 'sync'>, network: EventTarget): void {
  network.addEventListener('online', () => {
    const { phase, failure } = sync.getState().status ?? {};
    // A fault of the program would only be met again.
    if (phase !== undefined && phase !== 'local' && failure?.reason !== 'defect') {
      // What comes of it is announced.
      void client.call('sync:now', {});
    }
  });
}
