import { checkPatch } from '../../../shared/model/checkPatch';
import type { CommandContext } from '../../../shared/model/commands/commandContext';
import { deleteItems } from '../../../shared/model/commands/deleteItems';
import { deleteSensors, bindSensors } from '../../../shared/model/commands/editSensors';
import { deleteArea, deleteSheet } from '../../../shared/model/commands/editSheets';
import { insertIntoConnection } from '../../../shared/model/commands/splitConnection';
import { type AnyEntity, entitiesOf } from '../../../shared/model/entityCollections';
import { fieldsOf, entityFromFields } from '../../../shared/model/entityFields';
import type { EntityChange, EntityFields, EntityKind, FieldValue, ModelPatch } from '../../../shared/model/modelPatch';
import type { PlantModel } from '../../../shared/model/plantModel';
import { testLookup } from '../../modelGestures';

/** What decides a gesture: three numbers, what they choose from, and a name for what is new. */
export interface GestureChoice {
  readonly roll: readonly [number, number, number];
  /** See `HistorySettings`. */
  readonly heat: number;
  readonly tags: number;
  readonly prefix: string;
}

type Gesture = (model: PlantModel, choice: GestureChoice) => ModelPatch | undefined;

/** One of them; with heat, the first ones far more often than the last. */
function pickHot<Item>(items: ReadonlyMap<string, Item>, roll: number, heat: number): Item | undefined {
  let left = Math.floor(items.size * (roll / 2 ** 32) ** heat);
  for (const item of items.values()) {
    if (left === 0) {
      return item;
    }
    left -= 1;
  }
  return undefined;
}

function chosen<Kind extends EntityKind>(model: PlantModel, kind: Kind, { roll, heat }: GestureChoice) {
  return pickHot(entitiesOf(model, kind), roll[1], heat);
}

function other<Kind extends EntityKind>(model: PlantModel, kind: Kind, { roll, heat }: GestureChoice) {
  return pickHot(entitiesOf(model, kind), roll[2], heat);
}

function updateOf(kind: EntityKind, entity: AnyEntity, after: EntityFields): EntityChange | undefined {
  const before = fieldsOf(kind, entity);
  const changed = Object.keys(after).filter((path) => before[path] !== after[path]);
  const fields = Object.fromEntries(changed.map((path) => [path, { before: before[path], after: after[path] }]));
  return changed.length === 0 ? undefined : { change: 'update', kind, id: entity.id, fields };
}

function patchOf(...changes: readonly (EntityChange | undefined)[]): ModelPatch {
  return { changes: changes.flatMap((change) => change ?? []) };
}

function createOf(kind: EntityKind, id: string, fields: EntityFields): EntityChange {
  return { change: 'create', kind, id, fields: fieldsOf(kind, entityFromFields(kind, id, fields)) };
}

/** Sets fields of one chosen entity. */
function setting(kind: EntityKind, fieldsFor: (choice: GestureChoice, entity: AnyEntity) => EntityFields): Gesture {
  return (model, choice) => {
    const entity = chosen(model, kind, choice);
    return entity && patchOf(updateOf(kind, entity, fieldsFor(choice, entity)));
  };
}

/** What a command of the program makes of the model. */
function commanding(
  run: (context: CommandContext, choice: GestureChoice) => ReturnType<typeof deleteItems> | undefined,
) {
  return (model: PlantModel, choice: GestureChoice): ModelPatch | undefined => {
    let last = 0;
    const newId = (): string => `${choice.prefix}-${(last += 1)}`;
    const result = run({ model, lookup: testLookup, newId }, choice);
    return result?.ok === true ? result.value.patch : undefined;
  };
}

const symbols = ['pump', 'valve-gate', 'tank-buffer', 'bubble-field'] as const;
const symbolOf = (roll: number): string => symbols[roll % symbols.length] ?? 'pump';
const tagOf = ({ roll, tags }: GestureChoice): string => `T-${roll[2] % tags}`;
const wordOf = (roll: number): string => `w${roll % 4}`;

const setProperty = setting('component', ({ roll }) => ({ [`properties.p${roll[0] % 3}`]: wordOf(roll[2]) }));
const clearProperty = setting('component', ({ roll }) => ({ [`properties.p${roll[0] % 3}`]: undefined }));
const setTag = setting('component', (choice) => ({ tag: tagOf(choice) }));
const setSymbol = setting('component', ({ roll }) => ({ symbolId: symbolOf(roll[2]) }));
const move = setting('component', ({ roll }) => ({ x: (roll[2] % 40) * 8, y: (roll[0] % 20) * 8 }));
const turn = setting('component', ({ roll }) => ({ rotation: 90 * (roll[2] % 4) }));

