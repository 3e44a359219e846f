// Opens a project and saves random gestures until it is killed, one line of JSON for each that is saved.
import { openProject } from '../../electron/engine/project/openProject';
import { contextOf, randomGesture, testLookup, valueOf } from '../modelGestures';

const [path = '', seedText = '1'] = process.argv.slice(2);
let seed = Number(seedText);

/** A small generator of its own, so that a run can be repeated by its seed. */
function roll(): number {
  seed ^= seed << 13;
  seed ^= seed >>> 17;
  seed ^= seed << 5;
  return seed >>> 0;
}

const project = valueOf(openProject(path, { lookup: testLookup, now: () => Date.now() }));
console.log(JSON.stringify({ opened: project.undoState() }));

for (;;) {
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
    console.log(JSON.stringify({ saved }));
  }
}
