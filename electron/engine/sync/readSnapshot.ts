import { throwIfAborted } from '../../../shared/history/abortError';
import type { EntityRecord } from '../../../shared/sync/entityRecord';
import { sumOf } from '../../../shared/sync/stateSum';
import type { Head } from '../../../shared/sync/syncWire';
import type { ServiceClient } from './serviceClient';
import { sha256 } from './sha256';
import { serviceFailure } from './syncFailure';

/** Reads a whole snapshot into memory and checks that it is what it says. `at`: the revision; undefined: the newest. */
export async function readSnapshot(
  from: { readonly client: ServiceClient; readonly plantId: string; readonly address: string },
  at: number | undefined,
  signal: AbortSignal,
): Promise<{ readonly records: readonly EntityRecord[]; readonly head: Head }> {
  const records: EntityRecord[] = [];
  const onRecords = (some: readonly EntityRecord[]): void => void records.push(...some);
  const { head, count } = await from.client.snapshot(from.plantId, { at, after: undefined, onRecords }, signal);
  throwIfAborted(signal);
  if (records.length !== count || sumOf(records, sha256) !== head.digest) {
    throw serviceFailure(from.address, 'not-a-service', 'its copy of the plant does not add up');
  }
  return { records, head };
}
