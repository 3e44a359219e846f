import { problemOf } from '../serviceDocuments';
import { drips, type HostilePlay, pours, says, showsPage } from './hostilePlay';

type Row = readonly [
  what: string,
  asked: HostilePlay['asked'],
  reason: HostilePlay['reason'],
  detail: RegExp,
  answer: HostilePlay['answer'],
];

const elsewhere = { location: 'http://127.0.0.1:1/elsewhere' };
const problem = (status: number, code: string, headers = {}) => says(status, problemOf(status, code), headers);

const rows: readonly Row[] = [
  ['a redirect', 'me', 'not-a-service', /sends its visitors elsewhere/, says(302, '', elsewhere)],
  ['a lasting redirect of what is pushed', 'push', 'not-a-service', /elsewhere/, says(308, '', elsewhere)],
  ['a redirect of a snapshot', 'snapshot', 'not-a-service', /elsewhere/, says(307, '', elsewhere)],
  ['a sign-in page', 'me', 'not-a-service', /web page/, showsPage(200)],
  [
    'a sign-in page that calls itself JSON',
    'plants',
    'not-a-service',
    /web page/,
    (response) => showsPage(200, { 'content-type': 'application/json' })(response),
  ],
  ['a sign-in page for a snapshot', 'snapshot', 'not-a-service', /web page/, showsPage(200)],
  ['a sign-in page for what is pushed', 'push', 'not-a-service', /web page/, showsPage(201)],
  ['a page that asks to sign in', 'me', 'not-a-service', /web page, HTTP 401/, showsPage(401)],
  ['a page that forbids', 'changes', 'not-a-service', /web page, HTTP 403/, showsPage(403)],
  ['a page that finds nothing', 'changes', 'not-a-service', /web page, HTTP 404/, showsPage(404)],
  ['a page of a gateway', 'changes', 'busy', /HTTP 502/, showsPage(502)],
  ['a page of a gateway under repair', 'push', 'busy', /HTTP 503/, showsPage(503)],
  ['a token that was revoked', 'changes', 'signed-out', /^$/, problem(401, 'unauthorized')],
  ['a token that was revoked in the middle', 'push', 'signed-out', /^$/, problem(401, 'unauthorized')],
  ['a role that may not', 'push', 'forbidden', /Said by forbidden/, problem(403, 'forbidden')],
  ['a service that knows nobody', 'me', 'not-a-service', /HTTP 404/, problem(404, 'not-found')],
  ['a plant that is gone', 'changes', 'plant-missing', /Said by not-found/, problem(404, 'not-found')],
  ['a call it does not know', 'putParked', 'too-old', /Said by/, problem(405, 'method-not-allowed')],
  ['a request that came too slowly', 'push', 'timeout', /Said by/, problem(408, 'request-timeout')],
  ['an older epoch', 'changes', 'diverged', /Said by epoch-diverged/, problem(410, 'epoch-diverged')],
  ['a plant of another name', 'create', 'refused', /Said by/, problem(412, 'precondition-failed')],
  ['a body that is too large for it', 'push', 'refused', /Said by too-large/, problem(413, 'too-large')],
  ['a type it does not take', 'push', 'refused', /Said by/, problem(415, 'unsupported-media-type')],
  ['other content under the same id', 'push', 'refused', /Said by/, problem(422, 'fingerprint-mismatch')],
  ['a header it misses', 'create', 'refused', /Said by/, problem(428, 'precondition-required')],
  ['a conflict where none can be', 'create', 'refused', /Said by/, problem(409, 'conflict')],
  ['a failure of its own', 'push', 'busy', /Said by internal/, problem(500, 'internal')],
  ['a status from another world', 'me', 'not-a-service', /HTTP 418/, says(418, 'teapot')],
  ['no content', 'me', 'not-a-service', /HTTP 204/, says(204, '')],
  ['a part of the content', 'plants', 'not-a-service', /HTTP 206/, says(206, '{"plants":[]}')],
  ['a refusal without end', 'me', 'not-a-service', /HTTP 401/, pours(' ', 1e12, { status: 401 })],
];

/** With what the service asks for, and how long it is left alone. */
const patience: readonly (readonly [header: string, retryAfterMs: number | undefined])[] = [
  ['7', 7_000],
  ['-5', 0],
  ['1e99', 3_600_000],
  ['Sat, 01 Jan 2050 00:00:00 GMT', 3_600_000],
  ['soon', undefined],
];

/** Statuses that are no success, from the service and from what stands before it. */
export const hostileStatuses: readonly HostilePlay[] = [
  ...rows.map(([what, asked, reason, detail, answer]) => ({ what, asked, reason, detail, answer })),
  ...patience.map(([header, retryAfterMs]) => ({
    what: `too many requests, ask again after ${header}`,
    asked: 'push' as const,
    reason: 'busy' as const,
    detail: /Said by rate-limited/,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    answer: problem(429, 'rate-limited', { 'retry-after': header }),
  })),
  {
    ...{ what: 'a body that drips without end', asked: 'changes', reason: 'timeout', detail: /too slowly/ },
    answer: drips(10),
  },
];