const moveSeveral: Gesture = (model, choice) => {
  const one = chosen(model, 'component', choice);
  const two = other(model, 'component', choice);
  const [, x, y] = choice.roll;
  return patchOf(
    one && updateOf('component', one, { x: (x % 40) * 8 }),
    two && two !== one ? updateOf('component', two, { x: (x % 40) * 8, y: (y % 40) * 8 }) : undefined,
  );
};

const describeSeveral: Gesture = (model, choice) => {
  const one = chosen(model, 'component', choice);
  const two = other(model, 'component', choice);
  const after = { 'properties.p0': wordOf(choice.roll[2]) };
  return patchOf(
    one && updateOf('component', one, after),
    two && two !== one ? updateOf('component', two, after) : undefined,
  );
};

const place: Gesture = (model, choice) => {
  const sheet = other(model, 'sheet', choice);
  const [kindRoll, tagRoll, x] = choice.roll;
  const fields: Record<string, FieldValue> = {
    sheetId: sheet?.id,
    symbolId: symbolOf(kindRoll),
    x: (x % 40) * 8,
    y: 80,
  };
  fields['tag'] = tagRoll % 3 === 0 ? '' : tagOf(choice);
  return sheet && patchOf(createOf('component', choice.prefix, fields));
};

function portOf(model: PlantModel, componentId: string, roll: number): string {
  const component = entitiesOf(model, 'component').get(componentId);
  const ports = component === undefined ? undefined : testLookup.portsOf(component);
  return ports?.[roll % Math.max(1, ports.length)]?.name ?? 'in';
}

const connect: Gesture = (model, choice) => {
  const [from, to] = [chosen(model, 'component', choice), other(model, 'component', choice)];
  const lineClass = entitiesOf(model, 'lineClass').values().next().value;
  return (
    from &&
    to &&
    lineClass &&
    patchOf(
      createOf('connection', choice.prefix, {
        sheetId: from.sheetId,
        from: { componentId: from.id, port: portOf(model, from.id, choice.roll[0]) },
        to: { componentId: to.id, port: portOf(model, to.id, choice.roll[0] + 1) },
        lineClassId: lineClass.id,
        size: `DN ${choice.roll[2] % 3}`,
      }),
    )
  );
};

const reconnect: Gesture = (model, choice) => {
  const line = chosen(model, 'connection', choice);
  const target = other(model, 'component', choice);
  return (
    line &&
    target &&
    patchOf(
      updateOf('connection', line, { to: { componentId: target.id, port: portOf(model, target.id, choice.roll[0]) } }),
    )
  );
};

const reclass: Gesture = (model, choice) => {
  const [line, lineClass] = [chosen(model, 'connection', choice), other(model, 'lineClass', choice)];
  return line && lineClass && patchOf(updateOf('connection', line, { lineClassId: lineClass.id }));
};

const size = setting('connection', ({ roll }) => ({ size: `DN ${roll[2] % 3}`, lineNumber: wordOf(roll[0]) }));
const reroute = setting('connection', ({ roll }) => ({ route: [{ x: (roll[2] % 9) * 8, y: 8 }] }));

const deleteComponent = commanding((context, choice) => {
  const component = chosen(context.model, 'component', choice);
  return component && deleteItems(context, { componentIds: [component.id] });
});
const deleteLine = commanding((context, choice) => {
  const line = chosen(context.model, 'connection', choice);
  return line && deleteItems(context, { componentIds: [], connectionIds: [line.id] });
});
const insert = commanding((context, choice) => {
  const line = chosen(context.model, 'connection', choice);
  const at = { x: (choice.roll[2] % 40) * 8, y: 80 };
  return line && insertIntoConnection(context, { connectionId: line.id, at, component: { symbolId: 'valve-gate' } });
});

const bind = commanding((context, choice) => {
  const [component, sensor] = [chosen(context.model, 'component', choice), other(context.model, 'sensor', choice)];
  const slots = component && testLookup.slotsOf(component);
  const slot = slots?.[choice.roll[0] % Math.min(2, Math.max(1, slots.length))];
  return (
    component &&
    sensor &&
    slot &&
    bindSensors(context, { bindings: [{ componentId: component.id, slot, sensorId: sensor.id }] })
  );
});
const unbind: Gesture = (model, choice) => {
  const binding = chosen(model, 'binding', choice);
  return (
    binding && patchOf({ change: 'delete', kind: 'binding', id: binding.id, fields: fieldsOf('binding', binding) })
  );
};

