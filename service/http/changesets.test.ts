import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Accepted, acceptedSchema, rejectedSchema } from '../../shared/sync/syncWire';
import { create, pump, remove, setField } from '../../shared/sync/syncFixture';
import { startTestService, type TestService } from '../../testing/runningService';
import { changesetOf, type PlantCaller, startedPlant } from '../../testing/serviceCaller';

describe('taking changesets', () => {
  let service: TestService;
  let plant: PlantCaller;

  beforeAll(async () => {
    service = await startTestService();
    plant = await startedPlant(service.address, service.tenant.tokens.editor);
  });
  afterAll(() => service.dispose());

  async function taken(changeset: Parameters<PlantCaller['push']>[0]): Promise<Accepted> {
    const answer = await plant.push(changeset);
    expect(answer.status, answer.text).toBe(201);
    return answer.json<Accepted>();
  }

  it('[V1] a changeset that fits is the next entry of the log', async () => {
    const changeset = changesetOf([create('component p1', pump('P-101'))], { base: 1, atMs: 5, label: 'Add a pump' });
    const answer = await plant.push(changeset);
    expect(answer.status).toBe(201);
    const { entry, seq, hash } = acceptedSchema.parse(answer.json());
    expect(entry).toMatchObject({ id: changeset.id, by: 'editor of works', atMs: 5, label: 'Add a pump', seq, hash });
    const page = await plant.ask(`/changes?since=${seq - 1}`);
    expect(page.json()).toMatchObject({ entries: [entry], head: { seq, hash } });
  });

  it('[V2] the same again is answered as the first time, and taken once', async () => {
    const changeset = changesetOf([create('component p2', pump('P-102'))], { base: 1 });
    const first = await plant.push(changeset);
    await taken(changesetOf([setField('component p2', 'x', 96)], { base: first.json<Accepted>().seq }));
    const again = await plant.push(changeset);
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
    expect(again.text).toBe(first.text);
  });

  it('[V3] another changeset under the same id is refused', async () => {
    const changeset = changesetOf([create('component p3', pump('P-103'))], { base: 1 });
    await taken(changeset);
    const other = await plant.push({ ...changeset, ops: [create('component p4', pump('P-104'))] });
    expect([other.status, other.json()['code']]).toEqual([422, 'fingerprint-mismatch']);
  });

  it('[V4] what does not fit is refused with who stands in the way, for ever', async () => {
    const { seq } = await taken(changesetOf([create('component p5', pump('P-105'))], { base: 1 }));
    await taken(changesetOf([setField('component p5', 'tag', 'P-205')], { base: seq }));
    const late = changesetOf([setField('component p5', 'tag', 'P-305')], { base: seq });
    const answer = await plant.push(late);
    expect(answer.status).toBe(409);
    const { conflicts } = rejectedSchema.parse(answer.json());
    expect(conflicts).toMatchObject([
      { op: 0, kind: 'field-field', field: 'tag', theirs: { value: 'P-205', seq: seq + 1, by: 'editor of works' } },
    ]);
    await taken(changesetOf([remove('component p5')], { base: seq + 1 }));
    expect((await plant.push(late)).text).toBe(answer.text);
  });
});
