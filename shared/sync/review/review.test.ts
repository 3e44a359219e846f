import { describe, expect, it } from 'vitest';
import { afterCommand, testLookup } from '../../../testing/modelGestures';
import { meet, type Meeting, type MeetingEdit, taggedWorks as works } from '../../../testing/meetingEdits';
import { decideAll, reviewOf, rowsOf } from '../../../testing/meetingReview';
import { applyPatch } from '../../model/applyPatch';
import { connectPorts } from '../../model/commands/connectPorts';
import { deleteItems } from '../../model/commands/deleteItems';
import { bindSensors } from '../../model/commands/editSensors';
import { placeComponents } from '../../model/commands/placeComponents';
import { setFields, setProperty } from '../../model/commands/setFields';
import { moveComponents } from '../../model/commands/transformComponents';
import { asId, type ComponentId } from '../../model/ids';
import { isSameValue } from '../../model/fieldValue';
import type { PlantModel } from '../../model/plantModel';
import { patchOf, problemsOf, resolutionsOf } from './resolve';
import { type ReviewDecisions, takeSide, undecided } from './review';

const tagged = (model: PlantModel, tag: string): ComponentId => {
  const found = [...model.components.values()].find((component) => component.tag === tag);
  return found?.id ?? asId(`no ${tag}`);
};
const setSize =
  (tag: string, text: string): MeetingEdit =>
  (context) =>
    setProperty(context, { ids: [tagged(context.model, tag)], name: 'size', text });
const remove =
  (tag: string): MeetingEdit =>
  (context) =>
    deleteItems(context, { componentIds: [tagged(context.model, tag)] });
const place =
  (tag: string): MeetingEdit =>
  (context) => {
    const sheetId = [...context.model.sheets.keys()][0] ?? asId('none');
    return placeComponents(context, { sheetId, components: [{ symbolId: 'pump', x: 400, y: 400, tag }] });
  };
function after(meeting: Meeting, decisions: ReviewDecisions): PlantModel {
  const { review, plant } = reviewOf(meeting);
  expect(problemsOf(plant, review, decisions)).toEqual(new Map());
  return applyPatch(meeting.model, patchOf(plant, review, decisions));
}

const withSpare = (): PlantModel =>
  afterCommand(works(), 'spare', (context) => place('S-9')(context) ?? { ok: false, error: { code: 'cancelled' } });

