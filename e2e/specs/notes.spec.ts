import type { Page } from '@playwright/test';
import { demoShownMs, demoTripNightMs } from '../../shared/demo/demoMoments';
import { expect, test } from '../fixtures/app';
import { noteOnRail, pinNote } from '../pages/notes';
import { goTo, readValues, selectByTag, waitForValues } from '../pages/operate';
import { openExamplePlant } from '../pages/shell';

/** Seconds after 03:00 at which XV-102 closed by itself. */
const closedMs = demoTripNightMs + 521_200;

const example = test.extend<{ readonly operate: Page }>({
  operate: async ({ startApp }, use) => {
    const { window } = await startApp();
    await openExamplePlant(window);
    await waitForValues(window);
    await expect(window.locator('[data-glyph=closed]').first()).toBeAttached();
    await use(window);
  },
});

test('a note pinned at 03:12 is on the rail after a restart; it is rewritten, moved, deleted and brought back', async ({
  startApp,
}) => {
  test.setTimeout(240_000);
  const first = await startApp();
  await openExamplePlant(first.window);
  await waitForValues(first.window);
  await goTo(first.window, Date.UTC(2026, 2, 14, 1, 12));
  await pinNote(first.window, 'XV-102 sticks', 'Shift B');
  await expect(first.window.getByTestId('saved-state')).toHaveText('All changes kept on this machine');
  await first.app.close();

  const { window } = await startApp({ userData: first.userData });
  await waitForValues(window);
  const glyph = noteOnRail(window, 'XV-102 sticks');
  await expect(glyph).toHaveAccessibleName('Note: XV-102 sticks, Sat 14 Mar 2026, 03:12:00');
  await glyph.click();
  await expect(window.getByTestId('replay-moment')).toHaveText('Sat 14 Mar 2026, 03:12:00');
  const panel = window.getByTestId('notes-panel');
  await expect(panel.getByText('Shift B')).toBeVisible();

  await panel.getByLabel('Text of the note').fill('XV-102 actuator fuse blown');
  await panel.getByLabel('Text of the note').press('Enter');
  await expect(noteOnRail(window, 'XV-102 actuator fuse blown')).toBeVisible();
  await goTo(window, closedMs);
  await panel.getByRole('button', { name: 'Move to playhead' }).click();
  await expect(noteOnRail(window, 'XV-102 actuator fuse blown')).toHaveAttribute('data-time-ms', String(closedMs));

  await panel.getByRole('button', { name: 'Delete note' }).click();
  await expect(window.getByTestId('rail-note')).toHaveCount(0);
  await expect(panel.getByText('No notes yet')).toBeVisible();
  await window.keyboard.press('Control+z');
  await expect(noteOnRail(window, 'XV-102 actuator fuse blown')).toHaveAttribute('data-time-ms', String(closedMs));
  await window.keyboard.press('Control+z');
  await window.keyboard.press('Control+z');
  await expect(noteOnRail(window, 'XV-102 sticks')).toHaveAttribute(
    'data-time-ms',
    String(Date.UTC(2026, 2, 14, 1, 12)),
  );
  await window.keyboard.press('Control+Shift+z');
  await expect(noteOnRail(window, 'XV-102 actuator fuse blown')).toBeVisible();
});

example('[P54] a note is found by its words in the command palette, from Model too', async ({ operate }) => {
  await goTo(operate, closedMs);
  await pinNote(operate, 'Fuse of the actuator replaced', 'Shift C');
  await operate.keyboard.press('Escape');
  await expect(operate.getByTestId('notes-panel')).toHaveCount(0);
  await operate.keyboard.press('Home');
  await operate.getByRole('radio', { name: 'Model' }).click();
  await operate.keyboard.press('Control+k');
  await operate.keyboard.type('actuator replaced');
  await operate.getByRole('option', { name: /Fuse of the actuator replaced/ }).click();
  await expect(operate.getByRole('radio', { name: 'Operate' })).toBeChecked();
  await expect(operate.getByTestId('replay-moment')).toHaveText('Sat 14 Mar 2026, 03:08:41');
  await expect(operate.getByLabel('Text of the note')).toHaveValue('Fuse of the actuator replaced');
});

