import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../electron/engine/project/migrations';
import { connect, makeDurable } from '../electron/engine/project/projectDatabase';
import { JournalPast } from '../electron/engine/sync/journalPast';
import { PlantPast } from '../electron/engine/sync/plantPast';
import type { LoggedChange } from '../shared/sync/logEntry';
import { modelAfter } from '../shared/sync/past/modelWalk';
import { modelFromDocument } from '../shared/model/plantDocument';
import type { PlantModel } from '../shared/model/plantModel';
import { generatedPlant } from '../testing/generatedPlant';
import { type BenchRow, percentile } from './benchRow';

const revisionCount = 10_000;
const componentCount = 10_000;
const looks = 200;
/** Spreads the revisions that are looked at over all of them. */
const stride = 7_919;

interface Written {
  readonly model: PlantModel;
  readonly texts: readonly string[];
}

/** Three components a revision are moved and get another service, all over the plant. */
function writeHistory(start: PlantModel): Written {
  const ids = [...start.components.keys()];
  const xs = new Map<string, number>();
  const log = Array.from({ length: revisionCount }, (_, seq): readonly LoggedChange[] =>
    [0, 101, 202].map((apart) => {
      const id = ids[(seq * 37 + apart) % ids.length] ?? '';
      const before = xs.get(id) ?? start.components.get(id as never)?.x ?? 0;
      xs.set(id, before + 8);
      const service = { before: `service ${before}`, after: `service ${before + 8}` };
      const fields = { x: { before, after: before + 8 }, 'properties.service': service };
      return { change: 'update', kind: 'component', id, fields };
    }),
  );
  return { model: modelAfter(start, log), texts: log.map((changes) => JSON.stringify({ changes })) };
}

function openHistory(path: string, { model, texts }: Written): PlantPast {
  const database = connect(path);
  migrate(database);
  makeDurable(database);
  const insert = database.prepare(
    `INSERT INTO journal (sequence, at_ms, kind, label, patch, hash) VALUES (?, ?, 'edit', ?, ?, '')`,
  );
  database.transaction(() => {
    texts.forEach((text, index) => insert.run(index + 1, index * 1_000, `Move component ${index}`, text));
  })();
  const journal = new JournalPast({
    ...{ database, person: 'bench' },
    model: () => model,
    revision: () => texts.length,
  });
  return new PlantPast(() => journal);
}

async function elapsedMs(work: () => unknown): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

/** What it costs to look at the past of a plant of 10,000 components and 10,000 revisions. */
export async function pastBenchmarks(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sightglass-past-bench-'));
  const row = (name: string, value: number, aim?: number): BenchRow => ({
    ...{ group: 'past', name, value, unit: 'ms', aim, better: 'lower' },
  });
  try {
    const past = openHistory(join(folder, 'a.db'), writeHistory(modelFromDocument(generatedPlant(componentCount))));
    const at = (seq: number) => past.modelAt({ by: 'seq', seq });
    const list = await elapsedMs(() => past.revisions({ most: 200 }));
    const search = await elapsedMs(() => past.revisions({ most: 200, filter: { text: 'component 7' } }));
    const steps: number[] = [];
    for (let more = true; more;) {
      steps.push(await elapsedMs(() => (more = past.prepareStep())));
    }
    const times: number[] = [];
    for (let look = 0; look < looks; look += 1) {
      times.push(await elapsedMs(() => at((look * stride) % revisionCount)));
    }
    return [
      row('first 200 of 10,000 revisions', list),
      row('10,000 revisions searched for words', search),
      row('making ready, longest step', Math.max(...steps)),
      row('any of 10,000 revisions, p50', percentile(times, 0.5)),
      row('any of 10,000 revisions, worst of 200', Math.max(...times), 200),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
