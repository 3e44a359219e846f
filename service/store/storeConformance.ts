import { expect, test } from 'vitest';
import type { ParkedEdit } from '../../shared/sync/parkedEdit';
import { testDirectoryConformance } from './directoryConformance';
import { testIndexConformance } from './indexConformance';
import { append, change, makeRecord, startMs, type StoreSubject, usingPlant } from './storeFixture';

function orderCases(subject: StoreSubject): void {
  test(`[V60] ${subject.name}: 50 changes at once make one log, without a gap and in the order of the commits`, () =>
    usingPlant(subject, async (tenant) => {
      const finished: number[] = [];
      const entries = await Promise.all(
        Array.from({ length: 50 }, async () => {
          const entry = await change(tenant);
          finished.push(entry.seq);
          return entry;
        }),
      );
      const log = await tenant.readPlant('plant', (plant) => plant.entries(0, 1_000));
      expect(log?.map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
      expect(log).toEqual(entries.toSorted((one, other) => one.seq - other.seq));
      log?.forEach((entry, index) => expect(entry.previousHash).toBe(log[index - 1]?.hash ?? 'plant'));
      expect(finished).toEqual(finished.toSorted((one, other) => one - other));
    }));

  test(`[V60] ${subject.name}: an entry that does not follow the head is refused`, () =>
    usingPlant(subject, async (tenant) => {
      const entry = await change(tenant);
      const again = tenant.changePlant('plant', (plant) => plant.append(entry, [], ''));
      await expect(again).rejects.toThrow('follows');
      const branch = { ...entry, seq: 2, previousHash: 'plant' };
      await expect(tenant.changePlant('plant', (plant) => plant.append(branch, [], ''))).rejects.toThrow('chained');
      expect((await tenant.plants())[0]?.head).toEqual({ seq: 1, hash: entry.hash, digest: 'digest 1' });
    }));

  test(`[V60] ${subject.name}: entries come after a sequence, ascending, at most so many`, () =>
    usingPlant(subject, async (tenant) => {
      for (let count = 0; count < 7; count += 1) {
        await change(tenant);
      }
      const seqs = async (since: number, limit: number): Promise<readonly number[] | undefined> =>
        (await tenant.readPlant('plant', (plant) => plant.entries(since, limit)))?.map(({ seq }) => seq);
      expect(await seqs(0, 3)).toEqual([1, 2, 3]);
      expect(await seqs(5, 100)).toEqual([6, 7]);
      expect(await seqs(7, 100)).toEqual([]);
    }));
}

function atomicityCases(subject: StoreSubject): void {
  const points = ['before anything', 'after the entry', 'after everything'] as const;
  test.each(points)(`[V61] ${subject.name}: work that throws %s leaves nothing, and others' work alone`, (point) =>
    usingPlant(subject, async (tenant) => {
      const fail = (at: (typeof points)[number]): void => {
        if (at === point) {
          throw new Error('no');
        }
      };
      const failing = (): Promise<unknown> =>
        tenant.changePlant('plant', async (plant) => {
          fail('before anything');
          await append(plant, { records: (stamp) => [makeRecord({ kind: 'note', id: 'lost' }, stamp)] });
          fail('after the entry');
          await plant.freeze({ areaId: 'lost' });
          await plant.putParkedEdit(parkedEdit('lost'), 'engineer', startMs);
          fail('after everything');
        });
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, (_, index) => (index % 3 === 1 ? failing() : change(tenant))),
      );
      expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(7);
      await tenant.readPlant('plant', async (plant) => {
        expect((await plant.row()).head.seq).toBe(13);
        expect(await plant.entries(0, 100)).toHaveLength(13);
        expect(await plant.recordCount()).toBe(0);
        expect(await plant.parkedEdits()).toEqual([]);
        expect(await plant.frozenAreas()).toEqual([]);
      });
    }),
  );
}

function parkedEdit(id: string): ParkedEdit {
  return { id, changesetId: 'c', base: 0, atMs: startMs, label: 'Move \0 it', ops: [], conflicts: [] };
}

