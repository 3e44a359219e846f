import type { HistorySource, SampleBlock } from '../../shared/history/historySource';
import type { TimeRange } from '../../shared/history/timeRange';
import type { ExportFormat, ExportRequest } from '../../electron/engine/export/exportRequest';

const startMs = Date.UTC(2026, 2, 13);
const dayMs = 86_400_000;
const samplesPerBlock = 1_000;

/** What an export of the torture tests is made of. */
export interface TortureExport {
  readonly folder: string;
  readonly format: ExportFormat;
  readonly wide: boolean;
  readonly sensors: number;
  readonly days: number;
  readonly samplesPerDay: number;
}

/** A number that looks random and is the same for a moment in every process. */
function valueAt(sensor: number, sample: number): number {
  const mixed = Math.imul(sample ^ (sensor * 7_919), 2_654_435_761) >>> 0;
  return sensor % 2 === 0 ? (mixed % 1_000) / 10 : mixed / 7;
}

/** Series without end, made as they are read: `S0`, `S1` and so on. */
function endlessSource(stepMs: number): HistorySource {
  const refuse = (): never => {
    throw new Error('Only raw samples are exported');
  };
  async function* readRaw(
    names: readonly string[],
    range: TimeRange,
    signal: AbortSignal,
  ): AsyncGenerator<SampleBlock> {
    const first = Math.ceil((range.startMs - startMs) / stepMs);
    const end = Math.ceil((range.endMs - startMs) / stepMs);
    for (const [index, name] of names.entries()) {
      const sensor = Number(name.slice(1));
      for (let from = first; from < end; from += samplesPerBlock) {
        signal.throwIfAborted();
        const count = Math.min(samplesPerBlock, end - from);
        yield {
          index,
          timesMs: Float64Array.from({ length: count }, (_, at) => startMs + (from + at) * stepMs),
          values: Float64Array.from({ length: count }, (_, at) => valueAt(sensor, from + at)),
          qualities: Uint8Array.from({ length: count }, (_, at) => ((from + at) % 500 === 0 ? 2 : 0)),
        };
      }
    }
  }
  return { describe: refuse, readSnapshot: refuse, readBuckets: refuse, readFrames: refuse, readRaw };
}

/** The request, the same in every process that asks for it. */
export function exportHistoryOf(asked: TortureExport): ExportRequest {
  const source = endlessSource(dayMs / asked.samplesPerDay);
  return {
    plantId: 'torture',
    series: Array.from({ length: asked.sensors }, (_, index) => ({
      sensorName: `S${index}`,
      unit: 'bar',
      storedUnit: 'kPa',
      source,
      seriesName: `S${index}`,
      correct: (value: number) => value / 100,
      timeOffsetMs: 0,
    })),
    range: { startMs: startMs + dayMs / 3, endMs: startMs + asked.days * dayMs },
    format: asked.format,
    wide: asked.wide,
    corrected: true,
    target: { kind: 'folder', path: asked.folder },
  };
}
