import { expect, type Page } from '@playwright/test';
import { gutterPx, scalePx } from '../shared/playback/timelineScale';
import { showMode } from '../e2e/pages/shell';
import { percentile } from './benchRow';
import { paintedFrameLengths, recordWhile } from './pageProbe';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

async function boxOf(page: Page, testId: string): Promise<Box> {
  const box = await page.getByTestId(testId).boundingBox();
  if (box === null) {
    throw new Error(`${testId} is not on the screen`);
  }
  return box;
}

const centreOf = ({ x, y, width, height }: Box): { x: number; y: number } => ({ x: x + width / 2, y: y + height / 2 });

/** Zooms the drawing of Operate mode in until it stands at 100 % or a little more. */
export async function zoomToWorkingSize(page: Page): Promise<void> {
  const percent = page.getByText(/^\d+ %$/).first();
  for (let step = 0; step < 30 && Number.parseInt(await percent.innerText(), 10) < 100; step += 1) {
    await page.getByRole('button', { name: 'Zoom the drawing in' }).click();
  }
  await page.waitForTimeout(500);
}

/** Drags the drawing to and fro with the pointer: the 95th percentile of the frames it was painted in. */
export async function measurePan(page: Page): Promise<number> {
  const centre = centreOf(await boxOf(page, 'drawing'));
  const records = await recordWhile(page, async () => {
    await page.mouse.move(centre.x, centre.y);
    await page.mouse.down();
    for (let move = 1; move <= 120; move += 1) {
      const angle = (move / 120) * 4 * Math.PI;
      await page.mouse.move(centre.x + 300 * Math.sin(angle), centre.y + 150 * Math.sin(angle / 2));
    }
    await page.mouse.up();
  });
  return percentile(paintedFrameLengths(records), 0.95);
}

/** How the playhead is moved: each next place as a share of the timeline. */
type SliderPath = (move: number) => number;

/** A hand that drags, a hundredth of the timeline a move, to and fro. */
export const dragged: SliderPath = (move) => 0.2 + 0.01 * Math.abs(((move + 40) % 80) - 40);
/** Anywhere: all values differ from move to move. */
export const anywhere: SliderPath = (move) => (move * 0.618034) % 1;

/**
 * Moves the playhead: the 95th percentile from where the page hears of the pointer's move to painted values. Before
 * that the browser holds every move back until its next frame, up to 16.7 ms.
 */
export async function measureSlider(page: Page, path: SliderPath): Promise<number> {
  const playhead = await boxOf(page, 'playhead');
  const timeline = await boxOf(page, 'timeline');
  const y = playhead.y + 14;
  const xOf = (share: number): number => timeline.x + gutterPx + 4 + share * (timeline.width - gutterPx - scalePx - 8);
  await page.mouse.move(playhead.x, y);
  await page.mouse.down();
  await page.mouse.move(xOf(path(0)), y);
  await page.waitForTimeout(800);
  const records = await recordWhile(page, async () => {
    for (let move = 1; move <= 80; move += 1) {
      await page.mouse.move(xOf(path(move)), y);
      await page.waitForTimeout(90);
    }
  });
  await page.mouse.up();
  const delays = records.moves.map(({ heardMs }, index) => {
    const nextMs = records.moves[index + 1]?.heardMs ?? Infinity;
    const before = records.paints.filter(({ atMs }) => atMs < heardMs).at(-1)?.valuesMs;
    const painted = records.paints.find(
      ({ atMs, valuesMs }) => atMs >= heardMs && atMs < nextMs && valuesMs !== undefined && valuesMs !== before,
    );
    // A move that was never painted before the next one counts as long as it was shown nothing.
    return (painted?.doneMs ?? Math.min(nextMs, records.nowMs)) - heardMs;
  });
  return percentile(delays, 0.95);
}

/** Plays at 1,200x (twice 600x) for five seconds: frames a second that showed another moment. */
export async function measurePlay(page: Page): Promise<number> {
  const seconds = 5;
  await page.getByTestId('drawing').hover();
  await page.keyboard.press('Home');
  await page.keyboard.press('4');
  await page.keyboard.press('Shift+ArrowUp');
  await expect(page.getByText('Speed 1,200×')).toBeVisible();
  await page.keyboard.press('Space');
  await page.waitForTimeout(1_000);
  const { paints } = await recordWhile(page, () => page.waitForTimeout(seconds * 1_000));
  await page.keyboard.press('Space');
  return new Set(paints.map(({ valuesMs }) => valuesMs)).size / seconds;
}

/** Drags one pump about in Model mode at 100 %: the 95th percentile of the work that a move of the pointer makes. */
export async function measureSymbolDrag(page: Page): Promise<number> {
  await showMode(page, 'Model');
  await page.getByTestId('drawing').focus();
  await page.keyboard.press('0');
  await page.waitForTimeout(500);
  const area = centreOf(await boxOf(page, 'drawing'));
  const pumps = page.locator('.react-flow__node[data-id^="pump-"]');
  const boxes = await Promise.all((await pumps.all()).map((pump) => pump.boundingBox()));
  const distance = (box: Box): number => Math.hypot(centreOf(box).x - area.x, centreOf(box).y - area.y);
  const nearest = boxes.filter((box) => box !== null).sort((one, other) => distance(one) - distance(other))[0];
  if (nearest === undefined) {
    throw new Error('no pump is in view');
  }
  const from = centreOf(nearest);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 8, from.y + 8, { steps: 4 });
  const { moves, paints } = await recordWhile(page, async () => {
    for (let move = 1; move <= 120; move += 1) {
      const angle = (move / 120) * 4 * Math.PI;
      await page.mouse.move(from.x + 120 * Math.sin(angle), from.y + 60 * Math.cos(angle));
    }
  });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  if (paints.length < moves.length / 2) {
    throw new Error(`only ${paints.length} frames were painted for ${moves.length} moves: nothing was dragged`);
  }
  return percentile(
    moves.map(({ heardMs, doneMs }) => doneMs - heardMs),
    0.95,
  );
}