function keptCases(subject: StoreSubject): void {
  test(`[V63] ${subject.name}: a decision stands for ever; a second one for the same changeset is refused`, () =>
    usingPlant(subject, async (tenant) => {
      const rejection = { verdict: 'rejected', conflicts: [{ op: 0, kind: 'dangling' }], head: 0 } as const;
      const stored = { fingerprint: 'f', outcome: rejection };
      await tenant.changePlant('plant', (plant) => plant.putDecision('one', stored));
      const other = { fingerprint: 'g', outcome: { verdict: 'accepted', seq: 1, digest: 'd' } } as const;
      await expect(tenant.changePlant('plant', (plant) => plant.putDecision('one', other))).rejects.toThrow();
      const { id } = await change(tenant);
      await tenant.readPlant('plant', async (plant) => {
        expect(await plant.decision('one')).toEqual(stored);
        expect((await plant.decision(id))?.outcome).toEqual({ verdict: 'accepted', seq: 1, digest: 'digest 1' });
        expect(await plant.decision('two')).toBeUndefined();
      });
    }));

  test(`[V72] ${subject.name}: a parked edit is kept as it came first, and so is what became of it`, () =>
    usingPlant(subject, async (tenant) => {
      const resolved = { changesetId: 'r', by: 'approver', atMs: startMs + 2, take: 'mine' } as const;
      await tenant.changePlant('plant', async (plant) => {
        await plant.putParkedEdit(parkedEdit('one'), 'engineer', startMs);
        await plant.putParkedEdit({ ...parkedEdit('one'), label: 'Other' }, 'somebody', startMs + 1);
        await plant.putParkedEdit(parkedEdit('two'), 'engineer', startMs + 1);
        await plant.resolveParkedEdit('one', resolved);
        await plant.resolveParkedEdit('one', { ...resolved, take: 'theirs' });
      });
      expect(await tenant.readPlant('plant', (plant) => plant.parkedEdits())).toEqual([
        { ...parkedEdit('one'), by: 'engineer', storedAtMs: startMs, resolved },
        { ...parkedEdit('two'), by: 'engineer', storedAtMs: startMs + 1 },
      ]);
    }));

  test(`[V73] ${subject.name}: areas are frozen and thawed, also twice`, () =>
    usingPlant(subject, async (tenant) => {
      const first = { areaId: 'z', by: 'approver', sinceMs: startMs + 0.5, reason: 'Change 17' };
      const without = { areaId: 'a' };
      await tenant.changePlant('plant', async (plant) => {
        for (const area of [first, { ...first, by: 'another', reason: 'Other' }, without, { areaId: 'b' }]) {
          await plant.freeze(area);
        }
        expect(await plant.frozenAreas()).toHaveLength(3);
        await plant.release('b');
        await plant.release('c');
        expect(await plant.frozenAreas()).toEqual([without, first]);
      });
      expect(await tenant.readPlant('plant', (plant) => plant.frozenAreas())).toEqual([without, first]);
    }));
}

function timeCases(subject: StoreSubject): void {
  test(`[V68] ${subject.name}: a moment finds the last entry up to it; a clock that goes back changes nothing before`, () =>
    usingPlant(subject, async (tenant) => {
      for (const serverAtMs of [1_000, 2_000, 1_500, 2_000.5, 3_000]) {
        await change(tenant, { serverAtMs });
      }
      await tenant.readPlant('plant', async (plant) => {
        expect(await plant.seqAt(999)).toBe(0);
        expect(await plant.seqAt(1_000)).toBe(1);
        expect(await plant.seqAt(1_999)).toBe(1);
        expect(await plant.seqAt(2_000)).toBe(3);
        expect(await plant.seqAt(2_999)).toBe(4);
        expect(await plant.seqAt(1e12)).toBe(5);
      });
      expect((await tenant.plants())[0]?.changedAtMs).toBe(3_000);
    }));
}

function lookCases(subject: StoreSubject): void {
  test(`[V67] ${subject.name}: one look at a plant does not see what is committed meanwhile`, () =>
    usingPlant(subject, async (tenant) => {
      const records = (stamp: { seq: number; changeset: string }) => [
        makeRecord({ kind: 'note', id: `n${stamp.seq}` }, stamp),
      ];
      await change(tenant, { records });
      await tenant.readPlant('plant', async (plant) => {
        const before = await plant.row();
        await change(tenant, { records });
        expect(await plant.row()).toEqual(before);
        expect(await plant.entries(0, 10)).toHaveLength(1);
        expect(await plant.recordCount()).toBe(1);
        expect(await plant.recordsAfter(undefined, 10)).toHaveLength(1);
      });
      expect(await tenant.readPlant('plant', (plant) => plant.recordCount())).toBe(2);
    }));

  test(`[V67] ${subject.name}: many looks and changes at once end`, () =>
    usingPlant(subject, async (tenant) => {
      const looks = Array.from({ length: 60 }, () =>
        tenant.readPlant('plant', async (plant) => {
          const { head } = await plant.row();
          expect(await plant.entries(0, 100)).toHaveLength(head.seq);
        }),
      );
      await Promise.all([...looks, ...Array.from({ length: 20 }, () => change(tenant))]);
    }));

  test(`[V71] ${subject.name}: within a transaction its own writes are seen`, () =>
    usingPlant(subject, async (tenant) => {
      await tenant.changePlant('plant', async (plant) => {
        const { id } = await append(plant, { records: (stamp) => [makeRecord({ kind: 'sheet', id: 's' }, stamp)] });
        expect((await plant.row()).head.seq).toBe(1);
        expect(await plant.liveCount('sheet')).toBe(1);
        expect(await plant.decision(id)).toBeDefined();
        await append(plant);
      });
      expect((await tenant.plants())[0]?.head.seq).toBe(2);
    }));
}

/** What every store of tenants has to do (docs/spec/service.md). */
export function testStoreConformance(subject: StoreSubject): void {
  orderCases(subject);
  atomicityCases(subject);
  keptCases(subject);
  timeCases(subject);
  lookCases(subject);
  testIndexConformance(subject);
  testDirectoryConformance(subject);
}
