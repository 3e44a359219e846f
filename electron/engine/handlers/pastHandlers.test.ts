import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EngineClient } from '../../../shared/contract/engineClient';
import { createEngineClient } from '../../../shared/contract/engineClient';
import type { MessagePortLike } from '../../../shared/contract/engineMessages';
import type { Revision } from '../../../shared/contract/syncCalls';
import { applyPatch } from '../../../shared/model/applyPatch';
import type { CommandContext, CommandResult } from '../../../shared/model/commands/commandContext';
import { placeComponents } from '../../../shared/model/commands/placeComponents';
import { setFields } from '../../../shared/model/commands/setFields';
import { invertPatch } from '../../../shared/model/invertPatch';
import { documentFromModel, modelFromDocument } from '../../../shared/model/plantDocument';
import type { PlantModel } from '../../../shared/model/plantModel';
import { contextOf, valueOf } from '../../../testing/modelGestures';
import { Engine } from '../engine';

// Rule numbers refer to docs/spec/plant-history.md.

let folder = '';
let engine: Engine | undefined;
let client: EngineClient;
let edits = 0;

async function answerOf<T>(answer: Promise<{ ok: true; value: T } | { ok: false; error: unknown }>): Promise<T> {
  const result = await answer;
  if (!result.ok) {
    throw new Error(JSON.stringify(result.error));
  }
  return result.value;
}

async function readModel(): Promise<PlantModel> {
  return modelFromDocument((await answerOf(client.call('model:read', {}))).document);
}

/** Makes an edit as a window would. */
async function edit(command: (context: CommandContext) => CommandResult): Promise<void> {
  edits += 1;
  const made = valueOf(command(contextOf(await readModel(), `e${edits}`)));
  await answerOf(client.call('model:commit', made));
}

async function place(tag: string, x: number): Promise<string> {
  const before = await readModel();
  const [sheetId] = before.sheets.keys();
  await edit((context) =>
    placeComponents(context, {
      sheetId: sheetId ?? ('' as never),
      components: [{ symbolId: 'pump', x, y: 80, tag }],
    }),
  );
  const after = await readModel();
  return [...after.components.values()].find((component) => component.tag === tag)?.id ?? '';
}

async function setTag(id: string, tag: string): Promise<void> {
  await edit((context) => setFields(context, { kind: 'component', ids: [id], fields: { tag } }));
}

async function tagsAt(seq: number): Promise<readonly string[]> {
  const { document } = await answerOf(client.call('sync:model-at', { moment: { by: 'seq', seq } }));
  return document.components.map(({ tag }) => tag).sort();
}

