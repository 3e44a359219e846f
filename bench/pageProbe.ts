import type { Page } from '@playwright/test';

/** A painted frame of the drawing. */
export interface PaintRecord {
  readonly atMs: number;
  /** After the browser has laid out, painted and handed on the frame. */
  readonly doneMs: number;
  readonly complete: boolean;
  readonly valuesMs: number | undefined;
}

/** A move of the pointer, from where the page hears it to the end of the frame that follows. */
export interface MoveRecord {
  /** When the browser got the event. */
  readonly sentMs: number;
  readonly heardMs: number;
  readonly doneMs: number;
}

/** What the page noted while something was done to it. Times are those of `performance.now()`. */
export interface ProbeRecords {
  readonly frames: readonly number[];
  readonly paints: readonly PaintRecord[];
  readonly moves: readonly MoveRecord[];
  readonly nowMs: number;
}

/** Runs in the page: listens to the scene, the pointer and the frames, and touches nothing. */
function listenInPage(): void {
  const records = { frames: [] as number[], paints: [] as object[], moves: [] as object[] };
  let on = false;
  const afterFrame = (then: () => void): void => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      then();
    };
    port2.postMessage(undefined);
  };
  window.addEventListener('scene:painted', (event) => {
    if (on && event instanceof CustomEvent) {
      const paint = { ...(event.detail as { readonly early: boolean }), atMs: performance.now() };
      // What was painted early is on the screen with the frame that follows, not before.
      const turn = paint.early ? requestAnimationFrame : queueMicrotask;
      turn(() => afterFrame(() => records.paints.push({ ...paint, doneMs: performance.now() })));
    }
  });
  const hear = (event: Event): void => {
    if (on) {
      const heardMs = performance.now();
      requestAnimationFrame(() =>
        afterFrame(() => records.moves.push({ sentMs: event.timeStamp, heardMs, doneMs: performance.now() })),
      );
    }
  };
  window.addEventListener('pointermove', hear, { capture: true });
  window.addEventListener('keydown', hear, { capture: true });
  const count = (frameMs: number): void => {
    records.frames.push(frameMs);
    if (on) {
      requestAnimationFrame(count);
    }
  };
  Object.assign(window, {
    sceneProbe: {
      start: () => {
        records.frames.length = 0;
        records.paints.length = 0;
        records.moves.length = 0;
        on = true;
        requestAnimationFrame(count);
      },
      stop: () => {
        on = false;
        return { ...structuredClone(records), nowMs: performance.now() };
      },
    },
  });
}

interface ProbedWindow {
  readonly sceneProbe: { readonly start: () => void; readonly stop: () => ProbeRecords };
}

/** Puts the probe into the page. */
export async function installProbe(page: Page): Promise<void> {
  await page.evaluate(listenInPage);
}

/** Notes what the page does while `work` is going on. */
export async function recordWhile(page: Page, work: () => Promise<void>): Promise<ProbeRecords> {
  await page.evaluate(() => (window as unknown as ProbedWindow).sceneProbe.start());
  await work();
  return page.evaluate(() => (window as unknown as ProbedWindow).sceneProbe.stop());
}

/** The lengths of the frames in which the drawing was painted: from one frame's start to the next. */
export function paintedFrameLengths({ frames, paints }: ProbeRecords): readonly number[] {
  return frames.flatMap((startMs, index) => {
    const endMs = frames[index + 1];
    const isPainted = endMs !== undefined && paints.some(({ atMs }) => atMs >= startMs && atMs < endMs);
    return isPainted ? [endMs - startMs] : [];
  });
}
