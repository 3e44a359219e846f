import type { SourceFailureReason } from '../../../shared/influx/sourceFailure';
import { errorTextOf, type Finding, messageFinding, statusFinding } from './influxFailure';

const isSwitchedOff = /flux query service disabled|flux-enabled/i;

const phrases: readonly (readonly [pattern: RegExp, reason: SourceFailureReason])[] = [
  [/no database|could not find bucket|(bucket|organization|retention policy).* not found/i, 'database-missing'],
  [/memory (allocation )?limit|limit.*exceeded|exceeded.*limit|resource exhausted/i, 'limit'],
  [/queue length|concurrency quota|too many/i, 'overloaded'],
];

/** What an error text of Flux means. */
export function fluxFinding(message: string): Finding {
  const detail = message === '' ? 'no reason was given' : message;
  const reason = phrases.find(([pattern]) => pattern.test(message))?.[1];
  return reason === undefined ? messageFinding(detail) : { reason, detail };
}

/** The head of an answer that is no success. */
export interface RefusedAnswer {
  readonly status: number;
  readonly contentType: string;
  /** Whether the server says that it is an InfluxDB. */
  readonly isInflux: boolean;
  /** Its first thousand characters or so. */
  readonly body: string;
}

/** The message of a JSON error, also of one that was cut. */
function saidIn(body: string): string | undefined {
  return errorTextOf(body) ?? /"(?:message|error)"\s*:\s*"((?:[^"\\]|\\.)+)/.exec(body)?.[1];
}

/** What an answer that is no success means. */
export function refusedFinding({ status, contentType, isInflux, body }: RefusedAnswer): Finding {
  const said = saidIn(body);
  if (said === undefined) {
    const isUnknownPlace = isInflux && (status === 404 || status === 405);
    return isUnknownPlace
      ? { reason: 'query-refused', detail: 'it knows no Flux' }
      : statusFinding(status, contentType, body);
  }
  if (isSwitchedOff.test(said)) {
    return { reason: 'query-refused', detail: said };
  }
  const finding = statusFinding(status, contentType, JSON.stringify({ error: said }));
  return finding.reason === 'query-refused' ? fluxFinding(said) : finding;
}
