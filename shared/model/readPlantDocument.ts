import { z } from 'zod';
import { type AppError, messageOf } from '../lib/appError';
import { err, ok, type Result } from '../lib/result';
import { checkModel } from './checkPatch';
import { entityTables, type EntityTypes } from './entityTables';
import { bindingIdOf, type ComponentId } from './ids';
import { issueText } from './issueText';
import type { EntityKind } from './modelPatch';
import { modelFromDocument, type PlantDocument, plantDocumentFormat, plantDocumentVersion } from './plantDocument';
import type { PlantModel } from './plantModel';
import type { SymbolLookup } from './symbolLookup';

/** Longest text that is read as a plant, in characters. */
const longestText = 400_000_000;
/** Most entities of one kind in a document. */
const mostEntities = 200_000;

function listOf<Kind extends EntityKind>(kind: Kind): z.ZodType<readonly EntityTypes[Kind][]> {
  return z.array(entityTables[kind].schema).max(mostEntities).default([]);
}

/** A binding's id follows from what it joins, so a file may leave it out. */
function withBindingId(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || 'id' in value) {
    return value;
  }
  const { componentId, slot } = value as Readonly<Record<string, unknown>>;
  return { id: bindingIdOf(String(componentId) as ComponentId, String(slot)), ...value };
}

const documentSchema: z.ZodType<PlantDocument> = z.strictObject({
  format: z.literal(plantDocumentFormat),
  version: z.literal(plantDocumentVersion),
  plant: entityTables.plant.schema,
  areas: listOf('area'),
  sheets: listOf('sheet'),
  lineClasses: listOf('lineClass'),
  components: listOf('component'),
  connections: listOf('connection'),
  dataSources: listOf('dataSource'),
  sensors: listOf('sensor'),
  bindings: z.array(z.preprocess(withBindingId, entityTables.binding.schema)).max(mostEntities).default([]),
  notes: listOf('note'),
});

const headSchema = z.object({ format: z.literal(plantDocumentFormat), version: z.number().int() });

function doubledId(document: PlantDocument): string | undefined {
  const { format: _format, version: _version, plant: _plant, ...lists } = document;
  for (const [list, entities] of Object.entries(lists)) {
    const seen = new Set<string>();
    for (const { id } of entities) {
      if (seen.has(id)) {
        return `${list}: the id ${id} stands twice`;
      }
      seen.add(id);
    }
  }
  return undefined;
}

function parseJson(text: string): Result<unknown, string> {
  if (text.length > longestText) {
    return err('it is larger than any plant');
  }
  try {
    return ok(JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text));
  } catch (error) {
    return err(`it is not JSON (${messageOf(error)})`);
  }
}

function parseDocument(text: string): Result<PlantDocument, string> {
  const json = parseJson(text);
  if (!json.ok) {
    return json;
  }
  const head = headSchema.safeParse(json.value);
  if (!head.success) {
    return err(`it does not begin as a plant does ("format": "${plantDocumentFormat}", "version": a number)`);
  }
  if (head.data.version > plantDocumentVersion) {
    return err(`it has version ${head.data.version}; this program reads up to version ${plantDocumentVersion}`);
  }
  const parsed = documentSchema.safeParse(json.value);
  if (!parsed.success) {
    return err(issueText(parsed.error));
  }
  const doubled = doubledId(parsed.data);
  return doubled === undefined ? ok(parsed.data) : err(doubled);
}

/** Reads the text of a `*.plant.json` file: its form, its limits and every rule of the model. `path` is for the words. */
export function readPlantDocument(
  text: string,
  options: { readonly path: string; readonly lookup: SymbolLookup },
): Result<PlantModel, AppError> {
  const { path, lookup } = options;
  const document = parseDocument(text);
  if (!document.ok) {
    return err({ code: 'invalid-file', path, detail: document.error });
  }
  const model = modelFromDocument(document.value);
  const broken = checkModel(model, lookup);
  return broken === undefined
    ? ok(model)
    : err({ code: 'invalid-file', path, detail: `${broken.detail} (rule ${broken.rule})` });
}

/** The text of a `*.plant.json` file, readable and the same for the same plant. */
export function plantDocumentText(document: PlantDocument): string {
  return `${JSON.stringify(document, inNamedOrder, 2)}\n`;
}

/** Names that people and servers chose come in the order in which they were written; in a file they are sorted. */
function inNamedOrder(key: string, value: unknown): unknown {
  return (key === 'properties' || key === 'tags') && typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
    : value;
}
