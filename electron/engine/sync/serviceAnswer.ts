import { AppFailure } from '../../../shared/lib/appError';
import { hostOf } from '../../../shared/influx/sourceUrl';
import type { ServiceFailure, ServiceFailureReason } from '../../../shared/sync/serviceFailure';
import { problemSchema, type Problem } from '../../../shared/sync/syncWire';
import type { WayTrouble } from '../http/wayTrouble';

/** How to reach one tenant's service as one person. Never stored as it is: the token lives in the keychain. */
export interface ServiceConnection {
  /** For instance `https://plants.example:443`. */
  readonly address: string;
  readonly token: string;
  /** Certificates of the service's own authority, PEM; undefined: the system's. */
  readonly authorityPem: string | undefined;
  /** The tenant that the token has to belong to; undefined: whichever it belongs to, as when somebody signs in. */
  readonly tenantId: string | undefined;
}

/** A reason and what was met; the host is known to the connection. */
export type ServiceFinding = Omit<ServiceFailure, 'host'>;

/** The head of an answer that is no success, and as much of its body as was read. */
export interface RefusedAnswer {
  readonly status: number;
  readonly contentType: string;
  /** As it came: seconds, or a date. */
  readonly retryAfter: string | undefined;
  readonly text: string;
  /** A plant was asked for, and not something that every service has. */
  readonly isOfPlant: boolean;
  readonly nowMs: number;
}

/** Enough for a sentence. */
const longestDetail = 200;
/** Nobody is left alone for longer because a service says so. */
const longestRetryMs = 3_600_000;

/** Makes a failure of this connection: shortened, on one line, and without its token. */
export function serviceFailure(connection: ServiceConnection, finding: ServiceFinding): AppFailure {
  const { token, address } = connection;
  const secrets = [token, token.split('_').at(-1) ?? ''].filter((secret) => secret.length > 3);
  const open = secrets.reduce((text, secret) => text.replaceAll(secret, '…'), finding.detail);
  const line = open.replaceAll(/[\p{C}\s]+/gu, ' ').trim();
  const short = line.length > longestDetail ? `${line.slice(0, longestDetail)}…` : line;
  const detail = short.replace(/\.$/, '');
  return new AppFailure({ ...finding, code: 'service-failed', host: hostOf(address), detail });
}

const troubleReasons: Readonly<Record<WayTrouble['kind'], ServiceFailureReason>> = {
  unreachable: 'unreachable',
  timeout: 'timeout',
  certificate: 'certificate',
  'not-http': 'not-a-service',
  damaged: 'not-a-service',
  'cut-off': 'unreachable',
  'too-large': 'too-large',
};

/** What a trouble on the way means. */
export function troubleFinding({ kind, detail }: WayTrouble): ServiceFinding {
  return { reason: troubleReasons[kind], detail };
}

/** True for a page that a browser would show. */
export function isWebPage(contentType: string, text: string): boolean {
  return contentType.includes('html') || /^\s*<(?:!doctype|html|head|body)/i.test(text);
}

function problemOf(text: string): Problem | undefined {
  try {
    return problemSchema.safeParse(JSON.parse(text)).data;
  } catch {
    // No JSON: not this service's.
    return undefined;
  }
}

/** How long a service asks to be left alone, ms; undefined where it says nothing that can be understood. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined || header.trim() === '') {
    return undefined;
  }
  const seconds = Number(header);
  const waitMs = Number.isNaN(seconds) ? Date.parse(header) - nowMs : seconds * 1_000;
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), longestRetryMs);
}

/** What each status means when the service itself says it. */
const statusReasons: Readonly<Record<number, ServiceFailureReason>> = {
  401: 'signed-out',
  403: 'forbidden',
  404: 'plant-missing',
  405: 'too-old',
  408: 'timeout',
  410: 'diverged',
  429: 'busy',
  501: 'too-old',
};

/** What stands between the program and the service may say these too, in its own words. */
const gatewayStatuses = [429, 500, 502, 503, 504];

/** What an answer that is no success means. */
export function refusalFinding(answer: RefusedAnswer): ServiceFinding {
  const { status, contentType, retryAfter, text, isOfPlant, nowMs } = answer;
  if (status >= 200 && status < 400) {
    const detail = status < 300 ? `HTTP ${String(status)}` : 'it sends its visitors elsewhere';
    return { reason: 'not-a-service', detail };
  }
  const problem = problemOf(text);
  const isForeign = problem === undefined || (status === 404 && !isOfPlant);
  if (isForeign && !gatewayStatuses.includes(status)) {
    const page = isWebPage(contentType, text) ? 'it answers with a web page, ' : '';
    return { reason: 'not-a-service', detail: `${page}HTTP ${String(status)}` };
  }
  const waitMs = retryAfterMs(retryAfter, nowMs);
  return {
    reason: statusReasons[status] ?? (status >= 500 ? 'busy' : 'refused'),
    // What it says of a token is said to programs: how one is sent.
    detail: status === 401 ? '' : (problem?.detail ?? `HTTP ${String(status)}`),
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
  };
}