example(
  '[P53] the list says what it is for while it is empty; M marks at once; the name is remembered',
  async ({ operate }) => {
    await operate.getByRole('button', { name: 'Notes (Shift N)' }).click();
    await expect(operate.getByTestId('notes-panel')).toContainText('No notes yet.');
    await operate.keyboard.press('m');
    await expect(noteOnRail(operate, 'Mark')).toHaveAttribute('data-time-ms', String(demoShownMs));
    await pinNote(operate, 'seen', 'Shift D');
    await operate.keyboard.press('n');
    await expect(operate.getByLabel('Your name')).toHaveValue('Shift D');
    await operate.keyboard.press('Escape');
    await expect(operate.getByRole('form', { name: 'New note' })).toHaveCount(0);
  },
);

example('[P51] resting on a glyph tells what happened; a click goes to its moment', async ({ operate }) => {
  const valve = operate.locator(`[data-testid=rail-glyph][data-time-ms="${closedMs}"]`);
  await expect(valve).toHaveAttribute('data-glyph', 'closed');
  const { x = 0, y = 0, width = 0, height = 0 } = (await valve.boundingBox()) ?? {};
  await operate.mouse.move(x + width / 2, y + height / 2);
  const card = operate.getByTestId('event-card');
  await expect(card).toContainText('XV-102 closed');
  await expect(card).toContainText('03:08:41.200');
  await expect(card).toContainText('3 min 59 s before playhead');
  await operate.mouse.click(x + width / 2, y + height / 2);
  await expect.poll(async () => (await readValues(operate)).timeMs).toBe(closedMs);
  await expect(card).toContainText('At the playhead');
});

example('[P49] the rail tells of what is selected', async ({ operate }) => {
  const rail = operate.getByTestId('rail-drawing');
  await expect(rail).toHaveAttribute('data-scope', 'sheet');
  await selectByTag(operate, 'CH-2');
  await expect(rail).toHaveAttribute('data-scope', 'selection');
  await expect(rail).toHaveAccessibleName(/State changes 3, Limit crossings 0, Gaps 1/);
  await expect(operate.locator('[data-glyph=tripped]')).toHaveCount(1);
});

example('[P26] dragging the playhead and playing draw nothing of the rail', async ({ operate }) => {
  const timesDrawn = (): Promise<string | null> => operate.getByTestId('rail-drawing').getAttribute('data-drawn');
  await operate.getByTestId('overview').hover();
  const drawn = await timesDrawn();
  const { x = 0, y = 0 } = (await operate.getByTestId('ruler').boundingBox()) ?? {};
  await operate.mouse.move(x + 500, y + 16);
  await operate.mouse.down();
  for (let step = 0; step < 40; step += 1) {
    await operate.mouse.move(x + 500 + step * 10, y + 16);
  }
  await operate.mouse.up();
  const clock = await operate.getByTestId('clock').textContent();
  await operate.keyboard.press('Space');
  await expect.poll(() => operate.getByTestId('clock').textContent()).not.toBe(clock);
  await operate.keyboard.press('Space');
  expect(await timesDrawn()).toBe(drawn);
});

example('[P52] a dragged playhead stops at a glyph, with Shift it does not', async ({ operate }) => {
  const valve = operate.locator(`[data-testid=rail-glyph][data-time-ms="${closedMs}"]`);
  const { x = 0, width = 0 } = (await valve.boundingBox()) ?? {};
  const ruler = (await operate.getByTestId('ruler').boundingBox()) ?? { y: 0 };
  const timeMs = async (): Promise<number> => (await readValues(operate)).timeMs;
  const drag = async (awayPx: number): Promise<void> => {
    await operate.mouse.move(x + width / 2 - 200, ruler.y + 16);
    await operate.mouse.down();
    await operate.mouse.move(x + width / 2 + awayPx, ruler.y + 16, { steps: 5 });
    await operate.mouse.up();
  };
  await drag(4);
  await expect.poll(timeMs).toBe(closedMs);
  await operate.keyboard.down('Shift');
  await drag(4);
  await operate.keyboard.up('Shift');
  await expect.poll(timeMs).not.toBe(closedMs);
});
