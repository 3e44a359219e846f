import { describe, expect, test } from 'vitest';
import {
  changeset,
  changesetId,
  create,
  pipe,
  pressure,
  pump,
  pumpHouse,
  remove,
  setField,
  TestLog,
} from './syncFixture';
import type { Changeset, SyncOp } from './changeset';

// Rule numbers refer to docs/spec/sync.md.

/** Somebody else's changeset, by one who has seen everything. */
function foreign(log: TestLog, ...ops: readonly SyncOp[]): void {
  log.take(changeset({ id: changesetId(100 + log.head()), base: log.head(), ops }));
}

/** What an author meets who has seen entry 2. */
function mine(...ops: readonly SyncOp[]): Changeset {
  return changeset({ base: 2, ops });
}

describe('one field', () => {
  test('[S3] edits of different fields of one pump both stand', () => {
    const log = pumpHouse();
    foreign(log, setField('component p1', pressure, '12 bar'));
    log.take(mine(setField('component p1', 'tag', 'P-110')));
    expect(log.world.recordOf({ kind: 'component', id: 'p1' })?.fields).toMatchObject({
      [pressure]: { value: '12 bar' },
      tag: { value: 'P-110' },
    });
  });

  test('[S5] two pressures are a question, told with the one that stands', () => {
    const log = pumpHouse();
    foreign(log, setField('component p1', pressure, '12 bar'));
    expect(log.conflicts(mine(setField('component p1', pressure, '16 bar')))).toEqual([
      { op: 0, kind: 'field-field', field: pressure, theirs: { value: '12 bar', seq: 3 } },
    ]);
  });

  test('[S5] what the author wrote before, unconfirmed, is no question', () => {
    const log = pumpHouse();
    foreign(log, setField('component p1', pressure, '12 bar'));
    const before = log.entries.at(-1)?.id ?? '';
    expect(log.conflicts(mine({ ...setField('component p1', pressure, '16 bar'), own: [before] }))).toEqual([]);
  });

  test('[S4] the same pressure twice is no question and changes nothing', () => {
    const log = pumpHouse();
    foreign(log, setField('component p1', pressure, '12 bar'));
    expect(log.judge(mine(setField('component p1', pressure, '12 bar')))).toEqual({ verdict: 'accepted', changes: [] });
  });

  test('[S6] of two places the later stands, and the log has both', () => {
    const log = pumpHouse();
    foreign(log, setField('component p1', 'x', 400));
    const entry = log.take(mine(setField('component p1', 'x', 800)));
    expect(entry.changes).toEqual([
      { change: 'update', kind: 'component', id: 'p1', fields: { x: { before: 400, after: 800 } } },
    ]);
  });
});

