import { z } from 'zod';
import { seriesAddressSchema } from '../influx/seriesAddress';
import { mappingStyles } from '../influx/sourceMapping';
import { isSourceUrl } from '../influx/sourceUrl';
import type { Id } from './ids';
import type { EntityKind } from './modelPatch';
import type {
  Area,
  Binding,
  Connection,
  DataSource,
  Direction,
  LabelPlacement,
  LineClass,
  LineKind,
  Note,
  Plant,
  PlantComponent,
  Rotation,
  Sensor,
  Sheet,
  TrustLevel,
} from './plantModel';
import { slotNames } from './slotTitles';

/** What each kind of entity looks like. */
export interface EntityTypes {
  readonly plant: Plant;
  readonly area: Area;
  readonly sheet: Sheet;
  readonly lineClass: LineClass;
  readonly component: PlantComponent;
  readonly connection: Connection;
  readonly dataSource: DataSource;
  readonly sensor: Sensor;
  readonly binding: Binding;
  readonly note: Note;
}

/** What is known about one field of a kind. */
export interface FieldRule<Value> {
  /** Answers the fallback for a field that is not given; without one the field must be given. */
  readonly schema: z.ZodType<Value>;
  /** Layout fields only say where things are drawn; when two people change one, the later wins without a conflict. */
  readonly layout: boolean;
}

/** Every field of a kind but `id`, in the order in which it is listed and written. */
export type FieldRules<Entity> = { readonly [Field in Exclude<keyof Entity, 'id'>]-?: FieldRule<Entity[Field]> };

const text = (longest: number): z.ZodType<string> => z.string().max(longest).default('');
const name = z.string().trim().min(1, 'must not be empty').max(200);
const idText = z.string().min(1).max(200);
const number = z.number();
const optionalNumber = number.optional();
const coordinate = z.number().min(-1_000_000).max(1_000_000);
const order = z.number().default(0);
const dayMs = 86_400_000;
const sourceUrl = z
  .string()
  .max(2_000)
  .refine(isSourceUrl, 'must be an http or https address without user or password');
const propertyName = z
  .string()
  .min(1)
  .max(100)
  .refine((key) => key !== '__proto__', 'is not a name for a property');

/** The form of an id; one place claims that a checked string is one. */
function id<Kind extends string>(): z.ZodType<Id<Kind>> {
  return idText as unknown as z.ZodType<Id<Kind>>;
}

/** A field that says something about the plant. */
function said<Value>(schema: z.ZodType<Value>): FieldRule<Value> {
  return { schema, layout: false };
}

/** A field that only says where something is drawn. */
function layout<Value>(schema: z.ZodType<Value>): FieldRule<Value> {
  return { schema, layout: true };
}

const directions: readonly Direction[] = ['north', 'east', 'south', 'west'];
const placements: readonly LabelPlacement[] = ['auto', 'above', 'below', 'left', 'right', 'inside', 'hidden'];
const rotations: readonly Rotation[] = [0, 90, 180, 270];
/** The kinds of lines, in the order in which lists show them. */
export const lineKinds: readonly LineKind[] = [
  'pipe',
  'impulse',
  'electric',
  'pneumatic',
  'data',
  'capillary',
  'hydraulic',
  'mechanical',
];
/** The levels of trust, best first. */
export const trustLevels: readonly TrustLevel[] = ['trusted', 'suspect', 'untrusted'];

const point = z.strictObject({ x: coordinate, y: coordinate });
const nozzle = z.strictObject({
  name: z.string().min(1).max(60),
  x: coordinate,
  y: coordinate,
  direction: z.enum(directions),
});
const connectionEnd = z.strictObject({ componentId: id<'component'>(), port: z.string().min(1).max(60) });

