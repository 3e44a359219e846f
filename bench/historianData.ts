/** The plant of the historian benchmark: 500 sensors, 30 days, a sample a minute. */
export const benchPlant = {
  sensorCount: 500,
  days: 30,
  startMs: 1_767_225_600_000,
  periodMs: 60_000,
  samplesPerDay: 1_440,
} as const;

/** The five kinds of signal a plant has, in equal parts. */
export type SignalKind = 'temperature' | 'noise' | 'set-point' | 'valve' | 'counter';
const kinds: readonly SignalKind[] = ['temperature', 'noise', 'set-point', 'valve', 'counter'];

/** Numbers in [0, 1) that are the same at every run (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The samples of one sensor, made one after the other. */
export interface Signal {
  readonly name: string;
  readonly kind: SignalKind;
  next(): number;
}

function nextOf(kind: SignalKind, random: () => number): () => number {
  let minute = 0;
  let held = 50;
  switch (kind) {
    case 'temperature': {
      // In tenths, following the day.
      const phase = random() * 6;
      return () => {
        minute += 1;
        return Math.round(70 + 30 * Math.sin(minute / 229 + phase) + 4 * random()) / 10;
      };
    }
    case 'noise':
      return () => 20 + Math.sin((minute += 1) / 200) + random();
    case 'set-point':
      return () => (held = random() < 0.002 ? Math.round(random() * 40) / 2 : held);
    case 'valve':
      // Half percents, moving one time in four.
      return () =>
        (held = random() < 0.25 ? Math.min(100, Math.max(0, held + Math.round(random() * 4 - 2) / 2)) : held);
    case 'counter':
      return () => (held += Math.floor(random() * 3));
  }
}

/** All signals of the benchmark, the same at every run. */
export function createSignals(): readonly Signal[] {
  return Array.from({ length: benchPlant.sensorCount }, (_, index) => {
    const kind = kinds[index % kinds.length] ?? 'temperature';
    return { name: `bench.${kind}.${index}`, kind, next: nextOf(kind, createRandom(index + 1)) };
  });
}
