import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppFailure } from '../../../shared/lib/appError';
import type { CallContext } from '../../../shared/contract/engineServer';
import { type AnyEntity, modelOfCollections } from '../../../shared/model/entityCollections';
import { entityKinds } from '../../../shared/model/modelPatch';
import type { PlantModel } from '../../../shared/model/plantModel';
import type { EntityRecord } from '../../../shared/sync/entityRecord';
import { entityOfRecord } from '../../../shared/sync/recordEntity';
import type { ReplicaState } from '../../../shared/sync/replica';
import { sumOf } from '../../../shared/sync/stateSum';
import type { Head } from '../../../shared/sync/syncWire';
import { writeProject } from '../project/createProject';
import type { ProjectOptions } from '../project/openProject';
import { isStorageFailure, writeFailure } from '../project/sqliteFailure';
import type { ServiceClient, SnapshotHeader } from './serviceClient';
import { sha256 } from './sha256';
import { serviceFailure } from './syncFailure';
import { SyncRows } from './syncRows';
import { type DownloadedPlant, UnfinishedDownload } from './unfinishedDownload';

/** A plant of a tenant that is to be a project here. */
export interface PlantDownload {
  readonly plant: DownloadedPlant;
  readonly client: ServiceClient;
  /** Where the project is to be. */
  readonly path: string;
  readonly options: ProjectOptions;
}

/** The model that a snapshot's records make; what this program does not know of them is left out. */
function modelOf(records: readonly EntityRecord[], address: string): PlantModel {
  const collections = new Map(entityKinds.map((kind) => [kind as string, new Map<string, AnyEntity>()]));
  for (const record of records) {
    const read = entityOfRecord(record);
    if (read.state === 'fits') {
      collections.get(read.kind)?.set(record.id, read.entity);
    }
  }
  if (collections.get('plant')?.size !== 1) {
    throw serviceFailure(address, 'not-a-service', 'what it keeps is not one plant');
  }
  return modelOfCollections(Object.fromEntries(collections) as unknown as Parameters<typeof modelOfCollections>[0]);
}

/** Fetches the records after those that are there and adds them. */
async function fetchRest(
  download: PlantDownload,
  begun: { readonly unfinished: UnfinishedDownload; readonly all: EntityRecord[] },
  { signal, report }: CallContext,
): Promise<SnapshotHeader> {
  const { client, plant } = download;
  const { unfinished, all } = begun;
  const at = unfinished.head()?.seq;
  const onRecords = (records: readonly EntityRecord[], { head, count }: SnapshotHeader): void => {
    if ((unfinished.head() ?? head).hash !== head.hash) {
      throw serviceFailure(plant.address, 'diverged', '');
    }
    unfinished.add(records, head);
    all.push(...records);
    report({ done: all.length, total: count, label: 'Downloading the plant' });
  };
  return client.snapshot(plant.plantId, { at, after: all.at(-1), onRecords }, signal);
}

/** All of it, going on where an earlier try stopped, or from the beginning where that does not fit any more. */
async function fetchWhole(
  download: PlantDownload,
  unfinished: UnfinishedDownload,
  context: CallContext,
): Promise<{ readonly records: readonly EntityRecord[]; readonly head: Head }> {
  for (;;) {
    const all = [...unfinished.records()];
    const wasBegun = all.length > 0;
    let header: SnapshotHeader | undefined;
    try {
      header = await fetchRest(download, { unfinished, all }, context);
    } catch (error) {
      const isOther =
        error instanceof AppFailure && error.error.code === 'service-failed' && error.error.reason === 'diverged';
      if (!wasBegun || !isOther) {
        throw error;
      }
    }
    if (header !== undefined && all.length === header.count && sumOf(all, sha256) === header.head.digest) {
      return { records: all, head: header.head };
    }
    unfinished.restart();
    if (!wasBegun) {
      throw serviceFailure(download.plant.address, 'not-a-service', 'its copy of the plant does not add up');
    }
  }
}

function writeDownloaded(download: PlantDownload, names: { readonly tenantName: string; readonly subject: string }) {
  return ({ records, head }: { readonly records: readonly EntityRecord[]; readonly head: Head }): void => {
    const { path, plant, options } = download;
    const { address, tenantId, plantId } = plant;
    const model = modelOf(records, address);
    const state: ReplicaState = {
      ...{ plantId, epoch: head.epoch, cursor: head.seq, headHash: head.hash, digest: head.digest },
    };
    const written = writeProject(path, model, {
      ...options,
      fill: (database) => {
        const rows = new SyncRows(database, path);
        const origin = { seq: head.seq, hash: head.hash };
        const link = { address, tenantId, ...names, plantId, plantName: model.plant.name, published: true };
        rows.putLink({ ...link, syncedAtMs: options.now(), origin }, state);
        rows.putRecords(records);
      },
    });
    if (!written.ok) {
      throw written.error.code === 'rule-broken'
        ? serviceFailure(address, 'too-new', written.error.detail)
        : new AppFailure(written.error);
    }
  };
}

/**
 * Fetches a plant of a tenant into a new project, which appears under its name when it is whole and what was fetched
 * adds up. Rejects with an `AppFailure`; what was fetched until then is used by the next try.
 */
export async function downloadPlant(download: PlantDownload, context: CallContext): Promise<void> {
  const { path, client, plant } = download;
  if (existsSync(path)) {
    throw new AppFailure({ code: 'file-exists', path });
  }
  if (!existsSync(dirname(path))) {
    throw new AppFailure({ code: 'file-missing', path: dirname(path) });
  }
  const me = await client.me(context.signal);
  if (me.tenant.id !== plant.tenantId) {
    throw serviceFailure(plant.address, 'other-tenant', `it is for ${me.tenant.name}`);
  }
  try {
    const unfinished = new UnfinishedDownload(path, plant);
    let isDone = false;
    try {
      const whole = await fetchWhole(download, unfinished, context);
      writeDownloaded(download, { tenantName: me.tenant.name, subject: me.subject })(whole);
      isDone = true;
    } finally {
      if (isDone) {
        unfinished.remove();
      } else {
        unfinished.close();
      }
    }
  } catch (error) {
    throw isStorageFailure(error) ? new AppFailure(writeFailure(error)) : error;
  }
}
