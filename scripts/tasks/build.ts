import { buildApp } from '../lib/buildApp.ts';
import { ensureElectron } from '../lib/electronRuntime.ts';
import { mainTask } from '../lib/mainTask.ts';

await mainTask(async () => {
  await buildApp(await ensureElectron());
  return 0;
});
