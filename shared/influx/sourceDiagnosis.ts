import { explainSourceFailure, type SourceFailure } from './sourceFailure';

/** Which InfluxDB answers at an address. */
export interface InfluxVersion {
  /** 3 keeps a short history only. */
  readonly generation: 1 | 2 | 3;
  /** As the server says it, for instance `1.6.7`; `unknown` for one that was built by hand. */
  readonly version: string;
}

/** The language in which a database answers. */
export type InfluxDialect = 'influxql' | 'flux';

/** What was found out about a connection and a place in it, as far as it got. */
export interface SourceDiagnosis {
  readonly server: InfluxVersion | undefined;
  readonly dialect: InfluxDialect;
  /** What the credentials may see; on 2.x buckets. */
  readonly databases: readonly string[];
  /** Measurements in the place; undefined when none was named, or they were not counted. */
  readonly measurementCount: number | undefined;
  /** What one small question took, there and back. */
  readonly latencyMs: number;
  /** The server's clock minus ours. */
  readonly clockSkewMs: number;
  /** Undefined: it can be read. */
  readonly failure: SourceFailure | undefined;
}

/** A clock that is further off makes ages wrong. */
const tellSkewMs = 5_000;

function skewText(skewMs: number): string {
  const seconds = Math.round(Math.abs(skewMs) / 1_000);
  return Math.abs(skewMs) < tellSkewMs
    ? ''
    : ` Its clock is ${String(seconds)} s ${skewMs > 0 ? 'ahead of' : 'behind'} this one: ages are wrong by that much.`;
}

/** What a diagnosis means, in a few sentences: what answers, what was found, what to do. */
export function explainDiagnosis(diagnosis: SourceDiagnosis): string {
  const { server, dialect, databases, measurementCount, latencyMs, clockSkewMs, failure } = diagnosis;
  if (failure !== undefined || server === undefined) {
    const known = databases.length === 0 ? '' : ` It has ${databases.slice(0, 5).join(', ')}.`;
    return failure === undefined ? 'Nothing was found out.' : `${explainSourceFailure(failure)}${known}`;
  }
  const version = server.version === 'unknown' ? `${String(server.generation)}.x` : server.version;
  const short = server.generation === 3 ? ' It keeps a short history: ask for narrow ranges.' : '';
  const language =
    dialect === 'flux' ? ' This bucket has no DBRP mapping, so Flux is used; a mapping would make it faster.' : '';
  const found =
    measurementCount === 0
      ? ' There is nothing in this database yet. Check its name, or whether data arrives.'
      : measurementCount === undefined
        ? ''
        : ` ${measurementCount === 1 ? 'One measurement' : `${String(measurementCount)} measurements`} found.`;
  return `InfluxDB ${version} answers in ${String(Math.round(latencyMs))} ms.${found}${short}${language}${skewText(clockSkewMs)}`;
}
