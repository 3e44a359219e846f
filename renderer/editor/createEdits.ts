import type { AppError } from '../../shared/lib/appError';
import { err, ok, type Result } from '../../shared/lib/result';
import { applyPatch } from '../../shared/model/applyPatch';
import { clipboardText, copyItems, parseClipboard } from '../../shared/model/clipboard';
import { alignComponents, distributeComponents } from '../../shared/model/commands/alignComponents';
import type { CommandContext, CommandResult } from '../../shared/model/commands/commandContext';
import { connectPorts } from '../../shared/model/commands/connectPorts';
import { deleteItems } from '../../shared/model/commands/deleteItems';
import { addSensors, bindSensors, deleteSensors, unbindSensors } from '../../shared/model/commands/editSensors';
import { addSourceSensors, bindSourceSensor, disconnectSensors } from '../../shared/model/commands/editSources';
import { addArea, addSheet, deleteArea, deleteSheet } from '../../shared/model/commands/editSheets';
import { pasteItems } from '../../shared/model/commands/pasteItems';
import { placeComponents } from '../../shared/model/commands/placeComponents';
import { renameTag, setFields } from '../../shared/model/commands/setFields';
import { insertIntoConnection, teeConnection } from '../../shared/model/commands/splitConnection';
import { mirrorComponents, moveComponents, rotateComponents } from '../../shared/model/commands/transformComponents';
import { composePatches } from '../../shared/model/composePatches';
import { asId, bindingIdOf, type AreaId, type ComponentId, type SheetId } from '../../shared/model/ids';
import type { FieldValue, ModelEdit } from '../../shared/model/modelPatch';
import type { ConnectionEnd, PlantModel, Point } from '../../shared/model/plantModel';
import { symbolLookup } from '../../shared/model/symbolLookup';
import type { SymbolCatalogue } from '../../shared/symbols/symbolClass';
import type { App } from '../state/appContext';
import type { ComponentFields, Edits, NewLine, Placement } from './edits';
import { newSensorOf } from './sensors/browse/plantSeries';
import type { SheetOnShow } from './sheetOnShow';

/** What the edits stand on. */
export interface EditsDesk {
  readonly app: App;
  readonly catalogue: SymbolCatalogue;
  readonly newId: () => string;
  readonly onShow: () => SheetOnShow | undefined;
}

type Runner = (command: (context: CommandContext, shown: SheetOnShow) => CommandResult) => ModelEdit | undefined;

/** Runs a command against the model as it is now. The answer is the edit when it was made. */
function createRunner(desk: EditsDesk): Runner {
  const lookup = symbolLookup(desk.catalogue);
  return (command) => {
    const shown = desk.onShow();
    const result: Result<ModelEdit, AppError> =
      shown === undefined
        ? err({ code: 'no-project-open' })
        : command({ model: shown.model, lookup, newId: desk.newId }, shown);
    desk.app.models.actions.run(result);
    return result.ok ? result.value : undefined;
  };
}

function createdComponents(edit: ModelEdit | undefined): readonly ComponentId[] {
  return (edit?.patch.changes ?? [])
    .filter((change) => change.change === 'create' && change.kind === 'component')
    .map(({ id }) => asId<ComponentId>(id));
}

function place(context: CommandContext, shown: SheetOnShow, placement: Placement): CommandResult {
  const { symbolId, at, rotation, intoPipe, properties = {} } = placement;
  if (intoPipe === undefined) {
    const component = { symbolId, x: at.x, y: at.y, rotation, properties };
    return placeComponents(context, { sheetId: shown.sheetId, components: [component] });
  }
  const path = shown.geometry.lines.get(intoPipe)?.points ?? [];
  return insertIntoConnection(context, { connectionId: intoPipe, at, path, component: { symbolId } });
}

/** The edit that makes both, as one. */
function both(
  context: CommandContext,
  first: CommandResult,
  then: (context: CommandContext, made: ModelEdit) => CommandResult,
): CommandResult {
  if (!first.ok) {
    return first;
  }
  const second = then({ ...context, model: applyPatch(context.model, first.value.patch) }, first.value);
  return second.ok
    ? ok({ label: second.value.label, patch: composePatches(first.value.patch, second.value.patch) })
    : second;
}

