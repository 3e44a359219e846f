import { valueState } from '../history/valueState';
import { assertNever } from '../lib/assertNever';
import { tileFramesFor, tileStartMs } from './frameGrid';
import { FrameTileStore } from './frameTileStore';
import type { PlayerAnswer, PlayerRequest } from './playerMessages';
import { planTiles, playLevelMs, type PlaybackView, type TileShape, type WantedTile } from './tilePlan';
import { changedBetween, emptyColumns, type ValueColumns } from './valueFrame';

/** Missing tiles named at once: enough to keep the engine busy, few enough to change one's mind. */
const mostMissing = 6;

/** What the player knows of one set of sensors. */
interface Sitting {
  readonly generation: number;
  readonly shape: TileShape;
  readonly tiles: FrameTileStore;
  /** The last columns handed out; undefined before the first, so that the first frame changes everything. */
  shown: ValueColumns | undefined;
  view: PlaybackView | undefined;
  unreachable: Uint8Array | undefined;
}

function allOf(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, index) => index);
}

function copyOf(columns: ValueColumns): ValueColumns {
  return { values: columns.values.slice(), states: columns.states.slice(), agesMs: columns.agesMs.slice() };
}

/** The old picture, with every number marked as not sure. */
function markedApproximate(columns: ValueColumns): ValueColumns {
  const marked = copyOf(columns);
  marked.values.forEach((value, index) => {
    if (!Number.isNaN(value)) {
      marked.states[index] = valueState.approximate;
    }
  });
  return marked;
}

/** Puts the old number, marked, where a value is still to come. */
function keepOldNumbers(columns: ValueColumns, { shown, unreachable }: Sitting): void {
  columns.states.forEach((state, index) => {
    const isToCome = state === valueState.approximate && unreachable?.[index] !== 1;
    if (isToCome && Number.isNaN(columns.values[index])) {
      columns.values[index] = shown?.values[index] ?? NaN;
    }
  });
}

/** The player: keeps frame tiles, answers looks with what changed, says what is missing. Runs in a worker. */
export class PlayerCore {
  readonly #answer: (message: PlayerAnswer) => void;
  #sitting: Sitting | undefined;

  constructor(answer: (message: PlayerAnswer) => void) {
    this.#answer = answer;
  }

  /** Takes one message of the window. */
  receive(message: PlayerRequest): void {
    if (message.kind === 'reset') {
      this.#reset(message);
      return;
    }
    const sitting = this.#sitting;
    if (sitting === undefined) {
      return;
    }
    switch (message.kind) {
      case 'view':
        sitting.view = message.view;
        this.#sayMissing(sitting);
        return;
      case 'look':
        this.#look(sitting, message);
        return;
      case 'tile':
        if (message.generation === sitting.generation) {
          sitting.tiles.add(message.key, message.columns, sitting.view?.timeMs ?? 0);
          this.#sayMissing(sitting);
        }
        return;
      case 'again':
        sitting.tiles[message.corrected ? 'reopen' : 'outdate'](message.range);
        this.#sayMissing(sitting);
        return;
      case 'reach':
        sitting.unreachable = message.unreachable;
        return;
      case 'exact':
        if (message.generation === sitting.generation) {
          this.#show(sitting, message.columns, { ...message, covered: true, exact: true });
        }
        return;
      default:
        assertNever(message, 'PlayerRequest');
    }
  }

  #reset(message: Extract<PlayerRequest, { kind: 'reset' }>): void {
    const { generation, sensorCount, closestSamplesMs, memoryBytes } = message;
    const tileFrames = tileFramesFor(sensorCount);
    this.#sitting = {
      generation,
      shape: { sensorCount, tileFrames, closestSamplesMs },
      tiles: new FrameTileStore({ sensorCount, tileFrames, memoryBytes }),
      shown: undefined,
      view: undefined,
      unreachable: undefined,
    };
  }

  #look(sitting: Sitting, message: Extract<PlayerRequest, { kind: 'look' }>): void {
    const { timeMs, playing, lookId } = message;
    const columns = emptyColumns(sitting.shape.sensorCount);
    const coarsestStepMs = playing && sitting.view ? playLevelMs(sitting.view, sitting.shape) : Infinity;
    const { unreachable } = sitting;
    const look = sitting.tiles.look(timeMs, { coarsestStepMs, snap: playing, unreachable }, columns);
    const { shown } = sitting;
    if (playing ? look?.sure !== true : look === undefined && shown === undefined) {
      this.#answerNotHere(sitting, message);
      return;
    }
    if (look === undefined) {
      this.#show(sitting, shown ? markedApproximate(shown) : columns, { lookId, timeMs, covered: false, exact: false });
      return;
    }
    keepOldNumbers(columns, sitting);
    this.#show(sitting, columns, { lookId, timeMs: playing ? look.frameMs : timeMs, covered: true, exact: false });
  }

  /** Nothing changes on the screen: the clock waits at a moment whose picture is still right, or there is none yet. */
  #answerNotHere(sitting: Sitting, about: { readonly lookId: number; readonly timeMs: number }): void {
    const columns = copyOf(sitting.shown ?? emptyColumns(sitting.shape.sensorCount));
    const { generation } = sitting;
    const { lookId, timeMs } = about;
    const changed = new Uint32Array(0);
    this.#answer({ kind: 'frame', generation, lookId, timeMs, covered: false, exact: false, columns, changed });
  }

  #show(
    sitting: Sitting,
    columns: ValueColumns,
    about: { readonly lookId: number; readonly timeMs: number; readonly covered: boolean; readonly exact: boolean },
  ): void {
    const { lookId, timeMs, covered, exact } = about;
    const changed = sitting.shown ? changedBetween(sitting.shown, columns) : allOf(columns.values.length);
    sitting.shown = copyOf(columns);
    const { generation } = sitting;
    this.#answer({ kind: 'frame', generation, lookId, timeMs, covered, exact, columns, changed });
  }

  #sayMissing(sitting: Sitting): void {
    const { view, tiles, shape, generation } = sitting;
    if (view === undefined) {
      return;
    }
    const wanted = planTiles(view, shape, Math.max(1, tiles.capacity - 1));
    // What is not here at all comes before what is only to be read again.
    const order = (key: WantedTile): number => (key.urgent ? 0 : tiles.has(key) ? 2 : 1);
    const needed = wanted.filter((key) => tiles.needs(key)).sort((a, b) => order(a) - order(b));
    const missing = needed.slice(0, mostMissing);
    this.#answer({
      kind: 'missing',
      generation,
      tiles: missing.map(({ stepMs, index, urgent }) => ({
        ...{ stepMs, index, urgent },
        startMs: tileStartMs({ stepMs, index }, shape.tileFrames),
        frameCount: shape.tileFrames + 1,
      })),
    });
  }
}
