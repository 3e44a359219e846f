import { buildService } from '../lib/buildService.ts';
import { mainTask } from '../lib/mainTask.ts';

// `node scripts/run.mjs buildService`: the tenant service in `dist/service`, as it goes into a container.
await mainTask(async () => {
  await buildService();
  return 0;
});