/** The port of a new node that looks towards a point and is free. */
function nodeEnd(context: CommandContext, nodeId: ComponentId, towards: Point): ConnectionEnd {
  const node = context.model.components.get(nodeId);
  const ports = node === undefined ? [] : (context.lookup.portsOf(node) ?? []);
  const used = [...context.model.connections.values()].flatMap(({ from, to }) =>
    [from, to].filter((end) => end.componentId === nodeId).map(({ port }) => port),
  );
  const free = ports.filter(({ name }) => !used.includes(name));
  const nearest = [...free].sort(
    (a, b) => Math.hypot(a.x - towards.x, a.y - towards.y) - Math.hypot(b.x - towards.x, b.y - towards.y),
  )[0];
  return { componentId: nodeId, port: nearest?.name ?? '' };
}

function connect(context: CommandContext, shown: SheetOnShow, line: NewLine): CommandResult {
  const { from, to, lineClassId, size, route } = line;
  const pathOf = (id: Parameters<typeof shown.geometry.lines.get>[0]) => shown.geometry.lines.get(id)?.points ?? [];
  if (from.kind === 'port' && to.kind === 'port') {
    return connectPorts(context, { from: from.end, to: to.end, lineClassId, size, route });
  }
  if (to.kind === 'pipe' && from.kind === 'port') {
    const branch = { end: from.end, flow: 'into', route } as const;
    return teeConnection(context, { connectionId: to.connectionId, at: to.at, path: pathOf(to.connectionId), branch });
  }
  if (from.kind === 'pipe') {
    const { connectionId, at } = from;
    const path = pathOf(connectionId);
    if (to.kind === 'port') {
      const branch = { end: to.end, flow: 'out-of', route } as const;
      return teeConnection(context, { connectionId, at, path, branch });
    }
    return both(context, teeConnection(context, { connectionId, at, path }), (next, made) => {
      const [node] = createdComponents(made);
      const end = nodeEnd(next, node ?? asId<ComponentId>(''), to.at);
      return teeConnection(next, {
        connectionId: to.connectionId,
        at: to.at,
        path: pathOf(to.connectionId),
        branch: { end, flow: 'into', route },
      });
    });
  }
  return err({ code: 'not-found', what: 'end for this line' });
}

function componentFieldPaths(fields: ComponentFields): Readonly<Record<string, FieldValue>> {
  const { properties = {}, ...own } = fields;
  const paths = Object.entries(properties).map(([name, text]) => [
    `properties.${name}`,
    text === '' ? undefined : text,
  ]);
  return { ...own, ...Object.fromEntries(paths) };
}

function freeName(model: PlantModel, kind: 'areas' | 'sheets'): string {
  const names = new Set([...model[kind].values()].map(({ name }) => name));
  const base = kind === 'areas' ? 'Area' : 'Sheet';
  let number = names.size + 1;
  while (names.has(`${base} ${number}`)) {
    number += 1;
  }
  return `${base} ${number}`;
}

/** The edits that draw: place, move, join, copy. */
function drawingEdits(desk: EditsDesk, run: Runner) {
  const together = (ids: readonly ComponentId[]) => (ids.length > 1 ? 'common' : 'own');
  return {
    place: (placement) => createdComponents(run((context, shown) => place(context, shown, placement))).at(-1),
    move: (ids, by) => void run((context) => moveComponents(context, { ids, dx: by.x, dy: by.y })),
    insertStanding: (id, { connectionId, at }) =>
      void run((context, { geometry }) => {
        const path = geometry.lines.get(connectionId)?.points ?? [];
        return insertIntoConnection(context, { connectionId, at, path, component: { id } });
      }),
    rotate: (ids, quarters) =>
      void run((context) =>
        rotateComponents(context, { ids, degrees: quarters === 1 ? 90 : 270, about: together(ids) }),
      ),
    mirror: (ids) =>
      void run((context) => mirrorComponents(context, { ids, across: 'left-right', about: together(ids) })),
    remove: ({ components, connections }) =>
      void run((context) => deleteItems(context, { componentIds: [...components], connectionIds: [...connections] })),
    connect: (line) => void run((context, shown) => connect(context, shown, line)),
    align: (ids, alignment) => void run((context) => alignComponents(context, { ids, alignment })),
    distribute: (ids, along) => void run((context) => distributeComponents(context, { ids, along })),
    copy: ({ components }) => {
      const shown = desk.onShow();
      return shown === undefined || components.size === 0
        ? undefined
        : clipboardText(copyItems(shown.model, [...components]));
    },
    paste: (text, by) => {
      const content = parseClipboard(text);
      if (content === undefined) {
        return undefined;
      }
      const [dx, dy] = [by.x, by.y];
      return createdComponents(
        run((context, shown) => pasteItems(context, { content, sheetId: shown.sheetId, dx, dy })),
      );
    },
  } satisfies Partial<Edits>;
}