describe('the questions', () => {
  it('[R1] two sizes of one valve are one question, with what stood before, who and when', () => {
    const meeting = meet(works(), { mine: [setSize('A-3', 'DN 125')], theirs: [setSize('A-3', 'DN 200')] });
    const { review } = reviewOf(meeting);
    expect(review.items).toHaveLength(1);
    const [item] = review.items;
    expect(item).toMatchObject({ number: 1, title: 'A-3, size', base: 205 });
    expect(item?.theirs).toMatchObject({ seq: 206, by: 'Colleague' });
    expect(item?.rows[0]).toMatchObject({
      title: 'Size',
      base: 'none',
      mine: 'DN 125',
      theirs: 'DN 200',
      kind: 'field-field',
    });
    expect(item?.rows[0]?.options.map(({ take }) => take)).toEqual(['base', 'mine', 'theirs', 'typed']);
  });

  it('[R1] a field that both changed twice is still one question, about the last of each', () => {
    const meeting = meet(works(), {
      mine: [setSize('A-3', 'DN 100'), setSize('A-3', 'DN 125')],
      theirs: [setSize('A-3', 'DN 150'), setSize('A-3', 'DN 200')],
    });
    const { review } = reviewOf(meeting);
    expect(rowsOf(review)).toHaveLength(1);
    expect(rowsOf(review)[0]).toMatchObject({ base: 'none', mine: 'DN 125', theirs: 'DN 200' });
    expect(rowsOf(review)[0]?.conflictIds).toHaveLength(2);
  });

  it('[R2] a third value is checked by the form of the field, and taken as it is written', () => {
    const sensor =
      (limit: number): MeetingEdit =>
      (context) => {
        const id = [...context.model.sensors.keys()][0] ?? '';
        return setFields(context, { kind: 'sensor', ids: [id], fields: { limitHigh: limit } });
      };
    const meeting = meet(works(), { mine: [sensor(8)], theirs: [sensor(9)] });
    const { review, plant } = reviewOf(meeting);
    const row = rowsOf(review)[0];
    const typed = (text: string) => new Map([[row?.id ?? '', { take: 'typed', text } as const]]);
    expect(problemsOf(plant, review, typed('eight')).get(row?.id ?? '')).toBe('“eight” is not a number');
    const model = after(meeting, typed('8,5'));
    expect([...model.sensors.values()].map(({ limitHigh }) => limitHigh)).toContain(8.5);
    expect(resolutionsOf(plant, review, typed('8,5'))[0]?.take).toBe('edit');
  });

  it('[R2] what is chosen from a list elsewhere is chosen here too', () => {
    const classes = ['CHWS', 'CHWR', 'MU'];
    const base = classes.reduce((model, code) => {
      const [first] = model.lineClasses.values();
      const id = asId<NonNullable<typeof first>['id']>(code);
      return first === undefined
        ? model
        : { ...model, lineClasses: new Map([...model.lineClasses, [id, { ...first, id, code }]]) };
    }, works());
    const give =
      (code: string): MeetingEdit =>
      (context) =>
        setFields(context, {
          kind: 'connection',
          ids: [...context.model.connections.keys()].slice(0, 1),
          fields: { lineClassId: code },
        });
    const met = meet(base, { mine: [give('CHWS')], theirs: [give('CHWR')] });
    const [row] = rowsOf(reviewOf(met).review);
    expect(row).toMatchObject({ title: 'Line class', mine: 'CHWS', theirs: 'CHWR' });
    expect(row?.options.map(({ take }) => take)).toContain('typed');
    const model = after(met, new Map([[row?.id ?? '', { take: 'typed', text: 'MU' }]]));
    expect([...model.connections.values()][0]?.lineClassId).toBe('MU');
  });

  it('[R3] what others deleted comes back with my edit, with its lines and bindings, or stays deleted', () => {
    const meeting = meet(works(), { mine: [setSize('A-3', 'DN 125')], theirs: [remove('A-3')] });
    const { review } = reviewOf(meeting);
    expect(review.items[0]?.title).toBe('A-3, deleted by theirs');
    expect(rowsOf(review)[0]?.options.map(({ action }) => action)).toEqual(['Restore with my edit', 'Leave deleted']);
    const restored = after(meeting, decideAll(review, { take: 'mine' }));
    const id = tagged(restored, 'A-3');
    expect(restored.components.get(id)?.properties['size']).toBe('DN 125');
    const linesAt = (model: PlantModel) =>
      [...model.connections.values()].filter(({ from, to }) => from.componentId === id || to.componentId === id);
    expect(linesAt(restored)).toEqual(linesAt(meeting.base));
    expect(after(meeting, decideAll(review, { take: 'theirs' }))).toBe(meeting.model);
  });

  it('[R4] what I deleted and others changed is kept, or deleted anyway with what hangs on it', () => {
    const meeting = meet(works(), { mine: [remove('A-4')], theirs: [setSize('A-4', 'DN 200')] });
    const { review } = reviewOf(meeting);
    expect(review.items).toHaveLength(1);
    expect(rowsOf(review)[0]?.options.map(({ action }) => action)).toEqual(['Delete anyway', 'Keep it']);
    const gone = after(meeting, decideAll(review, { take: 'mine' }));
    expect(gone.components.has(tagged(meeting.base, 'A-4'))).toBe(false);
  });

  it('[R4] a component that others connected since is deleted with the new line', () => {
    const base = withSpare();
    const meeting = meet(base, {
      mine: [remove('S-9')],
      theirs: [
        (context) =>
          connectPorts(context, {
            from: { componentId: tagged(context.model, 'S-9'), port: testLookupPort(context.model, 'S-9', 1) },
            to: { componentId: tagged(context.model, 'A-6'), port: testLookupPort(context.model, 'A-6', 1) },
          }),
      ],
    });
    const { review } = reviewOf(meeting);
    expect(rowsOf(review)).toHaveLength(1);
    const gone = after(meeting, decideAll(review, { take: 'mine' }));
    expect(gone.components.has(tagged(base, 'S-9'))).toBe(false);
    expect(gone.connections.size).toBe(meeting.model.connections.size - 1);
  });

  it('[R5] a pipe to a deleted component goes to another port, brings it back, or is dropped', () => {
    const base = withSpare();
    const meeting = meet(base, {
      mine: [
        (context) =>
          connectPorts(context, {
            from: { componentId: tagged(context.model, 'S-9'), port: testLookupPort(context.model, 'S-9', 1) },
            to: { componentId: tagged(context.model, 'A-6'), port: testLookupPort(context.model, 'A-6', 1) },
          }),
      ],
      theirs: [remove('S-9')],
    });
    const { review } = reviewOf(meeting);
    const row = rowsOf(review)[0];
    expect(row?.kind).toBe('dangling');
    expect(row?.options.map(({ action }) => action)).toEqual(['Restore S-9', 'Drop mine', 'Connect elsewhere']);
    const restored = after(meeting, decideAll(review, { take: 'mine' }));
    expect(restored.components.has(tagged(base, 'S-9'))).toBe(true);
    expect(restored.connections.size).toBe(meeting.model.connections.size + 1);
    const end = { componentId: tagged(base, 'A-1'), port: testLookupPort(base, 'A-1', 0) };
    const attached = after(meeting, decideAll(review, { take: 'attach', end }));
    expect([...attached.connections.values()].some(({ from }) => isSameValue({ ...from }, { ...end }))).toBe(true);
    expect(after(meeting, decideAll(review, { take: 'theirs' }))).toBe(meeting.model);
  });

  it('[R5] a sensor bound to a deleted component is listed under the component', () => {
    const meeting = meet(works(), {
      mine: [
        (context) =>
          bindSensors(context, {
            bindings: [
              {
                componentId: tagged(context.model, 'A-3'),
                slot: 'position',
                sensorId: [...context.model.sensors.keys()][0] ?? asId('none'),
              },
            ],
          }),
      ],
      theirs: [remove('A-3')],
    });
    const { review } = reviewOf(meeting);
    expect(review.items.map(({ title }) => title)).toEqual(['A-3, deleted by theirs']);
    expect(rowsOf(review)[0]?.mine).toBe('TI_A bound');
    const restored = after(meeting, decideAll(review, { take: 'mine' }));
    expect(restored.bindings.size).toBe(1);
  });

  it('[R6] two new pumps with one tag: mine gets the next free one, another, or is the same equipment', () => {
    const meeting = meet(works(), { mine: [place('P-103')], theirs: [place('P-103')] });
    const { review, plant } = reviewOf(meeting);
    expect(review.items[0]?.title).toBe('P-103, same tag twice');
    const both = takeSide(undecided, rowsOf(review), 'mine');
    expect([...both.values()]).toEqual([{ take: 'typed', text: 'P-104' }]);
    expect(tagged(after(meeting, both), 'P-104')).toMatch(/^mine/);
    const taken = decideAll(review, { take: 'typed', text: 'A-1' });
    expect([...problemsOf(plant, review, taken).values()]).toEqual(['The tag A-1 is already in use']);
    expect(after(meeting, decideAll(review, { take: 'theirs' }))).toBe(meeting.model);
  });

  it('[R7] an edit that breaks a rule with theirs is told with the rule’s sentence and can be written anew', () => {
    const limits =
      (fields: Record<string, number>): MeetingEdit =>
      (context) =>
        setFields(context, { kind: 'sensor', ids: [...context.model.sensors.keys()].slice(0, 1), fields });
    const meeting = meet(works(), { mine: [limits({ limitLow: 9 })], theirs: [limits({ limitHigh: 5 })] });
    const { review, plant } = reviewOf(meeting);
    const row = rowsOf(review)[0];
    expect(row).toMatchObject({ kind: 'rule', title: 'Low limit', mine: '9' });
    expect(row?.notes[0]).toMatch(/limits/);
    expect(problemsOf(plant, review, decideAll(review, { take: 'mine' })).size).toBe(1);
    const model = after(meeting, decideAll(review, { take: 'typed', text: '4' }));
    expect([...model.sensors.values()].some(({ limitLow }) => limitLow === 4)).toBe(true);
  });

  it('[R8] what hangs on a parked thing follows its decision and is no question of its own', () => {
    const meeting = meet(works(), {
      mine: [
        place('P-103'),
        (context) => setProperty(context, { ids: [tagged(context.model, 'P-103')], name: 'service', text: 'spare' }),
        (context) =>
          connectPorts(context, {
            from: { componentId: tagged(context.model, 'A-6'), port: testLookupPort(context.model, 'A-6', 1) },
            to: { componentId: tagged(context.model, 'P-103'), port: testLookupPort(context.model, 'P-103', 0) },
          }),
      ],
      theirs: [place('P-103')],
    });
    const { review } = reviewOf(meeting);
    expect(meeting.conflicts).toHaveLength(3);
    expect(rowsOf(review)).toHaveLength(1);
    expect(rowsOf(review)[0]?.notes).toEqual(['Goes with it: 1 line']);
    const model = after(meeting, takeSide(undecided, rowsOf(review), 'mine'));
    expect(model.components.get(tagged(model, 'P-104'))?.properties['service']).toBe('spare');
    expect(model.connections.size).toBe(meeting.model.connections.size + 1);
  });

  it('[R9] a decided conflict is no question any more', () => {
    const meeting = meet(works(), { mine: [setSize('A-3', 'DN 125')], theirs: [setSize('A-3', 'DN 200')] });
    const conflicts = meeting.conflicts.map((conflict) => ({
      ...conflict,
      resolved: { by: 'Me', atMs: 1, take: 'mine' as const },
    }));
    expect(reviewOf({ ...meeting, conflicts }).review.items).toEqual([]);
  });

  it('[R10] a move never asks: the later place stands', () => {
    const move =
      (dx: number): MeetingEdit =>
      (context) =>
        moveComponents(context, { ids: [tagged(context.model, 'A-3')], dx, dy: 0 });
    expect(meet(works(), { mine: [move(16)], theirs: [move(32)] }).conflicts).toEqual([]);
  });

  it('[R14] a change in a frozen area waits as a change request: it is sent again, or dropped', () => {
    const met = meet(works(), {
      mine: [setSize('A-3', 'DN 125'), remove('A-4')],
      theirs: [setSize('A-3', 'DN 200'), setSize('A-4', 'DN 80')],
    });
    const conflicts = met.conflicts.map((conflict) => ({
      ...conflict,
      conflicts: conflict.conflicts.map(({ op }) => ({ op, kind: 'frozen' as const })),
    }));
    const { review } = reviewOf({ ...met, conflicts });
    expect(rowsOf(review).map(({ options }) => options.map(({ action }) => action))).toEqual([
      ['Send again', 'Drop mine'],
      ['Send again', 'Drop mine'],
    ]);
    expect(rowsOf(review)[0]?.notes[0]).toContain('frozen');
    const sent = after({ ...met, conflicts }, takeSide(undecided, rowsOf(review).slice(0, 1), 'mine'));
    expect(sent.components.get(tagged(sent, 'A-3'))?.properties['size']).toBe('DN 125');
  });

  it('[R1] what is drawn stands first in the list, then sensors and the like', () => {
    const limit =
      (value: number): MeetingEdit =>
      (context) =>
        setFields(context, {
          kind: 'sensor',
          ids: [...context.model.sensors.keys()].slice(0, 1),
          fields: { limitHigh: value },
        });
    const met = meet(works(), {
      mine: [limit(5), setSize('A-3', 'DN 125')],
      theirs: [limit(6), setSize('A-3', 'DN 200')],
    });
    expect(reviewOf(met).review.items.map(({ number, title }) => [number, title])).toEqual([
      [1, 'A-3, size'],
      [2, 'TI_A, high limit'],
    ]);
  });
});

function testLookupPort(model: PlantModel, tag: string, place: number): string {
  const component = model.components.get(tagged(model, tag));
  const ports = component === undefined ? [] : (testLookup.portsOf(component) ?? []);
  return ports[place % Math.max(1, ports.length)]?.name ?? 'none';
}
