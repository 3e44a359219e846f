// Appends to a plant of a tenant's file from many sides at once until it is killed; one line for each sequence that was
// answered. It stops by itself when nobody has killed it for a while.
import { writeSync } from 'node:fs';
import { openSqliteStore } from '../../service/store/sqlite/sqliteStore';
import { change, makeRecord } from '../../service/store/storeFixture';

const [folder = '', tenantId = ''] = process.argv.slice(2);
const longestRunMs = 20_000;
const sides = 8;

const store = await openSqliteStore(folder);
const tenant = await store.tenant(tenantId);
const endMs = performance.now() + longestRunMs;

async function write(): Promise<void> {
  while (tenant !== undefined && performance.now() < endMs) {
    const { seq } = await change(tenant, {
      records: (stamp) => [makeRecord({ kind: 'note', id: `n${stamp.seq}` }, stamp)],
    });
    // Written at once: what the parent has read was answered before.
    writeSync(1, `${seq};`);
  }
}

await Promise.all(Array.from({ length: sides }, write));
await store.close();
