import type { SourceFailureReason } from '../../../shared/influx/sourceFailure';
import { AppFailure } from '../../../shared/lib/appError';
import { bodyTroubleOf, troubleOf, type WayTrouble } from '../http/wayTrouble';
import type { InfluxConnection } from './influxConnection';

/** A reason and what was said; who said it is known to the connection. */
export interface Finding {
  readonly reason: SourceFailureReason;
  readonly detail: string;
}

/** Enough for a sentence; servers put whole statements into their errors. */
const longestDetail = 200;

function secretsOf({ credentials }: InfluxConnection): readonly string[] {
  switch (credentials.kind) {
    case 'none':
      return [];
    case 'password': {
      const pair = Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64');
      return [pair, credentials.password];
    }
    case 'token':
      // 1.8 takes `user:password` for a token.
      return [credentials.token, credentials.token.replace(/^[^:]*:/, '')];
  }
}

/** Makes a failure of this connection: shortened, on one line, and without its secrets. */
export function sourceFailure(connection: InfluxConnection, { reason, detail }: Finding): AppFailure {
  const open = secretsOf(connection)
    .filter((secret) => secret !== '')
    .reduce((text, secret) => text.replaceAll(secret, '…'), detail);
  const line = open.replaceAll(/[\p{C}\s]+/gu, ' ').trim();
  const short = line.length > longestDetail ? `${line.slice(0, longestDetail)}…` : line;
  return new AppFailure({ code: 'source-failed', reason, host: hostOf(connection), detail: short });
}

/** Host and port of a connection for a person, without user and password that may stand in the address. */
export function hostOf({ url }: InfluxConnection): string {
  return URL.canParse(url) ? new URL(url).host : url.slice(0, 100).replace(/^.*@/, '');
}

const troubleReasons: Readonly<Record<WayTrouble['kind'], SourceFailureReason>> = {
  unreachable: 'unreachable',
  timeout: 'timeout',
  certificate: 'tls',
  'not-http': 'not-influx',
  damaged: 'garbage',
  'cut-off': 'cut-off',
  'too-large': 'too-large',
};

/** What a trouble on the way means. */
export function troubleFinding({ kind, detail }: WayTrouble): Finding {
  return { reason: troubleReasons[kind], detail };
}

/** What went wrong on the way, from what Node says of it. `hasHead`: an answer had begun. */
export function networkFinding(thrown: unknown, hasHead = false): Finding {
  return troubleFinding(hasHead ? bodyTroubleOf(thrown) : troubleOf(thrown));
}

const phrases: readonly (readonly [pattern: RegExp, reason: SourceFailureReason])[] = [
  [/unable to find DBRP|no dbrp mapping|DBRP mapping/i, 'no-dbrp'],
  [/max-concurrent-queries|queue length exceeded|too many requests|too busy/i, 'overloaded'],
  [/max-select-\w+|max-(series|values)-per|exceeding the file limit|would scan \d+ parquet files/i, 'limit'],
  [/query-timeout|timeout (limit )?exceeded|timed? ?out|deadline exceeded/i, 'timeout'],
  [/\b(database|bucket)\b.*\b(not found|does not exist)|retention policy .*not (found|set)/i, 'database-missing'],
  [/unable to parse authentication|authorization failed|unauthorized|authentication/i, 'unauthorized'],
  [/not authorized|permission|forbidden/i, 'forbidden'],
];

/** What an error text of InfluxDB means, of a statement or of a whole request. */
export function messageFinding(message: string): Finding {
  return { reason: phrases.find(([pattern]) => pattern.test(message))?.[1] ?? 'query-refused', detail: message };
}

const knownStatuses: Readonly<Record<number, SourceFailureReason>> = {
  401: 'unauthorized',
  403: 'forbidden',
  408: 'timeout',
  413: 'limit',
  429: 'overloaded',
  503: 'overloaded',
  504: 'timeout',
};

/** The `error` or `message` of a JSON answer; undefined for anything else. */
export function errorTextOf(body: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null) {
      const { error, message } = parsed as { readonly error?: unknown; readonly message?: unknown };
      return [error, message].find((text) => typeof text === 'string');
    }
  } catch {
    // Not JSON: the caller has another word for that.
  }
  return undefined;
}

/** What an answer that is no success means. */
export function statusFinding(status: number, contentType: string, body: string): Finding {
  const said = errorTextOf(body);
  const reason = knownStatuses[status];
  if (reason !== undefined) {
    return { reason, detail: said ?? `HTTP ${String(status)}` };
  }
  if (status >= 300 && status < 400) {
    return { reason: 'not-influx', detail: 'it sends its visitors elsewhere' };
  }
  if (said !== undefined) {
    return messageFinding(said);
  }
  if (contentType.includes('html') || /^\s*</.test(body)) {
    return { reason: 'not-influx', detail: `it answers with a web page, HTTP ${String(status)}` };
  }
  if (status === 404 || status === 405 || status < 500) {
    return { reason: 'not-influx', detail: `HTTP ${String(status)}` };
  }
  return { reason: 'query-refused', detail: `HTTP ${String(status)}` };
}
