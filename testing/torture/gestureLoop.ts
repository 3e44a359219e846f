// Once its input ends: opens a project and saves random gestures until it is killed, one line of JSON for each that is
// saved. It stops by itself when nobody has killed it for a while.
import { readFileSync, writeSync } from 'node:fs';
import { openProject } from '../../electron/engine/project/openProject';
import { contextOf, randomGesture, testLookup, valueOf } from '../modelGestures';

const [path = '', seedText = '1'] = process.argv.slice(2);
let seed = Number(seedText);
const longestRunMs = 20_000;

/** Written at once: what the parent has read was saved before. */
function say(line: unknown): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

/** A small generator of its own, so that a run can be repeated by its seed. */
function roll(): number {
  seed ^= seed << 13;
  seed ^= seed >>> 17;
  seed ^= seed << 5;
  return seed >>> 0;
}

readFileSync(0);
const project = valueOf(openProject(path, { lookup: testLookup, now: () => Date.now() }));
say({ opened: project.undoState() });

const endMs = performance.now() + longestRunMs;
while (performance.now() < endMs) {
  const before = project.undoState().revision;
  const choice = roll() % 8;
  if (choice === 0) {
    valueOf(project.undo());
  } else if (choice === 1) {
    valueOf(project.redo());
  } else {
    const edit = randomGesture(contextOf(project.readModel(), `r${before}`), roll(), [roll(), roll(), roll()]);
    if (edit?.ok === true) {
      valueOf(project.commit(edit.value));
    }
  }
  const saved = project.undoState();
  if (saved.revision !== before) {
    say({ saved });
  }
}
