import { explainError } from '../../shared/lib/appError';
import { formatDate, formatHourMinute } from '../../shared/playback/formatTime';
import type { ZoneClock } from '../../shared/playback/zoneClock';
import { useApp, useModel, useModelOnShow, useSession } from '../state/appContext';
import { useReplayPast } from '../state/playbackSession';

/** What the banner says of the drawing under it, and what else can be shown. */
export interface DrawingNotice {
  readonly words: string;
  /** What the button says; undefined: there is nothing to choose. */
  readonly choice: string | undefined;
  readonly onChoose: () => void;
}

/** `Drawing of 3 Nov 2026 15:41, revision 205`; what is known first has no moment. */
export function pastDrawingWords(
  { seq, atMs }: { readonly seq: number; readonly atMs: number },
  clock: ZoneClock,
): string {
  if (atMs === 0) {
    return `Earliest drawing known here, revision ${seq}`;
  }
  const wall = clock.wallTime(atMs);
  return `Drawing of ${formatDate(wall)} ${formatHourMinute(wall)}, revision ${seq}`;
}

/** Which drawing the replay shows: today's, or the one in force at the playhead. */
export function useDrawingNotice(clock: ZoneClock): DrawingNotice {
  const { session } = useApp();
  const revision = useModel((state) => state.revision);
  const past = useModelOnShow((state) => state.past);
  const hasPast = useReplayPast((state) => state.times.length > 0);
  const problem = useReplayPast((state) => state.problem);
  const todaysDrawing = useSession((state) => state.todaysDrawing);
  const onChoose = (): void => session.setState({ todaysDrawing: !todaysDrawing });
  if (!hasPast) {
    const words = `Drawing and bindings as of now, revision ${revision}`;
    return { words, choice: undefined, onChoose };
  }
  const choice = todaysDrawing ? 'Show the drawing of then' : 'Show today’s drawing';
  if (past !== undefined) {
    return { words: pastDrawingWords(past, clock), choice, onChoose };
  }
  const why = problem === undefined ? '' : `. The drawing of then is not here: ${explainError(problem)}`;
  return { words: `Drawing and bindings of today${why}`, choice, onChoose };
}
