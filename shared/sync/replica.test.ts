import { describe, expect, test } from 'vitest';
import { applyPatch } from '../model/applyPatch';
import { diffModels } from '../model/diffModels';
import { entityFromFields } from '../model/entityFields';
import { asId } from '../model/ids';
import { keyText } from './entityRecord';
import { judge } from './judge';
import { RecordWorld } from './recordWorld';
import { DivergedLog, newReplicaState } from './replica';
import { partIds, splitChangeset } from './splitChangeset';
import { emptySum, sumOf } from './stateSum';
import { changeset, changesetId, create, pump, quickHash, remove, setField, TestLog, testContext } from './syncFixture';
import { blank, changed, created, Desk, tagOf, twoDesks } from '../../testing/replicaDesk';

// Rule numbers refer to docs/spec/sync.md.

describe('outbox', () => {
  test('[S19] an edit names the unconfirmed ones of the same field as own, and no others', () => {
    const { ada } = twoDesks();
    const first = ada.edit(changed('p1', 'tag', ['P-101', 'P-1']));
    ada.edit(changed('p1', 'x', [80, 160]));
    ada.edit(changed('p1', 'tag', ['P-1', 'P-2']));
    expect(ada.last().ops).toMatchObject([{ op: 'set', field: 'tag', value: 'P-2', was: 'P-1', own: [first.id] }]);
  });

  test('[S19] [S23] an edit that is too large goes in parts, and its base stays what was seen', () => {
    const { ada, log } = twoDesks();
    const many = Array.from({ length: 2_300 }, (_, index) => created(`c${index}`, `T-${index}`));
    ada.edit(...many);
    const outbox = ada.replica.outbox();
    expect(outbox.map(({ changeset: { ops } }) => ops.length)).toEqual([1_000, 1_000, 300]);
    log.take(changeset({ id: changesetId(8), base: 2, ops: [setField('component p1', 'tag', 'P-5')] }));
    ada.pull(log);
    expect(ada.replica.outbox().map((row) => row.changeset.base)).toEqual([2, 2, 2]);
  });

  test('[S22] sending does not empty the outbox; the log does', () => {
    const { ada, log } = twoDesks();
    const sent = ada.edit(changed('p1', 'tag', ['P-101', 'P-1']));
    log.take(sent);
    expect(ada.replica.outbox()).toHaveLength(1);
    const { writes, patch } = ada.pull(log);
    expect(ada.replica.outbox()).toEqual([]);
    expect(writes.confirmed).toEqual([{ changeset: sent, seq: 3 }]);
    expect(patch.changes).toEqual([]);
  });

  test('[S22] an answer about something past the cursor waits for the log', () => {
    const { ada, log } = twoDesks();
    log.take(changeset({ id: changesetId(8), base: 2, ops: [setField('component p1', 'x', 8)] }));
    const sent = ada.edit(changed('p1', 'tag', ['P-101', 'P-1']));
    const entry = log.take(sent);
    ada.take(ada.replica.planAnswer(sent.id, { kind: 'accepted', entry }, ada.model));
    expect(ada.replica.outbox()).toHaveLength(1);
    ada.pull(log);
    expect(ada.replica.outbox()).toEqual([]);
    // The same answer once more, late.
    ada.take(ada.replica.planAnswer(sent.id, { kind: 'accepted', entry }, ada.model));
    expect(ada.replica.state().cursor).toBe(4);
  });
});

describe('what is on show', () => {
  test('[S20] pending edits lie over what others did; a field each has', () => {
    const { ada, ben, log } = twoDesks();
    ben.edit(changed('p1', 'x', [80, 800]));
    ben.push(log);
    ada.edit(changed('p1', 'tag', ['P-101', 'P-1']));
    ada.pull(log);
    expect(ada.model.components.get(asId('p1'))).toMatchObject({ x: 800, tag: 'P-1' });
  });

  test('[S20] a pending edit that does not fit any more is not shown, and sent all the same', () => {
    const { ada, ben, log } = twoDesks();
    ben.edit(created('b', 'P-103'));
    ben.push(log);
    ada.edit(created('a', 'P-103'));
    const { held } = ada.pull(log);
    expect([...held.keys()]).toEqual([ada.last().id]);
    expect([tagOf(ada, 'a'), tagOf(ada, 'b')]).toEqual([undefined, 'P-103']);
    const { writes } = ada.push(log);
    expect(writes.parked).toMatchObject([
      { ops: [{ kind: 'component', id: 'a' }], conflicts: [{ kind: 'duplicate-tag' }] },
    ]);
    expect(ada.replica.outbox()).toEqual([]);
  });

  test('[S17] [S18] the rest of a refused edit goes on, and what builds on it knows', () => {
    const { ada, ben, log } = twoDesks();
    ben.edit(changed('p1', 'tag', ['P-101', 'P-7']));
    ben.push(log);
    const refused = ada.edit(changed('p1', 'tag', ['P-101', 'P-1']), created('a', 'P-200'));
    ada.edit(changed('a', 'tag', ['P-200', 'P-201']));
    const { writes } = ada.push(log);
    const ids = partIds(refused.id, [1], quickHash);
    expect(writes.parked[0]).toMatchObject({
      id: ids.parked,
      changesetId: refused.id,
    });
    expect(ada.replica.outbox().map((row) => row.changeset)).toMatchObject([
      { id: ids.kept, ops: [{ op: 'create', id: 'a' }] },
      { ops: [{ op: 'set', own: [refused.id, ids.kept] }] },
    ]);
    ada.pull(log);
    ada.push(log);
    ada.push(log);
    ben.pull(log);
    expect([tagOf(ada, 'p1'), tagOf(ada, 'a')]).toEqual(['P-7', 'P-201']);
    expect(diffModels(ada.model, ben.model).changes).toEqual([]);
  });
});