const fieldRules: { readonly [Kind in EntityKind]: FieldRules<EntityTypes[Kind]> } = {
  plant: { name: said(name), timeZone: said(z.string().min(1).max(100)) },
  area: { name: said(name), order: layout(order) },
  sheet: {
    areaId: said(id<'area'>().optional()),
    name: said(name),
    order: layout(order),
    width: layout(z.number().min(100).max(100_000)),
    height: layout(z.number().min(100).max(100_000)),
  },
  lineClass: {
    code: said(z.string().trim().min(1).max(40)),
    name: said(text(200)),
    kind: said(z.enum(lineKinds)),
    role: said(z.enum(['supply', 'return']).default('supply')),
  },
  component: {
    sheetId: said(id<'sheet'>()),
    symbolId: said(z.string().min(1).max(100)),
    tag: said(text(100)),
    x: layout(coordinate),
    y: layout(coordinate),
    rotation: layout(z.literal(rotations).default(0)),
    mirrored: layout(z.boolean().default(false)),
    labelPlacement: layout(z.enum(placements).default('auto')),
    readoutX: layout(coordinate.default(0)),
    readoutY: layout(coordinate.default(0)),
    nozzles: said(z.array(nozzle).max(200).readonly().default([])),
    properties: said(z.record(propertyName, z.string().max(4_000)).readonly().default({})),
  },
  connection: {
    sheetId: said(id<'sheet'>()),
    from: said(connectionEnd),
    to: said(connectionEnd),
    lineClassId: said(id<'lineClass'>()),
    size: said(text(40)),
    lineNumber: said(text(100)),
    route: layout(z.array(point).max(500).readonly().default([])),
  },
  dataSource: {
    name: said(name),
    url: said(sourceUrl),
    organization: said(text(200)),
    database: said(z.string().min(1, 'must not be empty').max(2_000)),
    retentionPolicy: said(text(2_000)),
    style: said(z.enum(mappingStyles).default('field')),
    sensorTag: said(text(2_000)),
    valueField: said(text(2_000)),
    qualityField: said(text(2_000)),
    lateDataMs: said(
      z
        .number()
        .min(0)
        .max(31 * dayMs)
        .default(10 * 60_000),
    ),
  },
  sensor: {
    name: said(z.string().min(1, 'must not be empty').max(500)),
    sourceId: said(id<'dataSource'>().optional()),
    address: said(seriesAddressSchema.optional()),
    description: said(text(2_000)),
    unit: said(text(60)),
    sourceUnit: said(text(60)),
    kind: said(z.enum(['analog', 'state']).default('analog')),
    stateWords: said(text(2_000)),
    rangeLow: said(optionalNumber),
    rangeHigh: said(optionalNumber),
    limitLowLow: said(optionalNumber),
    limitLow: said(optionalNumber),
    limitHigh: said(optionalNumber),
    limitHighHigh: said(optionalNumber),
    decimals: said(z.number().int().min(0).max(12).optional()),
    trust: said(z.enum(trustLevels).default('trusted')),
    trustBy: said(text(200)),
    trustWhy: said(text(2_000)),
    trustAtMs: said(optionalNumber),
    scale: said(number.refine((scale) => scale !== 0, 'must not be 0').default(1)),
    offset: said(number.default(0)),
    invert: said(z.boolean().default(false)),
    timeOffsetMs: said(number.default(0)),
    expectedPeriodMs: said(number.positive().optional()),
    maximumAgeMs: said(number.positive().optional()),
  },
  binding: { componentId: said(id<'component'>()), slot: said(z.enum(slotNames)), sensorId: said(id<'sensor'>()) },
  note: {
    timeMs: said(number),
    text: said(z.string().trim().min(1, 'must not be empty').max(4_000)),
    author: said(text(200)),
    createdAtMs: said(number),
  },
};

/** One kind of entity: its form and its fields. */
export interface EntityTable<Kind extends EntityKind> {
  readonly kind: Kind;
  /** Without `id`, in listing order. */
  readonly fields: readonly string[];
  readonly layoutFields: ReadonlySet<string>;
  readonly rules: FieldRules<EntityTypes[Kind]>;
  /** The whole entity with its id. Refuses fields it does not know; fills the ones left out where they have a fallback. */
  readonly schema: z.ZodType<EntityTypes[Kind]>;
}

function tableOf<Kind extends EntityKind>(kind: Kind): EntityTable<Kind> {
  const rules: Readonly<Record<string, FieldRule<unknown>>> = fieldRules[kind];
  const fields = Object.keys(rules);
  const shape = Object.fromEntries(Object.entries(rules).map(([field, rule]) => [field, rule.schema]));
  // Every entity has all its keys in one order, set or not, so that engines give it one hidden class. Keys that are there
  // from the beginning: with this many added one by one, an object becomes a table of its own, ten times as large.
  const blank: Readonly<Record<string, unknown>> = Object.fromEntries(['id', ...fields].map((key) => [key, undefined]));
  const complete = (entity: Readonly<Record<string, unknown>>): unknown => {
    const whole: Record<string, unknown> = { ...blank };
    whole['id'] = entity['id'];
    for (const field of fields) {
      whole[field] = entity[field];
    }
    return whole;
  };
  return {
    kind,
    fields,
    layoutFields: new Set(fields.filter((field) => rules[field]?.layout === true)),
    rules: fieldRules[kind],
    schema: z.strictObject({ id: idText, ...shape }).transform(complete) as unknown as z.ZodType<EntityTypes[Kind]>,
  };
}

/** The one place that says what an entity of each kind is made of. */
export const entityTables: { readonly [Kind in EntityKind]: EntityTable<Kind> } = {
  plant: tableOf('plant'),
  area: tableOf('area'),
  sheet: tableOf('sheet'),
  lineClass: tableOf('lineClass'),
  component: tableOf('component'),
  connection: tableOf('connection'),
  dataSource: tableOf('dataSource'),
  sensor: tableOf('sensor'),
  binding: tableOf('binding'),
  note: tableOf('note'),
};

/** Whether a field path (`x`, `properties.service`) only says where something is drawn. */
export function isLayoutField(kind: EntityKind, path: string): boolean {
  return entityTables[kind].layoutFields.has(path);
}
