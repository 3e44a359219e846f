import type { AppError } from '../shared/lib/appError';
import type { Result } from '../shared/lib/result';
import { applyPatch } from '../shared/model/applyPatch';
import { clipboardText, copyItems, parseClipboard } from '../shared/model/clipboard';
import { alignComponents, distributeComponents } from '../shared/model/commands/alignComponents';
import type { CommandContext, CommandResult } from '../shared/model/commands/commandContext';
import { connectPorts, reconnect, rerouteConnection, reverseConnections } from '../shared/model/commands/connectPorts';
import { deleteItems } from '../shared/model/commands/deleteItems';
import { addSensors, bindSensors, deleteSensors, setTrust, unbindSensors } from '../shared/model/commands/editSensors';
import { addArea, addSheet, deleteArea, deleteSheet, reorder } from '../shared/model/commands/editSheets';
import { pasteItems } from '../shared/model/commands/pasteItems';
import { placeComponents } from '../shared/model/commands/placeComponents';
import { renameTag, setFields, setProperty } from '../shared/model/commands/setFields';
import { insertIntoConnection, teeConnection } from '../shared/model/commands/splitConnection';
import { mirrorComponents, moveComponents, rotateComponents } from '../shared/model/commands/transformComponents';
import { emptyModel } from '../shared/model/emptyModel';
import { asId } from '../shared/model/ids';
import type { ConnectionEnd, PlantComponent, PlantModel } from '../shared/model/plantModel';
import { symbolLookup } from '../shared/model/symbolLookup';
import { symbolCatalogue } from '../shared/symbols/symbolCatalogue';

/** The real catalogue, as the program uses it. */
export const testLookup = symbolLookup(symbolCatalogue);

/** A new plant with one sheet, the same every time. */
export const emptyWorks: PlantModel = emptyModel({ id: asId('works'), name: 'Works', timeZone: 'Europe/Berlin' });

/** A small plant to begin histories with: pumps, tanks and valves in a row, piped up, and sensors bound to some. */
export function startedWorks(): PlantModel {
  const sheetId = emptyWorks.sheets.keys().next().value ?? asId('none');
  const symbols = ['tank-buffer', 'pump', 'valve-gate', 'exchanger', 'bubble-field', 'pump'];
  const placed = afterCommand(emptyWorks, 'start', (context) =>
    placeComponents(context, {
      sheetId,
      components: symbols.map((symbolId, place) => ({ symbolId, x: place * 160, y: 80 })),
    }),
  );
  const components = [...placed.components.values()];
  const piped = components.slice(1).reduce((model, component, place) => {
    const before = components[place];
    return before === undefined
      ? model
      : afterCommand(model, `pipe-${place}`, (context) =>
          connectPorts(context, { from: endOf(before, 1), to: endOf(component, 0), size: 'DN 100' }),
        );
  }, placed);
  return afterCommand(piped, 'sensor', (context) =>
    addSensors(context, { sensors: [{ name: 'TI_A' }, { name: 'TI_B' }, { name: 'TI_C' }] }),
  );
}

/** A context whose new ids begin with `prefix` and count up. */
export function contextOf(model: PlantModel, prefix: string): CommandContext {
  let last = 0;
  return { model, lookup: testLookup, newId: () => `${prefix}-${(last += 1)}` };
}

/** The value of something that has to work. */
export function valueOf<Value>(result: Result<Value, AppError>): Value {
  if (!result.ok) {
    throw new Error(`expected a value, not ${JSON.stringify(result.error)}`);
  }
  return result.value;
}

/** The model after a command that has to work. */
export function afterCommand(
  model: PlantModel,
  prefix: string,
  command: (context: CommandContext) => CommandResult,
): PlantModel {
  return applyPatch(model, valueOf(command(contextOf(model, prefix))).patch);
}

/** Three numbers that decide what a random gesture does. */
export type Dice = readonly [number, number, number];

type Gesture = (context: CommandContext, dice: Dice) => CommandResult | undefined;

function pick<Item>(items: ReadonlyMap<unknown, Item> | readonly Item[], roll: number): Item | undefined {
  const list = [...items.values()];
  return list[roll % Math.max(1, list.length)];
}

function endOf(component: PlantComponent, roll: number): ConnectionEnd {
  const port = pick(testLookup.portsOf(component) ?? [], roll);
  return { componentId: component.id, port: port?.name ?? 'missing' };
}

function some(model: PlantModel, [a, b, c]: Dice): readonly PlantComponent['id'][] {
  const ids = [...model.components.keys()];
  return [a, b, c].flatMap((roll) => ids[roll % Math.max(1, ids.length)] ?? []);
}

const classes = ['pump', 'tank-buffer', 'valve-gate', 'exchanger', 'bubble-field', 'tee-of-the-future'];

const drawing: readonly Gesture[] = [
  (context, [a, b, c]) =>
    placeComponents(context, {
      sheetId: pick(context.model.sheets, a)?.id ?? asId('none'),
      components: [{ symbolId: pick(classes, b) ?? 'pump', x: (a % 100) * 8, y: (c % 100) * 8 }],
    }),
  (context, dice) => moveComponents(context, { ids: some(context.model, dice), dx: dice[0] % 64, dy: dice[1] % 64 }),
  (context, dice) =>
    rotateComponents(context, { ids: some(context.model, dice), degrees: 90, about: dice[0] % 2 ? 'own' : 'common' }),
  (context, dice) =>
    mirrorComponents(context, {
      ids: some(context.model, dice),
      across: dice[1] % 2 ? 'left-right' : 'up-down',
      about: dice[0] % 2 ? 'own' : 'common',
    }),
  (context, dice) => alignComponents(context, { ids: some(context.model, dice), alignment: 'flow-axis' }),
  (context, dice) => distributeComponents(context, { ids: some(context.model, dice), along: dice[0] % 2 ? 'x' : 'y' }),
  (context, [a]) => deleteItems(context, { componentIds: some(context.model, [a, a, a]).slice(0, 1) }),
  (context, dice) =>
    pasteItems(context, {
      content: parseClipboard(clipboardText(copyItems(context.model, some(context.model, dice)))) ?? {
        components: [],
        connections: [],
        bindings: [],
        lineClasses: [],
        sensors: [],
      },
      sheetId: pick(context.model.sheets, dice[0])?.id ?? asId('none'),
      dx: 16,
      dy: 16,
    }),
];