describe('deleting', () => {
  test('[S7] what another has edited, or only moved, is not deleted unseen', () => {
    const log = pumpHouse();
    foreign(log, setField('component p2', 'x', 400));
    const gesture = mine(remove('component p2'), remove('connection l1'));
    expect(log.conflicts(gesture)[0]).toEqual({
      op: 0,
      kind: 'delete-edit',
      field: 'x',
      theirs: { value: 400, seq: 3 },
    });
  });

  test('[S14] the lines deleted along with it stay too', () => {
    const log = pumpHouse();
    foreign(log, setField('component p2', 'x', 400));
    const gesture = mine(remove('connection l1'), remove('component p2'), setField('component p1', 'tag', 'P-1'));
    expect(log.conflicts(gesture)).toMatchObject([
      { op: 0, kind: 'dependent', because: 1 },
      { op: 1, kind: 'delete-edit' },
    ]);
  });

  test('[S14] a pipe is not healed past a valve that stays', () => {
    const log = pumpHouse();
    foreign(log, create('component p3', pump('P-103')), create('connection l2', pipe('p2', 'p3')));
    const seen = log.head();
    foreign(log, setField('component p2', 'x', 400));
    const gesture = changeset({
      base: seen,
      ops: [
        remove('component p2'),
        remove('connection l2'),
        setField('connection l1', 'to', { componentId: 'p3', port: 'in' }),
      ],
    });
    expect(log.conflicts(gesture)).toMatchObject([
      { op: 0, kind: 'delete-edit' },
      { op: 1, kind: 'dependent', because: 0 },
      { op: 2, kind: 'dependent', because: 0 },
    ]);
  });

  test('[S8] an edit of what another has deleted waits', () => {
    const log = pumpHouse();
    foreign(log, remove('component p2'), remove('connection l1'));
    expect(log.conflicts(mine(setField('component p2', 'tag', 'P-9')))).toEqual([
      { op: 0, kind: 'edit-deleted', field: 'tag', theirs: { seq: 3 } },
    ]);
  });

  test('[S8] who has seen the deletion may bring it back', () => {
    const log = pumpHouse();
    foreign(log, remove('component p2'), remove('connection l1'));
    const back = create('component p2', pump('P-102', { x: 240 }));
    expect(log.conflicts(mine(back))).toMatchObject([{ op: 0, kind: 'edit-deleted' }]);
    expect(log.conflicts(changeset({ base: 3, ops: [back] }))).toEqual([]);
  });

  test('[S9] deleting twice is no question', () => {
    const log = pumpHouse();
    foreign(log, remove('component p2'), remove('connection l1'));
    expect(log.judge(mine(remove('component p2'), remove('connection l1')))).toEqual({
      verdict: 'accepted',
      changes: [],
    });
  });

  test('[S9] one slot bound by two people: the same sensor is no question, two are', () => {
    const log = pumpHouse();
    const sensor = (name: string): SyncOp => create(`sensor ${name}`, { name });
    foreign(log, sensor('s1'), sensor('s2'));
    const seen = log.head();
    const bind = (sensorId: string): SyncOp =>
      create('binding p1:state', { componentId: 'p1', slot: 'state', sensorId });
    foreign(log, bind('s1'));
    expect(log.conflicts(changeset({ base: seen, ops: [bind('s1')] }))).toEqual([]);
    expect(log.conflicts(changeset({ base: seen, ops: [bind('s2')] }))).toEqual([
      { op: 0, kind: 'field-field', field: 'sensorId', theirs: { value: 's1', seq: seen + 1 } },
    ]);
  });
});