test('[S18] [S20] what the copy of a file has sent already is known as one’s own once the refusal is heard', () => {
  const { ada, ben, log } = twoDesks();
  ben.edit(changed('p1', 'tag', ['P-101', 'P-7']));
  ben.push(log);
  ada.edit(changed('p1', 'tag', ['P-101', 'P-1']), created('a', 'P-200'));
  const copy = ada.copied(4);
  copy.pull(log);
  copy.push(log);
  copy.push(log);
  ada.edit(changed('a', 'tag', ['P-200', 'P-201']));
  ada.pull(log);
  expect(tagOf(ada, 'a')).toBe('P-200');
  ada.push(log);
  expect(tagOf(ada, 'a')).toBe('P-201');
});

test('[S17] refused for other ops, a changeset parts under other ids: one id never means two things', () => {
  const ops = [setField('component p1', 'tag', 'P-1'), setField('component p1', 'x', 8), remove('component p2')];
  const gesture = changeset({ base: 1, ops });
  const parts = [[0], [1], [0, 1]].map((refused) =>
    splitChangeset(
      gesture,
      refused.map((op) => ({ op, kind: 'frozen' })),
      quickHash,
    ),
  );
  const ids = parts.flatMap(({ kept, parked }) => [kept?.id, parked?.id]);
  expect(new Set(ids).size).toBe(6);
  expect(parts.map(({ kept, parked }) => [kept?.ops.length, parked?.ops.length])).toEqual([
    [2, 1],
    [2, 1],
    [1, 2],
  ]);
});

describe('the log', () => {
  test('[S21] a gap, a page twice, and a forged entry change nothing', () => {
    const { ada, log } = twoDesks();
    for (const tag of ['P-1', 'P-2']) {
      log.take(
        changeset({ id: changesetId(50 + log.head()), base: log.head(), ops: [setField('component p1', 'tag', tag)] }),
      );
    }
    const [third, fourth] = log.entries.slice(2);
    if (third === undefined || fourth === undefined) {
      throw new Error('the log has four entries');
    }
    const wrong = [[fourth], [...log.entries], [{ ...third, by: 'Eve' }], [third, { ...fourth, previousHash: 'x' }]];
    for (const entries of wrong) {
      expect(() => ada.replica.planEntries(entries, ada.model)).toThrow(DivergedLog);
    }
    expect(ada.replica.state().cursor).toBe(2);
    ada.pull(log);
    expect(tagOf(ada, 'p1')).toBe('P-2');
  });

  test('[S25] the digest is the sum of what stands, for every copy', () => {
    const { ada, ben, log } = twoDesks();
    ada.edit(created('a', 'P-200'));
    ada.push(log);
    ben.edit({ change: 'delete', kind: 'component', id: 'p1', fields: pump('P-101') });
    ben.pull(log);
    ben.push(log);
    ada.pull(log);
    const digest = sumOf(log.world.records(), quickHash);
    expect([ada.replica.state().digest, ben.replica.state().digest]).toEqual([digest, digest]);
    expect(digest).not.toBe(emptySum);
  });
});

