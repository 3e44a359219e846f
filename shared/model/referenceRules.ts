import type { BrokenRule, RuleCheck, RuleScope } from './brokenRule';
import { nameOf } from './brokenRule';
import { bindingIdOf } from './ids';
import type { EntityTypes } from './entityTables';
import type { EntityKind } from './modelPatch';
import type { Binding, Connection, ConnectionEnd } from './plantModel';

function firstBroken<Kind extends EntityKind>(
  scope: RuleScope,
  kind: Kind,
  judge: (entity: EntityTypes[Kind]) => BrokenRule | undefined,
): BrokenRule | undefined {
  for (const id of scope.ids(kind)) {
    const entity = scope.draft.get(kind, id);
    const broken = entity === undefined ? undefined : judge(entity);
    if (broken !== undefined) {
      return broken;
    }
  }
  return undefined;
}

function dangling(what: string, target: string): BrokenRule {
  return { rule: 'M9', detail: `${what} refers to ${target}, which does not exist` };
}

const sheetsAndComponents: RuleCheck = (scope) =>
  firstBroken(scope, 'sheet', ({ name, areaId }) =>
    areaId === undefined || scope.draft.get('area', areaId) !== undefined
      ? undefined
      : dangling(`The sheet ${name}`, `the area ${areaId}`),
  ) ??
  firstBroken(scope, 'component', (component) =>
    scope.draft.get('sheet', component.sheetId) === undefined
      ? dangling(`The component ${nameOf(component)}`, `the sheet ${component.sheetId}`)
      : undefined,
  );

function judgeEnd(scope: RuleScope, connection: Connection, end: ConnectionEnd): BrokenRule | undefined {
  const component = scope.draft.get('component', end.componentId);
  if (component === undefined) {
    return dangling(`The line ${connection.lineNumber || connection.id}`, `the component ${end.componentId}`);
  }
  if (component.sheetId !== connection.sheetId) {
    return { rule: 'M10', detail: `A line ends at ${nameOf(component)}, which stands on another sheet` };
  }
  const ports = scope.lookup.portsOf(component);
  const exists = ports === undefined || ports.some(({ name }) => name === end.port);
  return exists ? undefined : { rule: 'M10', detail: `${nameOf(component)} has no port ${end.port}` };
}

function judgeConnection(scope: RuleScope, connection: Connection): BrokenRule | undefined {
  const { from, to, sheetId, lineClassId, lineNumber, id } = connection;
  if (scope.draft.get('sheet', sheetId) === undefined) {
    return dangling(`The line ${lineNumber || id}`, `the sheet ${sheetId}`);
  }
  if (scope.draft.get('lineClass', lineClassId) === undefined) {
    return dangling(`The line ${lineNumber || id}`, `the line class ${lineClassId}`);
  }
  if (from.componentId === to.componentId && from.port === to.port) {
    return { rule: 'M11', detail: 'A line joins two different ports' };
  }
  return judgeEnd(scope, connection, from) ?? judgeEnd(scope, connection, to);
}

function judgeBinding(scope: RuleScope, binding: Binding): BrokenRule | undefined {
  const component = scope.draft.get('component', binding.componentId);
  if (component === undefined) {
    return dangling('A binding', `the component ${binding.componentId}`);
  }
  if (scope.draft.get('sensor', binding.sensorId) === undefined) {
    return dangling(`The binding of ${nameOf(component)}`, `the sensor ${binding.sensorId}`);
  }
  if (binding.id !== bindingIdOf(binding.componentId, binding.slot)) {
    return { rule: 'M12', detail: `The binding ${binding.id} is not named after its component and slot` };
  }
  const slots = scope.lookup.slotsOf(component);
  return slots === undefined || slots.includes(binding.slot)
    ? undefined
    : { rule: 'M12', detail: `${nameOf(component)} (${component.symbolId}) takes no sensor for ${binding.slot}` };
}

const sensorSources: RuleCheck = (scope) =>
  firstBroken(scope, 'sensor', ({ name, sourceId, address }) => {
    if (sourceId !== undefined && scope.draft.get('dataSource', sourceId) === undefined) {
      return dangling(`The sensor ${name}`, `the data source ${sourceId}`);
    }
    return (sourceId === undefined) === (address === undefined)
      ? undefined
      : {
          rule: 'M33',
          detail: `The sensor ${name} has a data source without an address in it, or the other way round`,
        };
  });

/** [M9] to [M12] and [M33]: what refers to something refers to something that is there and fits. */
export const referenceRules: readonly RuleCheck[] = [
  sheetsAndComponents,
  sensorSources,
  (scope) => firstBroken(scope, 'connection', (connection) => judgeConnection(scope, connection)),
  (scope) => firstBroken(scope, 'binding', (binding) => judgeBinding(scope, binding)),
];
