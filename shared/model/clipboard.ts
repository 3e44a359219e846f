import { z } from 'zod';
import { entityTables } from './entityTables';
import type { ComponentId } from './ids';
import { bindingsOf, connectionsAt } from './modelIndex';
import type { Binding, Connection, LineClass, PlantComponent, PlantModel, Sensor } from './plantModel';

const clipboardFormat = 'sightglass-clipboard';

/** What copying takes along: the components, the lines between two of them, and their bindings. */
export interface ClipboardContent {
  readonly components: readonly PlantComponent[];
  readonly connections: readonly Connection[];
  readonly bindings: readonly Binding[];
  /** What the above refers to, so that another plant can find its own of the same code or name. */
  readonly lineClasses: readonly LineClass[];
  readonly sensors: readonly Sensor[];
}

const most = 50_000;
const clipboardSchema = z.strictObject({
  format: z.literal(clipboardFormat),
  version: z.literal(1),
  components: z.array(entityTables.component.schema).min(1).max(most),
  connections: z.array(entityTables.connection.schema).max(most),
  bindings: z.array(entityTables.binding.schema).max(most),
  lineClasses: z.array(entityTables.lineClass.schema).max(most),
  sensors: z.array(entityTables.sensor.schema).max(most),
});

/** What the clipboard gets when these components are copied. */
export function copyItems(model: PlantModel, componentIds: readonly ComponentId[]): ClipboardContent {
  const ids = new Set(componentIds);
  const components = [...ids].flatMap((id) => model.components.get(id) ?? []);
  const connections = components.flatMap(({ id }) =>
    connectionsAt(model, id).filter(({ from, to }) => from.componentId === id && ids.has(to.componentId)),
  );
  const bindings = components.flatMap(({ id }) => bindingsOf(model, id));
  const classIds = new Set(connections.map(({ lineClassId }) => lineClassId));
  const sensorIds = new Set(bindings.map(({ sensorId }) => sensorId));
  return {
    components,
    connections,
    bindings,
    lineClasses: [...classIds].flatMap((id) => model.lineClasses.get(id) ?? []),
    sensors: [...sensorIds].flatMap((id) => model.sensors.get(id) ?? []),
  };
}

/** Clipboard content as text. */
export function clipboardText(content: ClipboardContent): string {
  return JSON.stringify({ format: clipboardFormat, version: 1, ...content });
}

/** Reads text that `clipboardText` wrote; undefined for any other text. */
export function parseClipboard(text: string): ClipboardContent | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = clipboardSchema.safeParse(json);
  if (!parsed.success) {
    return undefined;
  }
  const { components, connections, bindings, lineClasses, sensors } = parsed.data;
  return { components, connections, bindings, lineClasses, sensors };
}
