import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { create, pump } from '../../shared/sync/syncFixture';
import { startService } from '../startService';
import { openSqliteStore } from '../store/sqlite/sqliteStore';
import { startTestService, type TestService } from '../../testing/runningService';
import { askService, changesetOf, PlantCaller, type ServiceAnswer, startedPlant } from '../../testing/serviceCaller';

describe('waiting for changes', () => {
  let service: TestService;
  let plant: PlantCaller;

  beforeEach(async () => {
    service = await startTestService({ limits: { waitingPerToken: 2 } });
    plant = await startedPlant(service.address, service.tenant.tokens.editor);
  });
  afterEach(() => service.dispose());

  const addPump = (id: string): Promise<ServiceAnswer> =>
    plant.push(changesetOf([create(`component ${id}`, pump(''))], { base: 1 }));

  async function waitingCount(): Promise<number> {
    const { text } = await askService(`${service.address}/metrics`);
    return Number(/^sightglass_waiting_polls (\d+)$/m.exec(text)?.[1]);
  }

  function seqsIn(answer: ServiceAnswer): readonly number[] {
    return answer.json<{ entries: { seq: number }[] }>().entries.map(({ seq }) => seq);
  }

  it('[V14] who waits is answered as soon as there is an entry', async () => {
    const waiting = plant.ask('/changes?since=1&wait=30');
    await vi.waitUntil(async () => (await waitingCount()) === 1);
    await addPump('p1');
    expect(seqsIn(await waiting)).toEqual([2]);
    expect(await waitingCount()).toBe(0);
    expect(seqsIn(await plant.ask('/changes?since=0&wait=30&limit=1'))).toEqual([1]);
  });

  it('[V14] with nothing new the answer is empty when the time is up', async () => {
    expect(seqsIn(await plant.ask('/changes?since=1&wait=0.05'))).toEqual([]);
  });

  it('[V15] an entry that another process took is noticed', async () => {
    const other = await startService({
      ...{ store: await openSqliteStore(service.folder), pepper: service.pepper },
      ...{ host: '127.0.0.1', port: 0 },
    });
    try {
      const waiting = plant.ask('/changes?since=1&wait=30');
      await vi.waitUntil(async () => (await waitingCount()) === 1);
      const there = new PlantCaller(other.address, service.tenant.tokens.editor, plant.id);
      await there.push(changesetOf([create('component p1', pump(''))], { base: 1 }));
      expect(seqsIn(await waiting)).toEqual([2]);
    } finally {
      await other.stop();
    }
  });

  describe('for frozen areas', () => {
    interface Told {
      readonly entries: readonly object[];
      readonly freezes?: { readonly tag: string; readonly frozen: readonly { readonly areaId: string }[] };
    }
    const hear = async (query: string): Promise<Told> => (await plant.ask(`/changes?${query}`)).json<Told>();
    const freeze = (at: PlantCaller, method = 'PUT'): Promise<ServiceAnswer> =>
      at.as(service.tenant.tokens.approver).ask('/freezes/a1', { method });

    beforeEach(async () => {
      await plant.push(changesetOf([create('area a1', { name: 'North', order: 0 })], { base: 1 }));
    });

    it('[V94] who asks for them and has others is told at once, who has them waits', async () => {
      const first = await hear('since=2&wait=30&freezes=none');
      expect(first.freezes?.frozen).toEqual([]);
      const tag = first.freezes?.tag ?? '';
      expect(await hear(`since=0&freezes=${tag}`)).not.toHaveProperty('freezes');
      expect(await hear('since=0')).not.toHaveProperty('freezes');
      const waiting = hear(`since=2&wait=30&freezes=${tag}`);
      await vi.waitUntil(async () => (await waitingCount()) === 1);
      await freeze(plant);
      const second = await waiting;
      expect(second).toMatchObject({ entries: [], freezes: { frozen: [{ areaId: 'a1' }] } });
      await freeze(plant, 'DELETE');
      expect((await hear(`since=2&wait=30&freezes=${second.freezes?.tag ?? ''}`)).freezes).toEqual(first.freezes);
    });

    it('[V94] an area that another process froze is noticed', async () => {
      const other = await startService({
        ...{ store: await openSqliteStore(service.folder), pepper: service.pepper },
        ...{ host: '127.0.0.1', port: 0 },
      });
      try {
        const { freezes } = await hear('since=2&freezes=none');
        const waiting = hear(`since=2&wait=30&freezes=${freezes?.tag ?? ''}`);
        await vi.waitUntil(async () => (await waitingCount()) === 1);
        await freeze(new PlantCaller(other.address, service.tenant.tokens.editor, plant.id));
        expect((await waiting).freezes?.frozen).toMatchObject([{ areaId: 'a1', by: 'approver of works' }]);
      } finally {
        await other.stop();
      }
    });
  });

  it('[V16] who goes away waits no longer', async () => {
    const gone = new AbortController();
    const waiting = plant.ask('/changes?since=1&wait=30', { signal: gone.signal }).catch(() => 'gone');
    await vi.waitUntil(async () => (await waitingCount()) === 1);
    gone.abort();
    expect(await waiting).toBe('gone');
    await vi.waitUntil(async () => (await waitingCount()) === 0);
  });

  it('[V17] a token that waits as often as it may is answered at once', async () => {
    const waiting = [plant.ask('/changes?since=1&wait=30'), plant.ask('/changes?since=1&wait=30')];
    await vi.waitUntil(async () => (await waitingCount()) === 2);
    expect(seqsIn(await plant.ask('/changes?since=1&wait=30'))).toEqual([]);
    await addPump('p1');
    expect((await Promise.all(waiting)).map(seqsIn)).toEqual([[2], [2]]);
  });

  it('[V18] a service that is stopped answers who waits, and takes nothing back', async () => {
    const waiting = plant.ask('/changes?since=1&wait=30');
    await vi.waitUntil(async () => (await waitingCount()) === 1);
    const stopped = service.stop();
    expect((await waiting).status).toBe(200);
    await stopped;
    await service.restart();
    expect(seqsIn(await plant.ask('/changes?since=0'))).toEqual([1]);
  });
});
