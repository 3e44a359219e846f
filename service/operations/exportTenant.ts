import type { PlantReader, TenantStore } from '../store/serviceStore';

/** Takes one line of JSON, without its end, and resolves when the next may come. */
export type LineSink = (line: string) => Promise<void>;

const pageSize = 500;

async function exportPlant(plant: PlantReader, say: (what: object) => Promise<void>): Promise<void> {
  const row = await plant.row();
  const { id } = row;
  await say({ plant: row });
  for (let since = 0; since < row.head.seq; since += pageSize) {
    for (const entry of await plant.entries(since, pageSize)) {
      await say({ entry, plantId: id });
    }
  }
  let page = await plant.recordsAfter(undefined, pageSize);
  while (page.length > 0) {
    for (const record of page) {
      await say({ record, plantId: id });
    }
    page = await plant.recordsAfter(page.at(-1), pageSize);
  }
  for (const parkedEdit of await plant.parkedEdits()) {
    await say({ parkedEdit, plantId: id });
  }
  for (const frozenArea of await plant.frozenAreas()) {
    await say({ frozenArea, plantId: id });
  }
}

/**
 * Everything of a tenant that people may read, a line of JSON each: the tenant, its plants with their log, records,
 * parked edits and frozen areas, its tokens without what they are checked by, its security events; at last how many
 * lines came before. Each plant is told as of one moment.
 */
export async function exportTenant(tenant: TenantStore, sink: LineSink): Promise<{ readonly lines: number }> {
  let lines = 0;
  const say = async (what: object): Promise<void> => {
    lines += 1;
    await sink(JSON.stringify(what));
  };
  await say({ tenant: await tenant.row() });
  for (const { id } of await tenant.plants()) {
    await tenant.readPlant(id, (plant) => exportPlant(plant, say));
  }
  for (const { secretHmac: _, ...token } of await tenant.tokens()) {
    await say({ token });
  }
  let events = await tenant.securityEvents(0, pageSize);
  while (events.length > 0) {
    for (const securityEvent of events) {
      await say({ securityEvent });
    }
    events = await tenant.securityEvents(events.at(-1)?.sequence ?? 0, pageSize);
  }
  await sink(JSON.stringify({ end: { lines } }));
  return { lines };
}
