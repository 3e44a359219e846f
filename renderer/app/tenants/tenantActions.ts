import type { TenantKey, TenantPlant } from '../../../shared/contract/syncCalls';
import type { AppError } from '../../../shared/lib/appError';
import { shell } from '../../bridge/shell';
import type { App } from '../../state/appContext';
import { runJob } from '../../state/jobStore';
import { showSyncStatus } from '../../state/syncStore';
import { openPath } from '../plantActions';
import { projectFileName } from './tenantWords';

/** Where a plant is to be kept: where an earlier try began, else where the person says. Undefined: they did not. */
async function placeFor(app: App, plant: TenantPlant): Promise<string | undefined> {
  const begun = app.session.getState().begunDownloads.get(plant.id);
  if (begun !== undefined) {
    return begun;
  }
  const suggestedName = projectFileName(plant.name);
  const chosen = await shell.call('dialog:save-file', { purpose: 'project', suggestedName });
  return chosen.ok ? chosen.value.path : undefined;
}

function noteDownload(app: App, plantId: string, path: string | undefined): void {
  const others = [...app.session.getState().begunDownloads].filter(([id]) => id !== plantId);
  app.session.setState({ begunDownloads: new Map(path === undefined ? others : [...others, [plantId, path]]) });
}

/** Downloads a plant of a tenant to where the person wants to keep it, and opens it. True when it is open. */
export async function downloadPlant(app: App, { address, tenantId }: TenantKey, plant: TenantPlant): Promise<boolean> {
  const path = await placeFor(app, plant);
  if (path === undefined) {
    return false;
  }
  noteDownload(app, plant.id, path);
  const request = { address, tenantId, plantId: plant.id, path };
  const job = { title: `Downloading ${plant.name}`, name: 'sync:download', request } as const;
  const answer = await runJob(app.jobs, app.client, job);
  const isLasting = !answer.ok && answer.error.code !== 'cancelled' && answer.error.code !== 'service-failed';
  if (answer.ok || isLasting) {
    // A place where it cannot be kept is not asked for again.
    noteDownload(app, plant.id, undefined);
  }
  return answer.ok;
}

/** Opens a plant of a tenant that is on this machine. */
export async function showPlant(app: App, path: string): Promise<void> {
  await openPath(app, path);
}

/** Syncs the open plant at once. What comes of it is seen in its status. */
export async function syncNow(app: App): Promise<void> {
  const answer = await app.client.call('sync:now', {});
  if (answer.ok) {
    showSyncStatus(app.sync, answer.value);
  }
}

/**
 * Makes the open plant, which its service does not have any more, a new plant of its tenant, and closes the page that
 * asked: no other that was opened since. Answers why it failed; undefined: it did not.
 */
export async function publishAgain(app: Pick<App, 'client' | 'session' | 'sync'>): Promise<AppError | undefined> {
  const { tenants: asking } = app.session.getState();
  const answer = await app.client.call('sync:publish-again', {});
  if (!answer.ok) {
    return answer.error;
  }
  showSyncStatus(app.sync, answer.value);
  app.session.setState(({ tenants }) => (tenants === asking ? { tenants: undefined } : {}));
  return undefined;
}
