import { type BrokenRule, nameOf, type RuleCheck, type RuleScope } from './brokenRule';
import type { EntityTypes } from './entityTables';
import { foldTag } from './foldTag';
import { componentsTagged, dataSourcesNamed, lineClassesCoded, sensorsNamed } from './modelIndex';
import type { EntityKind } from './modelPatch';
import type { Sensor } from './plantModel';

interface UniqueRule<Kind extends EntityKind> {
  readonly kind: Kind;
  /** Undefined: this entity has no such name. */
  readonly keyOf: (entity: EntityTypes[Kind]) => string | undefined;
  /** Holders in the model below the changes. */
  readonly holders: (scope: RuleScope, key: string) => readonly EntityTypes[Kind][];
  readonly broken: (entity: EntityTypes[Kind]) => BrokenRule;
}

function uniqueCheck<Kind extends EntityKind>(rule: UniqueRule<Kind>): RuleCheck {
  return (scope) => {
    const { draft } = scope;
    const judged = new Map<string, string>();
    for (const id of scope.ids(rule.kind)) {
      const entity = draft.get(rule.kind, id);
      const key = entity && rule.keyOf(entity);
      if (entity === undefined || key === undefined) {
        continue;
      }
      const isTaken = rule.holders(scope, key).some((holder) => {
        const current = draft.get(rule.kind, holder.id);
        return holder.id !== id && current !== undefined && rule.keyOf(current) === key;
      });
      if (isTaken || (judged.get(key) ?? id) !== id) {
        return rule.broken(entity);
      }
      judged.set(key, id);
    }
    return undefined;
  };
}

const uniqueTags = uniqueCheck({
  kind: 'component',
  keyOf: ({ tag }) => (foldTag(tag) === '' ? undefined : foldTag(tag)),
  holders: ({ draft }, key) => componentsTagged(draft.base, key),
  broken: (component) => ({ rule: 'M13', detail: `The tag ${nameOf(component)} is already in use` }),
});

const uniqueSensorNames = uniqueCheck({
  kind: 'sensor',
  keyOf: ({ name }) => name,
  holders: ({ draft }, key) => sensorsNamed(draft.base, key),
  broken: ({ name }) => ({ rule: 'M14', detail: `There is already a sensor ${name}` }),
});

const uniqueCodes = uniqueCheck({
  kind: 'lineClass',
  keyOf: ({ code }) => foldTag(code),
  holders: ({ draft }, key) => lineClassesCoded(draft.base, key),
  broken: ({ code }) => ({ rule: 'M15', detail: `There is already a line class ${code}` }),
});

const uniqueSourceNames = uniqueCheck({
  kind: 'dataSource',
  keyOf: ({ name }) => foldTag(name),
  holders: ({ draft }, key) => dataSourcesNamed(draft.base, key),
  broken: ({ name }) => ({ rule: 'M34', detail: `There is already a data source ${name}` }),
});

/** [M16] to [M18]: the first rule that a sensor breaks by its own values. */
export function judgeSensor(sensor: Sensor): BrokenRule | undefined {
  const { name, rangeLow, rangeHigh, limitLowLow, limitLow, limitHigh, limitHighHigh } = sensor;
  if (rangeLow !== undefined && rangeHigh !== undefined && rangeLow >= rangeHigh) {
    return { rule: 'M16', detail: `The range of ${name} must rise: ${rangeLow} is not below ${rangeHigh}` };
  }
  const limits = [limitLowLow, limitLow, limitHigh, limitHighHigh].filter((limit) => limit !== undefined);
  if (limits.some((limit, index) => limit < (limits[index - 1] ?? limit))) {
    return { rule: 'M17', detail: `The limits of ${name} must stand in the order LL, L, H, HH` };
  }
  const isExplained = sensor.trustBy.trim() !== '' && sensor.trustWhy.trim() !== '' && sensor.trustAtMs !== undefined;
  return sensor.trust === 'trusted' || isExplained
    ? undefined
    : { rule: 'M18', detail: `Say who does not trust ${name}, why and since when` };
}

const sensorValues: RuleCheck = ({ draft, ids }) => {
  for (const id of ids('sensor')) {
    const sensor = draft.get('sensor', id);
    const broken = sensor && judgeSensor(sensor);
    if (broken !== undefined) {
      return broken;
    }
  }
  return undefined;
};

const oneSheet: RuleCheck = ({ draft }) =>
  draft.touched('sheet').length > 0 && draft.all('sheet').length === 0
    ? { rule: 'M8', detail: 'A plant keeps one sheet at least' }
    : undefined;

const onePlant: RuleCheck = ({ draft }) =>
  draft.touched('plant').some((id) => id !== draft.base.plant.id || draft.get('plant', id) === undefined)
    ? { rule: 'M7', detail: 'A file holds one plant, for good' }
    : undefined;

const componentNozzles: RuleCheck = ({ draft, ids }) => {
  for (const id of ids('component')) {
    const component = draft.get('component', id);
    const names = component?.nozzles.map(({ name }) => name) ?? [];
    if (component !== undefined && new Set(names).size < names.length) {
      return { rule: 'M19', detail: `Two nozzles of ${nameOf(component)} have the same name` };
    }
  }
  return undefined;
};

/** [M7], [M8], [M13] to [M19] and [M34]: one plant, unique names, values that make sense. */
export const valueRules: readonly RuleCheck[] = [
  onePlant,
  oneSheet,
  uniqueTags,
  uniqueSensorNames,
  uniqueCodes,
  uniqueSourceNames,
  sensorValues,
  componentNozzles,
];
