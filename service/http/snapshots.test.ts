import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHash } from 'node:crypto';
import { emptySum, sumOf } from '../../shared/sync/stateSum';
import type { EntityRecord } from '../../shared/sync/entityRecord';
import { snapshotHeaderSchema, snapshotTrailerSchema } from '../../shared/sync/syncWire';
import { create, pump, remove, setField } from '../../shared/sync/syncFixture';
import { startTestService, type TestService } from '../../testing/runningService';
import { changesetOf, type PlantCaller, startedPlant } from '../../testing/serviceCaller';

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

interface Snapshot {
  readonly head: { readonly seq: number; readonly hash: string; readonly digest: string };
  readonly count: number;
  readonly records: readonly EntityRecord[];
  readonly end: { readonly count: number; readonly digest: string };
}

function read(text: string): Snapshot {
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  const { snapshot, count } = snapshotHeaderSchema.parse(lines[0]);
  const { end } = snapshotTrailerSchema.parse(lines.at(-1));
  return { head: snapshot, count, records: lines.slice(1, -1) as EntityRecord[], end };
}

describe('snapshots', () => {
  let service: TestService;
  let plant: PlantCaller;

  beforeAll(async () => {
    service = await startTestService();
    plant = await startedPlant(service.address, service.tenant.tokens.editor);
    await plant.push(
      changesetOf([create('component p1', pump('P-101')), create('component p2', pump(''))], { base: 1 }),
    );
    await plant.push(changesetOf([setField('component p1', 'tag', 'P-901')], { base: 2 }));
    await plant.push(changesetOf([remove('component p2')], { base: 3 }));
    await plant.push(changesetOf([create('component p3', pump('P-103'))], { base: 4 }));
  });
  afterAll(() => service.dispose());

  const snapshot = async (query = ''): Promise<Snapshot> => read((await plant.ask(`/snapshot${query}`)).text);

  it('[V10] a snapshot is everything that the log adds up to, with a digest that says so', async () => {
    const { head, count, records, end } = await snapshot();
    expect(head.seq).toBe(5);
    expect([count, end.count, end.digest]).toEqual([records.length, records.length, head.digest]);
    expect(sumOf(records, sha256)).toBe(head.digest);
  });

  it('[V11] one of a past revision holds what stood then', async () => {
    const past = await snapshot('?at=rev:2');
    expect(past.records.find(({ id }) => id === 'p1')?.fields['tag']?.value).toBe('P-101');
    expect(past.records.some(({ id, live }) => id === 'p2' && live)).toBe(true);
    expect(past.records.some(({ id }) => id === 'p3')).toBe(false);
    expect([past.count, past.end.count]).toEqual([past.records.length, past.records.length]);
    for (const seq of [0, 1, 2, 3, 4, 5]) {
      const { head, records } = await snapshot(`?at=rev:${seq}`);
      expect([head.seq, head.digest]).toEqual([seq, sumOf(records, sha256)]);
    }
    expect((await snapshot('?at=rev:0')).head).toMatchObject({ hash: plant.id, digest: emptySum });
  });

  it('[V12] a download that was cut off goes on after its last record', async () => {
    const whole = await snapshot();
    const last = whole.records[3];
    const rest = await snapshot(`?after=${encodeURIComponent(`${last?.kind} ${last?.id}`)}`);
    expect(rest.records).toEqual(whole.records.slice(4));
    expect([rest.count, rest.end.count]).toEqual([whole.count, whole.records.length - 4]);
  });

  it('[V13] who has it already is told so', async () => {
    const tag = (await plant.ask('/snapshot')).headers.get('etag') ?? '';
    const again = await plant.ask('/snapshot', { headers: { 'if-none-match': tag } });
    expect([again.status, again.text]).toEqual([304, '']);
    await plant.push(changesetOf([setField('component p3', 'x', 8)], { base: 5 }));
    expect((await plant.ask('/snapshot', { headers: { 'if-none-match': tag } })).status).toBe(200);
  });
});