async function revisions(
  asked: {
    before?: number;
    most?: number;
    filter?: { text?: string; by?: string; componentId?: string; untilMs?: number };
  } = {},
): Promise<readonly Revision[]> {
  return (await answerOf(client.call('sync:revisions', { most: 100, ...asked }))).revisions;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-past-'));
  engine = new Engine({ userDataFolder: join(folder, 'user'), onProjectChanged: () => undefined });
  const listeners: ((message: unknown) => void)[] = [];
  const windowListeners: ((message: unknown) => void)[] = [];
  const port = (own: typeof listeners, other: typeof listeners): MessagePortLike => ({
    post: (message) => queueMicrotask(() => other.forEach((listener) => listener(structuredClone(message)))),
    listen: (listener) => own.push(listener),
  });
  engine.connect(port(listeners, windowListeners));
  client = createEngineClient(port(windowListeners, listeners));
  const path = join(folder, 'a.sightglass');
  await answerOf(client.call('project:create', { path, name: 'Boiler house', timeZone: 'Europe/Berlin' }));
});
afterEach(() => {
  engine?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the history of a plant of no tenant', () => {
  test('[R49] [R47] lists every edit, undo and redo, newest first', async () => {
    const id = await place('P-1', 80);
    await setTag(id, 'P-2');
    await answerOf(client.call('model:undo', {}));
    const listed = await revisions();
    expect(listed.map(({ seq, label, created, changed, deleted }) => [seq, label, created, changed, deleted])).toEqual([
      [3, expect.stringMatching(/^Undo: /), 0, 1, 0],
      [2, expect.any(String), 0, 1, 0],
      [1, expect.any(String), 1, 0, 0],
    ]);
    expect(new Set(listed.map(({ by }) => by)).size).toBe(1);
  });

  test('[R40] shows the plant as of every revision, undone ones too', async () => {
    const id = await place('P-1', 80);
    await setTag(id, 'P-2');
    await answerOf(client.call('model:undo', {}));
    await setTag(id, 'P-3');
    const seen = [];
    for (const seq of [0, 1, 2, 3, 4]) {
      seen.push(await tagsAt(seq));
    }
    expect(seen).toEqual([[], ['P-1'], ['P-2'], ['P-1'], ['P-3']]);
    const { document } = await answerOf(client.call('sync:model-at', { moment: { by: 'seq', seq: 4 } }));
    expect(document).toEqual((await answerOf(client.call('model:read', {}))).document);
  });

  test('[R40] finds the revision that stood at a moment', async () => {
    await place('P-1', 80);
    const [only] = await revisions();
    const at = async (timeMs: number): Promise<number> =>
      (await answerOf(client.call('sync:model-at', { moment: { by: 'time', timeMs } }))).seq;
    expect(await at(only?.atMs ?? NaN)).toBe(1);
    expect(await at((only?.atMs ?? NaN) - 1)).toBe(0);
  });

  test('[R40] what a revision changed leads from the one before to it, and back', async () => {
    const id = await place('P-1', 80);
    await setTag(id, 'P-2');
    const { patch } = await answerOf(client.call('sync:revision-patch', { seq: 2 }));
    const model = await readModel();
    const before = applyPatch(model, invertPatch(patch));
    expect(documentFromModel(before).components.map(({ tag }) => tag)).toEqual(['P-1']);
    expect(documentFromModel(applyPatch(before, patch))).toEqual(documentFromModel(model));
  });

  test('[R47] pages follow each other without gap or repetition', async () => {
    for (let index = 0; index < 7; index += 1) {
      await place(`P-${index}`, index * 100);
    }
    const found: (number | undefined)[] = [];
    let before: number | undefined;
    let complete = false;
    while (!complete) {
      const page = await answerOf(
        client.call('sync:revisions', { most: 3, ...(before === undefined ? {} : { before }) }),
      );
      found.push(...page.revisions.map(({ seq }) => seq));
      before = page.revisions.at(-1)?.seq;
      complete = page.complete;
    }
    expect(found).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });

  test('[R48] can be narrowed to words, a person and a component', async () => {
    const first = await place('P-1', 80);
    const other = await place('P-2', 300);
    await setTag(first, 'P-9');
    await setTag(other, 'P-8');
    const seqs = (listed: readonly Revision[]): readonly (number | undefined)[] => listed.map(({ seq }) => seq);
    expect(seqs(await revisions({ filter: { componentId: first } }))).toEqual([3, 1]);
    expect(seqs(await revisions({ filter: { componentId: other }, before: 4 }))).toEqual([2]);
    const [newest] = await revisions();
    expect(seqs(await revisions({ filter: { text: newest?.label.toUpperCase() ?? '' } }))).toContain(4);
    expect(await revisions({ filter: { text: 'no such words' } })).toEqual([]);
    expect(await revisions({ filter: { by: 'nobody at all' } })).toEqual([]);
    const secondMs = (await revisions()).find(({ seq }) => seq === 2)?.atMs ?? 0;
    const until = await revisions({ filter: { untilMs: secondMs } });
    expect(until.every(({ atMs }) => atMs <= secondMs)).toBe(true);
    expect(seqs(until)).toEqual(expect.arrayContaining([2, 1]));
    expect(await revisions({ filter: { untilMs: secondMs - 3_600_000 } })).toEqual([]);
  });

  test('[R44] reverting is a new edit that can be undone, and tells what it left', async () => {
    const id = await place('P-1', 80);
    await edit((context) => setFields(context, { kind: 'component', ids: [id], fields: { tag: 'P-2', x: 800 } }));
    await setTag(id, 'P-3');
    const answer = await answerOf(client.call('sync:revert', { seq: 2 }));
    expect(answer.kept).toEqual(['P-3 keeps its tag, which was changed since.']);
    expect(answer.undoLabel).toMatch(/^Revert: /);
    expect((await readModel()).components.values().next().value).toMatchObject({ tag: 'P-3', x: 80 });
    await answerOf(client.call('model:undo', {}));
    expect((await readModel()).components.values().next().value).toMatchObject({ tag: 'P-3', x: 800 });
  });

  test('[R46] a revert that would do nothing is refused and changes nothing', async () => {
    const id = await place('P-1', 80);
    await setTag(id, 'P-2');
    await setTag(id, 'P-3');
    const answer = await client.call('sync:revert', { seq: 2 });
    expect(answer).toMatchObject({ ok: false, error: { code: 'rule-broken', rule: 'R46' } });
    expect(await revisions()).toHaveLength(3);
  });

  test('a revision that is not there is told so', async () => {
    const missing = { ok: false, error: { code: 'not-found', what: 'revision 9' } };
    expect(await client.call('sync:model-at', { moment: { by: 'seq', seq: 9 } })).toMatchObject(missing);
    expect(await client.call('sync:revision-patch', { seq: 9 })).toMatchObject(missing);
    expect(await client.call('sync:revert', { seq: 9 })).toMatchObject(missing);
  });

  test('[R53] the replay of a plant of no tenant follows no revisions', async () => {
    await place('P-1', 80);
    expect((await answerOf(client.call('sync:timeline', {}))).revisions).toEqual([]);
  });
});
