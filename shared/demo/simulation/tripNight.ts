import { demoTripNightMs } from '../demoMoments';
import type { PlantState } from './plantState';

/** Seconds after 03:00 of the night, and the value then; undefined: whatever the plant model says. */
type Key = readonly [second: number, value: number | undefined];

const at = (minute: number, second: number): number => 60 * minute + second;

// What the record of that night holds where the plant model alone would only come near it.
const script = {
  secondarySupply: [
    [at(8, 36), undefined],
    [at(9, 34), 7],
    [at(10, 0), 7.8],
    [at(10, 26), 9.08],
    [at(11, 20), 9.8],
    [at(12, 40), 10.1],
    [at(15, 0), 10.3],
    [at(16, 50), undefined],
  ],
  secondaryReturn: [
    [at(10, 30), undefined],
    [at(12, 40), 12.9],
    [at(16, 50), undefined],
  ],
  secondaryFlow: [
    [at(9, 0), undefined],
    [at(9, 20), 226],
    [at(16, 20), 226],
    [at(20, 0), undefined],
  ],
  decouplerFlow: [
    [at(8, 45), undefined],
    [at(9, 34), -0.6],
    [at(9, 55), -62],
    [at(10, 40), -110],
    [at(16, 44), -110],
    [at(18, 20), undefined],
  ],
  chiller1Leaving: [
    [at(10, 0), undefined],
    [at(11, 40), 7.4],
    [at(16, 30), 7.5],
    [at(19, 0), undefined],
  ],
  chiller2Leaving: [
    [at(8, 58), undefined],
    [at(10, 40), 11.8],
    [at(17, 0), 12.2],
    [at(19, 30), undefined],
  ],
  valve1: [
    [at(9, 40), undefined],
    [at(12, 40), 0.86],
    [at(14, 50), 1],
    [at(18, 40), 1],
    [at(26, 0), undefined],
  ],
  valve2: [
    [at(9, 40), undefined],
    [at(12, 5), 1],
    [at(19, 0), 1],
    [at(27, 0), undefined],
  ],
  valve3: [
    [at(9, 36), undefined],
    [at(11, 20), 0.955],
    [at(11, 47), 1],
    [at(20, 0), 1],
    [at(29, 0), undefined],
  ],
  supplyAir1: [
    [at(10, 20), undefined],
    [at(12, 40), 15.2],
    [at(17, 0), 16.3],
    [at(30, 0), undefined],
  ],
  supplyAir2: [
    [at(10, 10), undefined],
    [at(12, 40), 15.9],
    [at(17, 0), 16.8],
    [at(32, 0), undefined],
  ],
  supplyAir3: [
    [at(10, 0), undefined],
    [at(12, 19), 17.04],
    [at(12, 40), 17.8],
    [at(16, 40), 19.1],
    [at(36, 0), undefined],
  ],
  differentialPressure: [
    [at(9, 40), undefined],
    [at(12, 0), 118],
    [at(19, 0), 118],
    [at(25, 0), undefined],
  ],
} satisfies Readonly<Record<string, readonly Key[]>>;

/** The values of the plant model that the record of the night bends. */
export type ScriptedName = keyof typeof script;

/** Last second of the night that the script bends. */
const lastSecond = at(36, 0);

function bend(keys: readonly Key[], second: number, modelled: number): number {
  const next = keys.findIndex(([keySecond]) => keySecond > second);
  const [after, before] = [keys[next], keys[next - 1]];
  if (after === undefined || before === undefined) {
    return modelled;
  }
  const [from, to] = [before[1] ?? modelled, after[1] ?? modelled];
  return from + ((to - from) * (second - before[0])) / (after[0] - before[0]);
}

/** What the record says of a value at a moment of any night; most nights, what the plant model says. */
export function recorded(name: ScriptedName, state: PlantState, modelled: number): number {
  const second = (state.timeMs - demoTripNightMs) / 1_000;
  return second < 0 || second > lastSecond ? modelled : bend(script[name], second, modelled);
}

/** Moments of the night at which everything was sampled, beside the regular ones. */
export const tripMomentsMs: readonly number[] = [
  at(3, 0),
  at(6, 35),
  at(8, 41.2),
  at(8, 52),
  at(8, 58),
  at(9, 20),
  at(9, 34),
  at(10, 2),
  at(10, 26),
  at(11, 47),
  at(12, 19),
  at(12, 31),
  at(15, 10),
  at(17, 0),
  at(26, 6),
  at(27, 0),
].map((second) => demoTripNightMs + 1_000 * second);

/** While the trip was recorded, everything was sampled this often. */
export const fastRecording = {
  startMs: demoTripNightMs - 10 * 60_000,
  endMs: demoTripNightMs + 30 * 60_000,
  periodMs: 10_000,
} as const;

/** A time in which the historian got nothing, or nothing good, of some series. */
export interface Silence {
  /** Undefined: of every series. */
  readonly series: string | undefined;
  readonly startMs: number;
  readonly endMs: number;
  /** `held`: no samples; `lost`: the first one says that there is no value; `bad`: samples of bad quality. */
  readonly kind: 'held' | 'lost' | 'bad';
}

const silence = (kind: Silence['kind'], series: string | undefined, span: readonly [number, number]): Silence => ({
  kind,
  series,
  startMs: demoTripNightMs + 1_000 * span[0],
  endMs: demoTripNightMs + 1_000 * span[1],
});

/** The silences of that night; where two meet, the first counts. */
export const silences: readonly Silence[] = [
  silence('lost', undefined, [at(26, 6), at(27, 0)]),
  silence('held', 'OA_TEMP_WB', [at(-28, -15), at(31, 30)]),
  silence('bad', 'CHWP.PT_105.PV', [at(3, 0), at(41, 0)]),
  silence('lost', 'CHL_CD_FLOW_2', [at(6, 35), at(15, 10)]),
  silence('held', 'CHL_SW_TEMP_2', [at(10, 41), at(17, 0)]),
];
