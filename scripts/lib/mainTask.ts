import { MissingPrerequisite } from './say.ts';

/** Runs a task; what is missing on the machine ends it with one sentence instead of a stack. */
export async function mainTask(task: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await task();
  } catch (error) {
    console.error(error instanceof MissingPrerequisite ? error.message : error);
    process.exitCode = 1;
  }
}
