import type { Coverage } from '../../../../shared/history/coverage';
import type { TimeRange } from '../../../../shared/history/timeRange';

/** One raw read of a source. */
export interface RawRead {
  readonly names: readonly string[];
  readonly range: TimeRange;
}

/** What a series lacks. */
export interface MissingStretches {
  readonly name: string;
  readonly gaps: Coverage;
}

/** What a plan is made by. */
export interface PlanRules {
  /** About how many samples a series has in a range. */
  expectedSamples(name: string, range: TimeRange): number;
  /** How often it has one, for a guess that is cheap. */
  samplesPerMs(name: string): number;
  /** One read brings about this many at most. */
  readonly mostSamples: number;
}

/** Reading so few samples along that are here already costs less than one more question. */
const samplesPerQuestion = 1_000;
/** Reads that bring each series so many samples, several whole chunks, are packed best and fastest. */
export const friendlySamples = 16_384;
/** However long a range seems, it is cut into no more than this. */
const mostCuts = 256;

interface Wanted {
  readonly names: string[];
  range: TimeRange;
  /** Of all its series together. */
  samplesPerMs: number;
}

/** Series that lack the same stretch are asked for together. */
function groupAlike(missing: readonly MissingStretches[], rules: PlanRules): readonly Wanted[] {
  const groups = new Map<string, Wanted>();
  for (const { name, gaps } of missing) {
    for (const range of gaps) {
      const question = `${range.startMs} ${range.endMs}`;
      const group = groups.get(question) ?? { range, names: [], samplesPerMs: 0 };
      groups.set(question, group);
      group.names.push(name);
      group.samplesPerMs += rules.samplesPerMs(name);
    }
  }
  return [...groups.values()].sort(
    (left, right) => left.range.startMs - right.range.startMs || left.range.endMs - right.range.endMs,
  );
}

function samplesOf({ range, samplesPerMs }: Wanted): number {
  return (range.endMs - range.startMs) * samplesPerMs;
}

/** Joins stretches that nearly agree: to read a little twice is better than to ask once more. */
function joinNear(groups: readonly Wanted[]): readonly Wanted[] {
  const joined: Wanted[] = [];
  for (const group of groups) {
    const last = joined[joined.length - 1];
    const both = {
      range: {
        startMs: last?.range.startMs ?? group.range.startMs,
        endMs: Math.max(last?.range.endMs ?? -Infinity, group.range.endMs),
      },
      samplesPerMs: (last?.samplesPerMs ?? 0) + group.samplesPerMs,
    };
    if (
      last !== undefined &&
      samplesOf({ ...last, ...both }) <= samplesOf(last) + samplesOf(group) + samplesPerQuestion
    ) {
      Object.assign(last, both);
      group.names.forEach((name) => last.names.push(name));
    } else {
      joined.push({ ...group });
    }
  }
  return joined;
}

function cutTime(range: TimeRange, pieces: number): readonly TimeRange[] {
  const { startMs, endMs } = range;
  const edges = Array.from({ length: pieces + 1 }, (_, at) => Math.round(startMs + ((endMs - startMs) * at) / pieces));
  return edges.slice(0, -1).flatMap((edgeMs, at) => {
    const nextMs = edges[at + 1] ?? endMs;
    return edgeMs < nextMs ? [{ startMs: edgeMs, endMs: nextMs }] : [];
  });
}

/** Cuts a read so that each part brings a bearable number of samples, of each series enough for whole chunks. */
function cut(wanted: Wanted, rules: PlanRules): readonly RawRead[] {
  const { range } = wanted;
  const names = [...new Set(wanted.names)];
  const samplesIn = (some: readonly string[]): number =>
    some.reduce((sum, name) => sum + rules.expectedSamples(name, range), 0);
  const samples = samplesIn(names);
  if (samples <= rules.mostSamples) {
    return [{ names, range }];
  }
  const each = Math.max(1, Math.min(samples / names.length, friendlySamples));
  const namesPerRead = Math.max(1, Math.floor(rules.mostSamples / each));
  const reads: RawRead[] = [];
  for (let from = 0; from < names.length; from += namesPerRead) {
    const some = names.slice(from, from + namesPerRead);
    const pieces = Math.min(mostCuts, Math.max(1, Math.ceil(samplesIn(some) / rules.mostSamples)));
    cutTime(range, pieces).forEach((piece) => reads.push({ names: some, range: piece }));
  }
  return reads.sort((left, right) => left.range.startMs - right.range.startMs);
}

/** The raw reads that bring what is missing, in ascending time. */
export function planReads(missing: readonly MissingStretches[], rules: PlanRules): readonly RawRead[] {
  return joinNear(groupAlike(missing, rules)).flatMap((wanted) => cut(wanted, rules));
}
