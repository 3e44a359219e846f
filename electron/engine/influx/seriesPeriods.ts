import type { NamedAddress } from './lookbackLadder';
import type { InfluxReader } from './influxReader';

const minuteMs = 60_000;
/** A series is looked at over the shortest of these spans that holds enough of its samples. */
const spansMs: readonly number[] = [2 * minuteMs, 32 * minuteMs, 8 * 60 * minuteMs, 6 * 24 * 60 * minuteMs];
const enough = 6;
const fewest = 3;
const most = 17;
/** Series that stopped at many different times are not each worth a read. */
const mostReadsPerSpan = 6;

/** A series and when it had its last sample. */
export interface EndedSeries {
  readonly series: NamedAddress;
  readonly lastMs: number;
}

/** Median distance of the last of these times; undefined below three. */
export function medianPeriodMs(timesMs: readonly number[]): number | undefined {
  const last = timesMs.slice(-most);
  if (last.length < fewest) {
    return undefined;
  }
  const distances = last.slice(1).map((timeMs, at) => timeMs - (last[at] ?? NaN));
  return distances.sort((left, right) => left - right)[(distances.length - 1) >> 1];
}

/** The series that end within one span of each other, the largest groups first. */
function alike(ended: readonly EndedSeries[], spanMs: number): readonly (readonly EndedSeries[])[] {
  const groups = new Map<number, EndedSeries[]>();
  for (const one of ended) {
    const place = Math.floor(one.lastMs / spanMs);
    const group = groups.get(place);
    if (group === undefined) {
      groups.set(place, [one]);
    } else {
      group.push(one);
    }
  }
  return [...groups.values()].sort((left, right) => right.length - left.length);
}

async function readTimes(
  reader: InfluxReader,
  asked: { readonly group: readonly EndedSeries[]; readonly spanMs: number },
  signal: AbortSignal,
): Promise<readonly (readonly number[])[]> {
  const { group, spanMs } = asked;
  const times = group.map((): number[] => []);
  const range = {
    startMs: Math.min(...group.map(({ lastMs }) => lastMs)) - spanMs,
    endMs: Math.max(...group.map(({ lastMs }) => lastMs)) + 1,
  };
  const addresses = group.map(({ series }) => series.address);
  for await (const { index, timesMs } of reader.readRaw(addresses, range, signal)) {
    times[index]?.push(...timesMs.subarray(Math.max(0, timesMs.length - most)));
  }
  return times;
}

/** The typical period of each series by its key, learned from its last samples; series with too few are left out. */
export async function learnPeriods(
  reader: InfluxReader,
  ended: readonly EndedSeries[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const periods = new Map<string, number>();
  let left = ended;
  for (const spanMs of spansMs) {
    const settled = new Set<EndedSeries>();
    for (const group of alike(left, spanMs).slice(0, mostReadsPerSpan)) {
      const times = await readTimes(reader, { group, spanMs }, signal);
      group.forEach((one, at) => {
        const found = times[at] ?? [];
        const periodMs = medianPeriodMs(found);
        if (periodMs !== undefined && (found.length >= enough || spanMs === spansMs.at(-1))) {
          periods.set(one.series.key, periodMs);
          settled.add(one);
        }
      });
    }
    left = left.filter((one) => !settled.has(one));
  }
  return periods;
}