/** The edits that write: fields, sensors and bindings. */
function fieldEdits(run: Runner) {
  return {
    setComponents: (ids, fields) =>
      void run((context) => {
        const [only] = ids;
        return ids.length === 1 && only !== undefined && fields.tag !== undefined
          ? renameTag(context, { id: only, tag: fields.tag })
          : setFields(context, { kind: 'component', ids, fields: componentFieldPaths(fields) });
      }),
    setConnections: (ids, fields) => {
      const { route, ...others } = fields;
      const written = { ...others, ...(route === undefined ? {} : { route: route.map(({ x, y }) => ({ x, y })) }) };
      run((context) => setFields(context, { kind: 'connection', ids, fields: written }));
    },
    bind: (componentId, slot, sensorId) =>
      void run((context) => bindSensors(context, { bindings: [{ componentId, slot, sensorId }] })),
    bindSeries: (componentId, slot, { sourceId, series }) =>
      void run((context) => bindSourceSensor(context, { sourceId, sensor: newSensorOf(series), componentId, slot })),
    unbind: (componentId, slot) =>
      void run((context) => unbindSensors(context, { ids: [bindingIdOf(componentId, slot)] })),
    setSensors: (ids, fields) =>
      void run((context) => setFields(context, { kind: 'sensor', ids, fields: { ...fields } })),
    addSensor: (fields) => void run((context) => addSensors(context, { sensors: [fields] })),
    addSeries: (sourceId, series) =>
      void run((context) => addSourceSensors(context, { sourceId, sensors: series.map(newSensorOf) })),
    disconnectSensors: (ids) => void run((context) => disconnectSensors(context, { ids })),
    removeSensors: (ids) => void run((context) => deleteSensors(context, { ids })),
  } satisfies Partial<Edits>;
}

/** The edits of sheets and areas. */
function sheetEdits(desk: EditsDesk, run: Runner) {
  return {
    addSheet: () => {
      const id = asId<SheetId>(desk.newId());
      const made = run((context, { model, sheetId }) => {
        const areaId = model.sheets.get(sheetId)?.areaId;
        const area = areaId === undefined ? {} : { areaId };
        return addSheet(context, { id, name: freeName(model, 'sheets'), ...area });
      });
      return made === undefined ? undefined : id;
    },
    renameSheet: (id, name) =>
      void run((context) => setFields(context, { kind: 'sheet', ids: [id], fields: { name } })),
    setSheet: (id, fields) =>
      void run((context) => setFields(context, { kind: 'sheet', ids: [id], fields: { ...fields } })),
    removeSheet: (id) => void run((context) => deleteSheet(context, { id })),
    addArea: () => {
      const id = asId<AreaId>(desk.newId());
      const made = run((context, { model }) => addArea(context, { id, name: freeName(model, 'areas') }));
      return made === undefined ? undefined : id;
    },
    renameArea: (id, name) => void run((context) => setFields(context, { kind: 'area', ids: [id], fields: { name } })),
    removeArea: (id) => void run((context) => deleteArea(context, { id })),
  } satisfies Partial<Edits>;
}

/** Every way in which Model mode changes the plant of this window. */
export function createEdits(desk: EditsDesk): Edits {
  const run = createRunner(desk);
  return { ...drawingEdits(desk, run), ...fieldEdits(run), ...sheetEdits(desk, run) };
}
