import { HttpServiceClient } from '../../electron/engine/sync/httpServiceClient';
import type { ServiceConnection } from '../../electron/engine/sync/serviceAnswer';
import { testChangeset, testParkedEdit, testPlantId, testTenant } from '../serviceDocuments';
import type { Asked } from './hostilePlay';

/** The token of these tests, to be found nowhere. */
export const hostileToken = 'sg_0123456789abcdef_secret-canary-of-this-test';

const never = new AbortController().signal;
const bounds = {
  connectTimeoutMs: 2_000,
  slowestBytesPerSecond: 1_000,
  mostSnapshotBytes: 20e6,
  now: () => Math.round(performance.now()),
};

/** Too short for a busy machine's good answers: for what is never answered. */
export const littlePatienceMs = 400;

/** A client for the tenant of the tests. */
export function clientForHostility(place: Partial<ServiceConnection>, idleTimeoutMs = 10_000): HttpServiceClient {
  const connection = { address: '', token: hostileToken, authorityPem: undefined, tenantId: testTenant.id, ...place };
  return new HttpServiceClient(connection, { ...bounds, idleTimeoutMs });
}

/** Each question that a client can ask. */
export const hostileQuestions: Readonly<Record<Asked, (client: HttpServiceClient) => Promise<unknown>>> = {
  me: (client) => client.me(never),
  plants: (client) => client.plants(never),
  create: (client) => client.createPlant(testPlantId, 'Pump house', never),
  push: (client) => client.push(testPlantId, testChangeset, never),
  changes: (client) => client.changes(testPlantId, { since: 0, hash: '', limit: 2, waitSeconds: 0 }, never),
  snapshot: (client) =>
    client.snapshot(testPlantId, { at: undefined, after: undefined, onRecords: () => undefined }, never),
  parked: (client) => client.parkedEdits(testPlantId, never),
  putParked: (client) => client.putParkedEdit(testPlantId, testParkedEdit, never),
};