const addSensor: Gesture = (_, choice) =>
  patchOf(createOf('sensor', choice.prefix, { name: `S${choice.roll[2] % (2 * choice.tags)}` }));
const deleteSensor = commanding((context, choice) => {
  const sensor = chosen(context.model, 'sensor', choice);
  return sensor && deleteSensors(context, { ids: [sensor.id] });
});
const limits = setting('sensor', ({ roll }) =>
  roll[0] % 2 === 0 ? { limitLow: roll[2] % 6 } : { limitHigh: (roll[2] % 6) + 1 },
);
const range = setting('sensor', ({ roll }) =>
  roll[0] % 2 === 0 ? { rangeLow: roll[2] % 6 } : { rangeHigh: (roll[2] % 6) + 1 },
);
const rename = setting('sensor', ({ roll, tags }) => ({ name: `S${roll[2] % (2 * tags)}` }));
const trust = setting('sensor', ({ roll }) =>
  roll[2] % 2 === 0
    ? { trust: 'suspect', trustBy: 'shift', trustWhy: wordOf(roll[0]), trustAtMs: 1_000 }
    : { trust: 'trusted', trustBy: '', trustWhy: '', trustAtMs: undefined },
);

const addClass: Gesture = (_, choice) =>
  patchOf(createOf('lineClass', choice.prefix, { code: `L${choice.roll[2] % choice.tags}`, kind: 'pipe' }));
const recode = setting('lineClass', ({ roll, tags }) => ({ code: `L${roll[2] % tags}` }));
const deleteClass: Gesture = (model, choice) => {
  const lineClass = chosen(model, 'lineClass', choice);
  return (
    lineClass &&
    patchOf({ change: 'delete', kind: 'lineClass', id: lineClass.id, fields: fieldsOf('lineClass', lineClass) })
  );
};

const addSheet: Gesture = (_, choice) =>
  patchOf(createOf('sheet', choice.prefix, { name: wordOf(choice.roll[2]), width: 800, height: 600 }));
const removeSheet = commanding((context, choice) => {
  const sheet = chosen(context.model, 'sheet', choice);
  return sheet && deleteSheet(context, { id: sheet.id });
});
const assignArea: Gesture = (model, choice) => {
  const [sheet, area] = [chosen(model, 'sheet', choice), other(model, 'area', choice)];
  return sheet && patchOf(updateOf('sheet', sheet, { areaId: area?.id }));
};
const nameSheet = setting('sheet', ({ roll }) => ({ name: wordOf(roll[2]), order: roll[0] % 5 }));
const addArea: Gesture = (_, choice) => patchOf(createOf('area', choice.prefix, { name: wordOf(choice.roll[2]) }));
const removeArea = commanding((context, choice) => {
  const area = chosen(context.model, 'area', choice);
  return area && deleteArea(context, { id: area.id });
});
const moveToSheet: Gesture = (model, choice) => {
  const [component, sheet] = [chosen(model, 'component', choice), other(model, 'sheet', choice)];
  return component && sheet && patchOf(updateOf('component', component, { sheetId: sheet.id }));
};
const namePlant = setting('plant', ({ roll }) => ({ name: wordOf(roll[2]) }));

function times(count: number, gesture: Gesture): readonly Gesture[] {
  return Array.from({ length: count }, () => gesture);
}

const gestures: readonly Gesture[] = [
  ...times(5, setProperty),
  ...times(4, place),
  ...times(4, connect),
  ...times(3, setTag),
  ...times(3, move),
  ...times(3, deleteComponent),
  ...times(2, bind),
  ...times(2, limits),
  ...times(2, addSensor),
  ...[
    clearProperty,
    setSymbol,
    turn,
    moveSeveral,
    describeSeveral,
    reconnect,
    reclass,
    size,
    reroute,
    deleteLine,
    insert,
  ],
  ...[unbind, deleteSensor, range, rename, trust, addClass, recode, deleteClass, addSheet, removeSheet, assignArea],
  ...[nameSheet, addArea, removeArea, moveToSheet, namePlant],
];

/** What a person does next; undefined where there is nothing to do it to, it changes nothing or the model refuses it. */
export function tortureGesture(model: PlantModel, which: number, choice: GestureChoice): ModelPatch | undefined {
  const patch = gestures[which % gestures.length]?.(model, choice);
  if (patch === undefined || patch.changes.length === 0) {
    return undefined;
  }
  return checkPatch(model, patch, testLookup).ok ? patch : undefined;
}
