import { expect, type ElectronApplication, type Page } from '@playwright/test';
import { answerFileDialogs } from '../e2e/fixtures/dialogs';
import type { BenchRow } from './benchRow';
import { historyStartMs } from './benchProject';
import { ownMegabytes } from './ownMegabytes';
import { recordWhile } from './pageProbe';

const settleMs = 1_500;

/** Whether a moment is in the history of the plant that is being opened, and not of the one that was open before. */
function isOfNewPlant(valuesMs: number | undefined): boolean {
  return valuesMs !== undefined && valuesMs >= historyStartMs;
}

/** Opens a project in the running app as a person does, up to the frame that shows all of it with its values. */
export async function measureOpen(
  running: { readonly app: ElectronApplication; readonly window: Page },
  project: string,
): Promise<number> {
  const { app, window } = running;
  await answerFileDialogs(app, project);
  const { moves, paints } = await recordWhile(window, async () => {
    await window.keyboard.press('Control+o');
    await expect(window.getByTestId('value-table')).toHaveAttribute(
      'data-time-ms',
      new RegExp(`^${String(historyStartMs).slice(0, 4)}`),
      { timeout: 60_000 },
    );
    await window.waitForTimeout(settleMs);
  });
  const pressedMs = moves[0]?.sentMs ?? Number.NaN;
  const shown = paints.find(({ complete, valuesMs }) => complete && isOfNewPlant(valuesMs));
  return (shown?.doneMs ?? Number.NaN) - pressedMs;
}

/** Memory of the window's and the engine's process, after everything else was measured. */
export async function measureMemory(group: string, app: ElectronApplication): Promise<readonly BenchRow[]> {
  const processes = await app.evaluate(({ app: electronApp }) =>
    electronApp.getAppMetrics().map(({ pid, type, name, memory }) => ({ pid, type, name, kb: memory.workingSetSize })),
  );
  const row = (name: string, found: (typeof processes)[number] | undefined): BenchRow => ({
    ...{ group, name, unit: 'MB', aim: 400, better: 'lower' },
    value: found === undefined ? Number.NaN : ownMegabytes(found.pid, found.kb),
  });
  return [
    row(
      'renderer memory',
      processes.find(({ type }) => type === 'Tab'),
    ),
    row(
      'engine memory',
      processes.find(({ name }) => name === 'Sightglass engine'),
    ),
  ];
}
