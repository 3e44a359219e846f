import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { splitChangeset } from '../../shared/sync/splitChangeset';
import { type Accepted, type Rejected, rejectedSchema } from '../../shared/sync/syncWire';
import { create, pump, setField } from '../../shared/sync/syncFixture';
import { startTestService, type TestService } from '../../testing/runningService';
import { askService, changesetOf, type PlantCaller, startedPlant } from '../../testing/serviceCaller';

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

describe('approval and conflicts', () => {
  let service: TestService;
  let plant: PlantCaller;

  beforeAll(async () => {
    service = await startTestService();
    plant = await startedPlant(service.address, service.tenant.tokens.editor);
    const area = create('area a1', { name: 'North', order: 0 });
    const sheet = create('sheet north', { name: 'North', areaId: 'a1', order: 1, width: 1_600, height: 1_000 });
    const there = create('component n1', pump('N-101', { sheetId: 'north' }));
    await plant.push(changesetOf([area, sheet, there, create('component p1', pump('P-101'))], { base: 1 }));
  });
  afterAll(() => service.dispose());

  it('[V5] what would change a frozen area is refused as frozen, the rest is not', async () => {
    const approver = plant.as(service.tenant.tokens.approver);
    expect((await approver.ask('/freezes/a1', { method: 'PUT' })).json()).toMatchObject({ areas: ['a1'] });
    const there = changesetOf([setField('component n1', 'tag', 'N-201'), setField('component p1', 'x', 8)], {
      base: 2,
    });
    const refused = await plant.push(there);
    expect([refused.status, refused.json()['code']]).toEqual([423, 'frozen']);
    expect(rejectedSchema.parse(refused.json()).conflicts).toMatchObject([{ op: 0, kind: 'frozen' }]);
    expect((await plant.push(changesetOf([setField('component p1', 'x', 8)], { base: 2 }))).status).toBe(201);
    expect((await approver.ask('/freezes/a1', { method: 'DELETE' })).json()).toMatchObject({ areas: [], frozen: [] });
    const again = await plant.push(there);
    expect([again.status, again.text]).toEqual([423, refused.text]);
    expect((await plant.push({ ...there, id: crypto.randomUUID() })).status).toBe(201);
  });

  it('[V5] only an area that is there can be frozen', async () => {
    const answer = await plant.as(service.tenant.tokens.approver).ask('/freezes/nowhere', { method: 'PUT' });
    expect(answer.status).toBe(404);
  });

  it('[V93] it is told who froze an area first, when and why', async () => {
    const approver = plant.as(service.tenant.tokens.approver);
    const freeze = (body?: object) => approver.ask('/freezes/a1', { method: 'PUT', body });
    const beganMs = Date.now();
    const answer = await freeze({ reason: 'Change 17', of: 'a newer program' });
    const { frozen } = answer.json<{ frozen: { sinceMs: number }[] }>();
    expect(frozen).toMatchObject([{ areaId: 'a1', by: 'approver of works', reason: 'Change 17' }]);
    expect(frozen[0]?.sinceMs).toBeGreaterThanOrEqual(beganMs);
    expect((await plant.as(service.tenant.tokens.admin).ask('/freezes/a1', { method: 'PUT' })).text).toBe(answer.text);
    expect((await plant.as(service.tenant.tokens.viewer).ask('/freezes')).text).toBe(answer.text);
    await approver.ask('/freezes/a1', { method: 'DELETE' });
    const audit = await askService(`${service.address}/v1/audit`, { token: service.tenant.tokens.admin });
    expect(audit.text).toContain(`a1 of ${plant.id}: Change 17`);
    // The second wish changed nothing, so it is no event.
    expect(audit.text.split('area:frozen')).toHaveLength(audit.text.split('area:released').length);
    const without = (await freeze()).json<{ frozen: object[] }>().frozen;
    expect(Object.keys(without[0] ?? {})).toEqual(['areaId', 'by', 'sinceMs']);
    expect((await freeze({ reason: 'x'.repeat(501) })).status).toBe(400);
    await approver.ask('/freezes/a1', { method: 'DELETE' });
  });

  it('[V9] a parked edit is kept once, and decided by the changeset that says so', async () => {
    const { head } = (await plant.ask('/changes')).json<{ head: { seq: number } }>();
    const first = changesetOf([setField('component p1', 'tag', 'P-201')], { base: head.seq });
    const { seq } = (await plant.push(first)).json<Accepted>();
    const late = changesetOf([setField('component p1', 'tag', 'P-301')], { base: seq - 1 });
    const { conflicts } = (await plant.push(late)).json<Rejected>();
    const { parked } = splitChangeset(late, conflicts, sha256);
    const path = `/conflicts/${parked?.id}`;
    const put = await plant.ask(path, { method: 'PUT', body: parked });
    const again = await plant.as(service.tenant.tokens.admin).ask(path, { method: 'PUT', body: parked });
    expect([put.status, again.status, again.text]).toEqual([201, 200, put.text]);
    expect(put.json()).toMatchObject({ ...parked, by: 'editor of works' });

    const decision = changesetOf([setField('component p1', 'tag', 'P-301')], {
      base: seq,
      resolves: [{ conflictId: parked?.id ?? '', take: 'mine' }],
    });
    expect((await plant.as(service.tenant.tokens.admin).push(decision)).status).toBe(201);
    const resolved = { changesetId: decision.id, by: 'admin of works', take: 'mine' };
    expect((await plant.ask(path)).json()).toMatchObject({ id: parked?.id, resolved });
    expect((await plant.ask('/conflicts')).json()).toMatchObject({ conflicts: [{ id: parked?.id, resolved }] });
    expect((await plant.ask(`/conflicts/${crypto.randomUUID()}`)).status).toBe(404);
    expect((await plant.ask(`/conflicts/${crypto.randomUUID()}`, { method: 'PUT', body: parked })).status).toBe(400);
  });

  it('[V29] the history of the plant says who changed how much', async () => {
    const { lines } = (await plant.ask('/audit?limit=2')).json<{ lines: object[] }>();
    expect(lines).toMatchObject([
      { seq: 1, label: 'New plant', by: 'editor of works' },
      { seq: 2, created: 4, changed: 0, deleted: 0 },
    ]);
    expect((await plant.ask('/audit?after=2&limit=1')).json()).toMatchObject({ lines: [{ seq: 3, changed: 1 }] });
  });
});
