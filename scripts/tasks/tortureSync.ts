import { mainTask } from '../lib/mainTask.ts';
import { runBundled } from '../lib/runBundled.ts';

await mainTask(() => runBundled('testing/torture/sync/tortureSync.ts', process.argv.slice(2)));
