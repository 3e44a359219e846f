import type { Problem } from '../../shared/sync/syncWire';

/** Every failure that the service tells, by its code: the status, and what it means in one sentence. */
export const problems = {
  'bad-request': { status: 400, title: 'The request is not as it has to be' },
  'bad-json': { status: 400, title: 'The body is not JSON that is taken' },
  'idempotency-key-mismatch': { status: 400, title: 'Idempotency-Key is not the id of the changeset' },
  unauthorized: { status: 401, title: 'The token is missing or not valid' },
  forbidden: { status: 403, title: 'The token may not do this' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'method-not-allowed': { status: 405, title: 'This cannot be done here' },
  'request-timeout': { status: 408, title: 'The request did not arrive in time' },
  conflict: { status: 409, title: 'The changeset does not fit what others did' },
  'epoch-diverged': { status: 410, title: 'The log is another than the one you have seen' },
  'precondition-failed': { status: 412, title: 'It is not in the state that you expect' },
  'too-large': { status: 413, title: 'The body is too large' },
  'uri-too-long': { status: 414, title: 'The address is too long' },
  'unsupported-media-type': { status: 415, title: 'The body is of a type that is not taken here' },
  'fingerprint-mismatch': { status: 422, title: 'Another changeset was sent under this id before' },
  frozen: { status: 423, title: 'The area is frozen for approval' },
  'precondition-required': { status: 428, title: 'A header that makes this safe is missing' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  'headers-too-large': { status: 431, title: 'The headers are too large' },
  internal: { status: 500, title: 'The service failed' },
  unavailable: { status: 503, title: 'The service cannot do this now' },
} as const;
export type ProblemCode = keyof typeof problems;

/** The media type of every failure. */
export const problemType = 'application/problem+json';

/** A failure on its way to the caller. `detail` is read by people and holds nothing of other tenants. */
export class ServiceProblem extends Error {
  readonly code: ProblemCode;
  /** More headers of the answer. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ProblemCode, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.code = code;
    this.headers = headers;
  }
}

/** The body of a failure. */
export function problemBody(code: ProblemCode, detail: string): Problem {
  const { status, title } = problems[code];
  return { type: `urn:sightglass:problem:${code}`, title, status, detail, code };
}

/** Whatever is missing, or belongs to somebody else: the same to the last byte. */
export function notFound(): ServiceProblem {
  return new ServiceProblem('not-found', 'There is nothing at this address that your token can see.');
}

/** Who asks too often, and when to come again. */
export function tooManyRequests(waitSeconds: number): ServiceProblem {
  return new ServiceProblem('rate-limited', `More requests came than are taken. Try again in ${waitSeconds} s.`, {
    'retry-after': String(waitSeconds),
  });
}
