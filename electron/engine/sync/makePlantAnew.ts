import { throwIfAborted } from '../../../shared/history/abortError';
import type { ServiceClient } from './serviceClient';
import { serviceFailure, syncFailureOf } from './syncFailure';
import type { SyncLink } from './syncRows';

/** What is to be made, and where. */
export interface AnewRequest {
  readonly client: ServiceClient;
  /** Of the plant that is missing. */
  readonly link: Pick<SyncLink, 'address' | 'plantId'>;
  readonly name: string;
  /** A random UUID. */
  readonly newId: () => string;
}

async function isThere({ client, link }: AnewRequest, signal: AbortSignal): Promise<boolean> {
  const { address, plantId } = link;
  try {
    await client.changes(plantId, { since: 0, hash: plantId, limit: 1, waitSeconds: 0 }, signal);
    return true;
  } catch (error) {
    if (syncFailureOf(error, address)?.reason !== 'plant-missing') {
      throw error;
    }
    return false;
  }
}

/**
 * Makes an empty plant for one that a tenant's service does not have any more. Answers its id; undefined: the plant is
 * there. Rejects with an `AppFailure` where the service cannot be reached or does not allow it.
 */
export async function makePlantAnew(request: AnewRequest, signal: AbortSignal): Promise<string | undefined> {
  if (await isThere(request, signal)) {
    return undefined;
  }
  const { client, link, name, newId } = request;
  const id = newId();
  try {
    await client.createPlant(id, name, signal);
  } catch (error) {
    // What a token is not good for is nothing to it, whether it is there or not.
    const isOutOfReach = syncFailureOf(error, link.address)?.reason === 'plant-missing';
    throw isOutOfReach ? serviceFailure(link.address, 'forbidden', 'it is good for certain plants only') : error;
  }
  throwIfAborted(signal);
  return id;
}
