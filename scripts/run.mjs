// The first thing that every npm script runs; plain JavaScript, so that the machine's own Node (20 or later) can read it.
// It hands over to the Node that package.json pins, which runs TypeScript as it is.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(new URL('..', import.meta.url)));
const pinnedNode = join(root, 'node_modules/node/bin/node');
const neededMajor = 24;

/** @param {string} version */
function majorOf(version) {
  return Number(version.replace(/^v/, '').split('.')[0]);
}

/** @param {string} executable */
function runs(executable) {
  const answer = spawnSync(executable, ['--version'], { encoding: 'utf8' });
  return answer.status === 0 && majorOf(answer.stdout) >= neededMajor;
}

/** npm may have been told not to run install scripts: then the pinned Node still has to be put in its place. */
function bringUpNode() {
  if (existsSync(pinnedNode) && runs(pinnedNode)) {
    return;
  }
  console.log(`Fetching Node ${neededMajor} through npm …`);
  spawnSync(process.execPath, ['installArchSpecificPackage.js'], {
    cwd: join(root, 'node_modules/node'),
    stdio: 'inherit',
  });
  if (!runs(pinnedNode)) {
    console.error(
      `Node ${neededMajor} is needed and npm could not fetch it: install Node ${neededMajor}, then try again.`,
    );
    process.exit(1);
  }
}

const [task, ...rest] = process.argv.slice(2);
const script = join(root, 'scripts/tasks', `${task}.ts`);
if (!existsSync(join(root, 'node_modules'))) {
  console.error('The packages are not installed yet: run `npm ci` first.');
  process.exit(1);
}

let executable = process.execPath;
if (majorOf(process.version) < neededMajor) {
  bringUpNode();
  executable = pinnedNode;
}
const child = spawn(executable, [script, ...rest], { stdio: 'inherit', cwd: root });
// The terminal sends Ctrl C to the task as well; what is sent to us alone is passed on.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => child.kill('SIGTERM'));
process.on('SIGHUP', () => child.kill('SIGHUP'));
// npm passes signals to the shell between us, and that shell keeps them to itself: it only goes.
const parent = process.ppid;
setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 500).unref();
child.once('exit', (code) => process.exit(code ?? 1));
