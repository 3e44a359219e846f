import type { SceneMode } from './scene';

/** What is drawn at a zoom. Symbols scale with it; words and plates keep their size and come and go. */
export interface Detail {
  /** Fills follow the state. */
  readonly states: boolean;
  /** Pipes show what flows in them. */
  readonly flows: boolean;
  readonly tags: boolean;
  readonly words: boolean;
  readonly readouts: boolean;
  readonly bubbles: boolean;
  readonly signals: boolean;
  readonly lineNumbers: boolean;
  readonly ports: boolean;
  readonly grid: boolean;
  readonly arrows: boolean;
}

/** Zoom steps of the design, section 3. */
const tagsFrom = 0.25;
const readoutsFrom = 0.5;
/** A little under 75 %, so that a sheet that just fits the window keeps its words. */
const wordsFrom = 0.7;
const allFrom = 1.5;
/** Below this the dots of the grid would run into a grey. */
const gridFrom = 0.5;

/** The steps of detail of the design: far out state and colour, closer words, closest everything. */
export function detailOf(zoom: number, mode: SceneMode): Detail {
  const model = mode === 'model';
  return {
    states: !model && zoom >= tagsFrom,
    flows: !model && zoom >= readoutsFrom,
    tags: zoom >= tagsFrom,
    words: zoom >= wordsFrom,
    readouts: !model && zoom >= readoutsFrom,
    bubbles: model || zoom > allFrom,
    signals: model || zoom > allFrom,
    lineNumbers: zoom >= wordsFrom,
    ports: !model && zoom > allFrom,
    grid: model && zoom >= gridFrom,
    arrows: zoom >= tagsFrom,
  };
}
