import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { HistorySource, SampleBlock } from '../../../shared/history/historySource';
import { fieldText, seriesText } from '../../../shared/influx/lineProtocol';
import type { SeriesAddress } from '../../../shared/influx/seriesAddress';
import type { QualityFieldOf } from '../../../shared/influx/sourceMapping';
import { codeOfQuality } from '../../../shared/influx/opcQuality';
import { hostOf } from '../../../shared/influx/sourceUrl';
import { AppFailure, messageOf } from '../../../shared/lib/appError';

const compress = promisify(gzip);

/** A series to copy and where it goes. */
export interface CopiedSeries {
  readonly name: string;
  readonly address: SeriesAddress;
}

/** Where and how to write. */
export interface CopyTarget {
  /** An InfluxDB 1.x, or a 2.x that takes `/write`. */
  readonly url: string;
  readonly database: string;
  /** The field that says how good a value is, for a field that holds one. */
  readonly qualityFieldOf: QualityFieldOf;
  /** The value of an Authorization header; undefined: none. */
  readonly authorization: string | undefined;
}

/** Lines in one request: more is no faster, and a refusal would cost more. */
const linesPerRequest = 10_000;

async function post(target: CopyTarget, path: string, body: Uint8Array<ArrayBuffer> | string): Promise<void> {
  const host = hostOf(target.url);
  const headers = {
    ...(target.authorization === undefined ? {} : { authorization: target.authorization }),
    ...(typeof body === 'string'
      ? { 'content-type': 'application/x-www-form-urlencoded' }
      : { 'content-encoding': 'gzip' }),
  };
  let response: Response;
  try {
    response = await fetch(`${target.url}${path}`, { method: 'POST', headers, body, redirect: 'error' });
  } catch (error) {
    throw new AppFailure({ code: 'source-failed', reason: 'unreachable', host, detail: messageOf(error) });
  }
  const said = await response.text();
  if (!response.ok || said.includes('"error"')) {
    const reason = response.status === 401 ? 'unauthorized' : 'query-refused';
    throw new AppFailure({ code: 'source-failed', reason, host, detail: said.slice(0, 200) });
  }
}

/** The fields of one sample. Quality is written where it says something, so that most points have one field only. */
function fieldsOf(
  block: SampleBlock,
  at: number,
  fields: { readonly value: string; readonly quality: string },
): string {
  const value = block.values[at] ?? NaN;
  const quality = block.qualities[at] ?? 0;
  const parts = [
    ...(Number.isFinite(value) ? [fieldText(fields.value, value)] : []),
    ...(quality !== 0 || !Number.isFinite(value) ? [fieldText(fields.quality, codeOfQuality(quality))] : []),
  ];
  return parts.join(',');
}

/**
 * Copies histories into an InfluxDB and answers how many samples went there. A sample without a value is written as its
 * quality alone. Writing the same history twice changes nothing.
 */
export async function copyHistory(
  from: { readonly source: HistorySource; readonly series: readonly CopiedSeries[] },
  target: CopyTarget,
  context: { readonly signal: AbortSignal; readonly report: (done: number) => void },
): Promise<number> {
  const create = `CREATE DATABASE "${target.database.replace(/[\\"]/g, '\\$&')}"`;
  await post(target, '/query', new URLSearchParams({ q: create }).toString());
  let lines: string[] = [];
  let count = 0;
  const flush = async (): Promise<void> => {
    const body = new Uint8Array(await compress(lines.join('\n'), { level: 1 }));
    await post(target, `/write?db=${encodeURIComponent(target.database)}&precision=ms`, body);
    lines = [];
    context.report(count);
  };
  const names = from.series.map(({ name }) => name);
  const heads = from.series.map(({ address }) => seriesText(address));
  const everything = { startMs: -8.64e15, endMs: 8.64e15 };
  for await (const block of from.source.readRaw(names, everything, context.signal)) {
    const value = from.series[block.index]?.address.field ?? '';
    const fields = { value, quality: target.qualityFieldOf(value) ?? `${value}_quality` };
    for (let at = 0; at < block.timesMs.length; at += 1) {
      lines.push(`${heads[block.index] ?? ''} ${fieldsOf(block, at, fields)} ${block.timesMs[at] ?? 0}`);
      count += 1;
      if (lines.length >= linesPerRequest) {
        await flush();
      }
    }
  }
  await flush();
  return count;
}
