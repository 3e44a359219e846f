import type { OfflineEstimate, OfflineJob, OfflineState } from '../../../shared/contract/offlineCalls';
import { formatSpan } from '../../../shared/playback/formatTime';
import { percentWords } from '../../../shared/playback/storedWords';
import { counted } from '../../../shared/lib/counted';

const million = 1e6;
const sizeUnits = [
  { bytes: 1e12, unit: 'TB' },
  { bytes: 1e9, unit: 'GB' },
  { bytes: 1e6, unit: 'MB' },
  { bytes: 1e3, unit: 'kB' },
] as const;

function threeDigits(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 });
}

/** `21.6 million`, `43,200`. */
export function countWords(count: number): string {
  return count >= million
    ? `${(count / million).toLocaleString('en', { maximumFractionDigits: 1 })} million`
    : Math.round(count).toLocaleString('en');
}

/** `2.8 MB`, `49 MB`, `640 bytes`. */
export function sizeWords(sizeBytes: number): string {
  const unit = sizeUnits.find(({ bytes }) => sizeBytes >= bytes);
  return unit === undefined ? `${Math.round(sizeBytes)} bytes` : `${threeDigits(sizeBytes / unit.bytes)} ${unit.unit}`;
}

/** A size as a person types it, `10 GB` or `500 MB`, in bytes; a number alone is in GB. Undefined: not a size. */
export function parseSize(typed: string): number | undefined {
  const match = /^\s*(\d+(?:[.,]\d+)?)\s*([kmgt]?b?)\s*$/i.exec(typed);
  if (match === null) {
    return undefined;
  }
  const letter = (match[2] ?? '').charAt(0).toUpperCase();
  const unit = sizeUnits.find(({ unit: name }) => name.charAt(0).toUpperCase() === (letter || 'G'));
  const count = Number((match[1] ?? '').replace(',', '.'));
  return unit === undefined ? undefined : Math.round(count * unit.bytes);
}

/** `1 sensor`, `1,248 sensors`. */
export function sensorCountWords(count: number): string {
  return counted(count, 'sensor');
}

/** How long something will take, not more exact than anybody knows: `about 40 s`, `less than a second`. */
export function durationWords(seconds: number): string {
  return seconds < 1 ? 'less than a second' : `about ${formatSpan(seconds * 1_000)}`;
}

/** What a job is doing, how far it is, and how long it will still take. */
export function jobWords(job: OfflineJob): string {
  const amount = `${countWords(job.samples)} samples, ${sizeWords(job.sizeBytes)}`;
  const percent = percentWords(job.doneFraction);
  switch (job.state) {
    case 'running': {
      const left = job.secondsLeft === undefined ? '' : `, ${durationWords(job.secondsLeft)} left`;
      return `Reading, ${percent}, ${amount}${left}`;
    }
    case 'paused':
      return `Paused at ${percent}, ${amount}`;
    case 'done':
      return `All here, ${amount}`;
    case 'failed':
      return `Stopped at ${percent}, ${amount}`;
  }
}

/** What the status line says of jobs under way; undefined while there is nothing to tell. */
export function progressWords(jobs: readonly OfflineJob[]): string | undefined {
  const running = jobs.filter(({ state }) => state === 'running');
  const [first] = running;
  if (first === undefined) {
    return jobs.some(({ state }) => state === 'failed') ? 'Taking offline has stopped' : undefined;
  }
  const done = running.reduce((sum, { doneFraction }) => sum + doneFraction, 0) / running.length;
  const left =
    running.length === 1 && first.secondsLeft !== undefined ? `, ${durationWords(first.secondsLeft)} left` : '';
  return `Taking offline ${percentWords(done)}${left}`;
}

/** `3.4 GB used of 10 GB, 2.1 GB of it taken offline`. */
export function roomWords({ usedBytes, pinnedBytes, limitBytes }: OfflineState): string {
  return `${sizeWords(usedBytes)} used of ${sizeWords(limitBytes)}, ${sizeWords(pinnedBytes)} of it taken offline`;
}

/** Why an estimate does not fit; undefined where it does. */
export function roomProblem(estimate: OfflineEstimate | undefined, kept: OfflineState | undefined): string | undefined {
  if (estimate?.exceedsLimit !== true) {
    return undefined;
  }
  const limit = kept === undefined ? 'the limit' : `the limit of ${sizeWords(kept.limitBytes)}`;
  return `This does not fit below ${limit}. Choose a shorter range or fewer sensors, or raise the limit.`;
}