describe('a new base', () => {
  test('[S26] a snapshot leaves the outbox, which then lies over it', () => {
    const { ada, log } = twoDesks();
    ada.edit(changed('p1', 'tag', ['P-101', 'P-1']));
    log.take(changeset({ id: changesetId(8), base: 2, ops: [create('component b', pump('P-300'))] }));
    const head = { seq: 3, hash: log.entries.at(-1)?.hash ?? '', digest: '', epoch: 'e' };
    ada.take(ada.replica.planSnapshot({ records: [...log.world.records()], head }, ada.model));
    expect([tagOf(ada, 'p1'), tagOf(ada, 'b')]).toEqual(['P-1', 'P-300']);
    ada.push(log);
    expect(ada.replica.outbox()).toEqual([]);
    expect(ada.replica.state().digest).toBe(sumOf(log.world.records(), quickHash));
  });

  test('[S24] what a restored service has lost is sent again, and nobody blindly overwrites', () => {
    const { ada, ben, log } = twoDesks();
    ada.edit(changed('p1', 'tag', ['P-101', 'P-1']));
    const first = ada.push(log).writes.confirmed[0]?.changeset;
    ada.edit(changed('p1', 'tag', ['P-1', 'P-2']));
    const second = ada.push(log).writes.confirmed[0]?.changeset;
    if (first === undefined || second === undefined) {
      throw new Error('both were confirmed');
    }
    // The service comes back as it was after entry 2; Ben, who saw nothing of it, goes on there.
    const restored = new TestLog();
    restored.take(changeset({ id: changesetId(7), base: 1, ops: [create('component p1', pump('P-101'))] }));
    ben.edit(changed('p1', 'x', [80, 8]));
    ben.push(restored);
    const head = { seq: 3, hash: restored.entries.at(-1)?.hash ?? '', digest: '', epoch: 'second' };
    const resend = [first, second];
    ada.take(ada.replica.planSnapshot({ records: [...restored.world.records()], head, common: 2, resend }, ada.model));
    expect(ada.replica.outbox().map((row) => row.changeset)).toMatchObject([
      { id: first.id, base: 2 },
      { id: second.id, base: 2, ops: [{ own: [first.id] }] },
    ]);
    ada.push(restored);
    ada.push(restored);
    expect(tagOf(ada, 'p1')).toBe('P-2');
    expect(ada.steps.flatMap(({ writes }) => writes.parked)).toEqual([]);
  });

  test('[S8] a deletion that one has not seen is told, not undone', () => {
    const { ada, ben, log } = twoDesks();
    ben.edit({ change: 'delete', kind: 'component', id: 'p1', fields: pump('P-101') });
    ben.push(log);
    ada.edit(changed('p1', 'tag', ['P-101', 'P-1']));
    ada.pull(log);
    const { writes } = ada.push(log);
    expect(writes.parked).toMatchObject([{ conflicts: [{ kind: 'edit-deleted', field: 'tag' }] }]);
    expect(tagOf(ada, 'p1')).toBeUndefined();
    expect(log.conflicts(changeset({ base: 3, ops: [remove('component p1')] }))).toEqual([]);
  });
});

test('[S20] a whole plant reads back from the log as it was written', () => {
  const model = applyPatch(blank, { changes: [created('a', 'P-1'), created('b', 'P-2')] });
  const component = entityFromFields('component', 'a', pump('P-1'));
  expect(model.components.get(asId('a'))).toEqual(component);
  const { ada, log } = twoDesks();
  ada.edit(created('a', 'P-1'), created('b', 'P-2'));
  ada.push(log);
  const reader = new Desk(3);
  reader.pull(log);
  expect(diffModels(reader.model, ada.model).changes).toEqual([]);
});

describe('a plant that its service does not have any more', () => {
  const anew = { id: changesetId(0x99), atMs: 9, label: 'Publish Works again' };

  test('[S27] is made anew as it is on show, with what a newer program has added', () => {
    const { ada, ben, log } = twoDesks();
    ben.edit(changed('p1', 'tag', ['P-101', 'P-2']));
    ben.edit(created('c9', 'P-9'));
    const newer = [setField('component p1', 'tint', 'teal'), create('hologram h1', { depth: 3 })];
    log.take(changeset({ id: changesetId(8), base: 2, ops: newer }));
    log.take(changeset({ id: changesetId(9), base: 3, ops: [remove('hologram h1'), create('hologram h2', {})] }));
    [ada, ben].forEach((desk) => desk.pull(log));
    const shown = ben.model;
    const { writes } = ben.take(ben.replica.planAnew('other', anew));
    expect(ben.model).toBe(shown);
    expect(writes).toMatchObject({ replacesBase: true, records: [], entries: [], parked: [], confirmed: [] });
    expect(ben.replica.state()).toEqual(newReplicaState('other'));
    const [row, ...others] = ben.replica.outbox();
    expect(others).toEqual([]);
    expect(row?.changeset).toMatchObject({ ...anew, base: 0, resolves: [] });
    const made = new Map(row?.changeset.ops.map((op) => [keyText(op), op]));
    expect(made.get('component p1')).toMatchObject({ op: 'create', fields: { tag: 'P-2', tint: 'teal' } });
    expect([...made.keys()]).toEqual(expect.arrayContaining(['component c9', 'hologram h2', 'sheet sheet-1']));
    expect(made.has('hologram h1')).toBe(false);
    expect(judge(new RecordWorld(), ben.last(), testContext).verdict).toBe('accepted');
  });

  test('[S27] what did not fit any more when the service lost it is parked', () => {
    const { ada, ben, log } = twoDesks();
    const mine = ben.edit(changed('p1', 'tag', ['P-101', 'P-2']));
    ada.edit(changed('p1', 'tag', ['P-101', 'P-1']));
    ada.push(log);
    ben.pull(log);
    expect(tagOf(ben, 'p1')).toBe('P-1');
    const { writes } = ben.take(ben.replica.planAnew('other', anew));
    expect(tagOf(ben, 'p1')).toBe('P-1');
    expect(writes.parked).toMatchObject([
      { changesetId: mine.id, ops: mine.ops, conflicts: [{ kind: 'field-field', theirs: { value: 'P-1' } }] },
    ]);
    expect(ben.replica.outbox()).toHaveLength(1);
    expect(judge(new RecordWorld(), ben.last(), testContext).verdict).toBe('accepted');
  });
});