const piping: readonly Gesture[] = [
  (context, [a, b, c]) => {
    const [from, to] = [pick(context.model.components, a), pick(context.model.components, b)];
    return from && to && connectPorts(context, { from: endOf(from, c), to: endOf(to, c + 1), size: `DN ${c % 3}` });
  },
  (context, [a, b, c]) => {
    const id = pick(context.model.connections, a)?.id;
    return id && rerouteConnection(context, { id, route: [{ x: (b % 50) * 8, y: (c % 50) * 8 }] });
  },
  (context, [a, b, c]) => {
    const [line, target] = [pick(context.model.connections, a), pick(context.model.components, b)];
    return line && target && reconnect(context, { id: line.id, end: 'to', target: endOf(target, c) });
  },
  (context, [a]) => {
    const id = pick(context.model.connections, a)?.id;
    return id && reverseConnections(context, { ids: [id] });
  },
  (context, [a]) => {
    const id = pick(context.model.connections, a)?.id;
    return id && deleteItems(context, { componentIds: [], connectionIds: [id] });
  },
  (context, [a, b, c]) => {
    const id = pick(context.model.connections, a)?.id;
    const at = { x: (b % 100) * 8, y: (c % 100) * 8 };
    return id && insertIntoConnection(context, { connectionId: id, at, component: { symbolId: 'valve-gate' } });
  },
  (context, [a, b, c]) => {
    const [line, branch] = [pick(context.model.connections, a), pick(context.model.components, b)];
    const at = { x: (b % 100) * 8, y: (c % 100) * 8 };
    return (
      line &&
      branch &&
      teeConnection(context, { connectionId: line.id, at, branch: { end: endOf(branch, c), flow: 'into' } })
    );
  },
];

const naming: readonly Gesture[] = [
  (context, [a, b]) => {
    const id = pick(context.model.components, a)?.id;
    return id && renameTag(context, { id, tag: `T-${b % 5}` });
  },
  (context, dice) => setProperty(context, { ids: some(context.model, dice), name: 'service', text: `s${dice[0] % 3}` }),
  (context, [a, b]) =>
    setFields(context, {
      kind: 'component',
      ids: some(context.model, [a, a, b]),
      fields: { symbolId: pick(classes, b) },
    }),
  (context, [a]) => addSheet(context, { name: `Sheet ${a % 9}` }),
  (context, [a]) => deleteSheet(context, { id: pick(context.model.sheets, a)?.id ?? asId('none') }),
  (context, [a]) => addArea(context, { name: `Area ${a % 9}` }),
  (context, [a]) => deleteArea(context, { id: pick(context.model.areas, a)?.id ?? asId('none') }),
  (context, [a, b]) => {
    const sheet = pick(context.model.sheets, a);
    return (
      sheet &&
      setFields(context, { kind: 'sheet', ids: [sheet.id], fields: { areaId: pick(context.model.areas, b)?.id } })
    );
  },
  (context, [a]) => reorder(context, { kind: 'sheet', ids: [pick(context.model.sheets, a)?.id ?? ''] }),
];

const sensing: readonly Gesture[] = [
  (context, [a, b]) => addSensors(context, { sensors: [{ name: `TI_${a % 20}`, rangeLow: b % 3, rangeHigh: 2 }] }),
  (context, [a, b, c]) => {
    const [component, sensor] = [pick(context.model.components, a), pick(context.model.sensors, b)];
    const slot = component && pick(testLookup.slotsOf(component) ?? ['value' as const], c);
    return (
      component &&
      sensor &&
      slot &&
      bindSensors(context, { bindings: [{ componentId: component.id, slot, sensorId: sensor.id }] })
    );
  },
  (context, [a]) => {
    const id = pick(context.model.bindings, a)?.id;
    return id && unbindSensors(context, { ids: [id] });
  },
  (context, [a]) => {
    const id = pick(context.model.sensors, a)?.id;
    return id && deleteSensors(context, { ids: [id] });
  },
  (context, [a, b]) => {
    const id = pick(context.model.sensors, a)?.id;
    return (
      id &&
      setTrust(context, { ids: [id], trust: b % 2 ? 'suspect' : 'trusted', by: 'shift', why: 'drifts', atMs: 1_000 })
    );
  },
];

// Placing and connecting stand more often, or deletions would keep the plant empty.
const growing = [...drawing.slice(0, 1), ...piping.slice(0, 1), ...drawing.slice(0, 1), ...piping.slice(0, 1)];
const gestures: readonly Gesture[] = [...growing, ...drawing, ...piping, ...naming, ...sensing];

/** What a person might do next, decided by dice; undefined where there is nothing to do it to. It may be refused. */
export function randomGesture(context: CommandContext, which: number, dice: Dice): CommandResult | undefined {
  return pick(gestures, which)?.(context, dice);
}
