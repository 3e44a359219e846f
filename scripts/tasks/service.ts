import { mainTask } from '../lib/mainTask.ts';
import { runBundled } from '../lib/runBundled.ts';

await mainTask(() => runBundled('service/main.ts', process.argv.slice(2)));