describe('what belongs together', () => {
  test('[S10] a pipe to a pump that another has deleted', () => {
    const log = pumpHouse();
    foreign(log, remove('component p2'), remove('connection l1'));
    expect(log.conflicts(mine(create('connection l9', pipe('p1', 'p2'))))).toMatchObject([
      { op: 0, kind: 'dangling', rule: 'M9', other: { kind: 'component', id: 'p2' } },
    ]);
  });

  test('[S10] a pump deleted to which another has drawn a pipe', () => {
    const log = pumpHouse();
    foreign(log, create('connection l9', pipe('p2', 'p1')));
    const [conflict, ...rest] = log.conflicts(mine(remove('component p2'), remove('connection l1')));
    expect(conflict).toMatchObject({ op: 0, kind: 'dangling', other: { kind: 'connection', id: 'l9' } });
    expect(rest).toMatchObject([{ op: 1, kind: 'dependent', because: 0 }]);
  });

  test('[S11] two pumps P-103', () => {
    const log = pumpHouse();
    foreign(log, create('component a', pump('P-103')));
    expect(log.conflicts(mine(create('component b', pump(' p-103'.trim()))))).toMatchObject([
      {
        op: 0,
        kind: 'duplicate-tag',
        rule: 'M13',
        other: { kind: 'component', id: 'a' },
        theirs: { value: 'P-103', seq: 3 },
      },
    ]);
  });

  test('[S13] what was to be joined to the second P-103 waits with it', () => {
    const log = pumpHouse();
    foreign(log, create('component a', pump('P-103')));
    const gesture = mine(
      create('component b', pump('P-103')),
      create('connection l9', pipe('p1', 'b')),
      setField('component b', 'x', 8),
      create('component c', pump('P-104')),
    );
    expect(log.conflicts(gesture)).toMatchObject([
      { op: 0, kind: 'duplicate-tag' },
      { op: 1, kind: 'dependent', because: 0 },
      { op: 2, kind: 'dependent', because: 0 },
    ]);
  });

  test('[S13] a later edit of what never came', () => {
    expect(pumpHouse().conflicts(mine(setField('component b', 'x', 8)))).toEqual([
      { op: 0, kind: 'dependent', field: 'x' },
    ]);
  });

  test('[S13] a later edit of what one had deleted and never could bring back', () => {
    const log = pumpHouse();
    const own = log.take(mine(remove('component p2'), remove('connection l1'))).id;
    // The create that brought it back was refused; nobody else has touched it.
    expect(log.conflicts(mine({ ...setField('component p2', 'x', 8), own: [own] }))).toEqual([
      { op: 0, kind: 'dependent', field: 'x' },
    ]);
    expect(log.conflicts(changeset({ base: log.head(), ops: [setField('component p2', 'x', 8)] }))).toEqual([
      { op: 0, kind: 'dependent', field: 'x' },
    ]);
  });

  test('[S12] limits that fit one by one and not together', () => {
    const log = pumpHouse();
    foreign(log, create('sensor s1', { name: 'PT-1', limitLow: 2, limitHigh: 8 }));
    const seen = log.head();
    foreign(log, setField('sensor s1', 'limitLow', 6));
    expect(log.conflicts(changeset({ base: seen, ops: [setField('sensor s1', 'limitHigh', 4)] }))).toMatchObject([
      { op: 0, kind: 'rule', rule: 'M17', field: 'limitHigh' },
    ]);
  });

  test('[S12] a symbol taken for another with a pipe on a port that it lacks', () => {
    const log = pumpHouse();
    expect(log.conflicts(mine(setField('component p1', 'symbolId', 'bubble-field')))).toMatchObject([
      { op: 0, kind: 'rule', rule: 'M10' },
    ]);
  });

  test('[S12] a value that is none of the field', () => {
    expect(pumpHouse().conflicts(mine(setField('component p1', 'rotation', 45)))).toMatchObject([
      { op: 0, kind: 'rule', rule: 'M5' },
    ]);
  });

  test('[S12] the plant and its last sheet stay', () => {
    const log = new TestLog();
    expect(log.conflicts(changeset({ base: 1, ops: [remove('sheet sheet-1')] }))).toMatchObject([{ rule: 'M8' }]);
    expect(log.conflicts(changeset({ base: 1, ops: [remove('plant plant')] }))).toMatchObject([{ rule: 'M7' }]);
    expect(
      log.conflicts(changeset({ base: 1, ops: [create('plant other', { name: 'B', timeZone: 'UTC' })] })),
    ).toMatchObject([{ rule: 'M7' }]);
  });
});

describe('frozen areas', () => {
  test('[S15] nothing is changed in one, put into one or taken out of one', () => {
    const log = pumpHouse();
    foreign(log, create('area a1', { name: 'North', order: 0 }), setField('sheet sheet-1', 'areaId', 'a1'));
    foreign(log, create('sheet sheet-2', { name: 'Two', order: 2, width: 800, height: 800 }));
    const ops = [
      setField('component p1', 'tag', 'P-7'),
      create('component p9', pump('P-9')),
      create('component p8', pump('P-8', { sheetId: 'sheet-2' })),
    ];
    const what = changeset({ base: log.head(), ops });
    expect(log.conflicts(what, ['a1'])).toEqual([
      { op: 0, kind: 'frozen', other: { kind: 'area', id: 'a1' } },
      { op: 1, kind: 'frozen', other: { kind: 'area', id: 'a1' } },
    ]);
    expect(log.conflicts(what)).toEqual([]);
  });
});

describe('newer programs', () => {
  test('[S16] a field and a kind that are not known are kept as they are', () => {
    const log = pumpHouse();
    log.take(mine(setField('component p1', 'colour', { hue: 12 }), create('drone d1', { name: 'D', range: [1, 2] })));
    expect(log.world.recordOf({ kind: 'component', id: 'p1' })?.fields['colour']?.value).toEqual({ hue: 12 });
    expect(log.world.recordOf({ kind: 'drone', id: 'd1' })?.live).toBe(true);
    const later = changeset({ id: changesetId(3), base: log.head(), ops: [setField('component p1', 'tag', 'P-5')] });
    expect(log.conflicts(later)).toEqual([]);
  });
});
