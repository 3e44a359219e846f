import { mainTask } from '../lib/mainTask.ts';
import { runBundled } from '../lib/runBundled.ts';

await mainTask(() => runBundled('cli/main.ts', process.argv.slice(2)));
