import fc from 'fast-check';
import { wireLimits } from '../../../shared/sync/syncWire';
import type { ApiOperation, ApiParameter } from './apiDescription';
import { anyText, arbitraryOf, mutated } from './jsonArbitrary';
import type { RawRequest } from './rawClient';
import type { StagedTenant } from './tenantStage';

/** What is done to a request, and with which statuses it has to be answered; undefined: any that is described. */
export const fuzzKinds = {
  valid: undefined,
  'field mutated': undefined,
  'no token': [401],
  'garbage token': [401],
  'expired token': [401],
  'revoked token': [401],
  'foreign token': undefined,
  'viewer token': undefined,
  'wrong content type': [415],
  oversized: [413],
  'deep JSON': [400],
  'broken JSON': [400],
  'odd text': undefined,
  // A body is looked at first, whatever is asked for.
  'wrong method': [404, 405, 415],
  'odd condition': undefined,
  'odd id': undefined,
  'odd query': undefined,
} as const satisfies Readonly<Record<string, readonly number[] | undefined>>;
export type FuzzKind = keyof typeof fuzzKinds;

/** One request with something the matter. */
export interface FuzzCase {
  readonly kind: FuzzKind;
  readonly operation: ApiOperation;
  readonly request: RawRequest;
}

/** Whom the requests come from, and tokens that are no good. */
export interface FuzzCallers {
  readonly own: StagedTenant;
  readonly foreign: StagedTenant;
  readonly expired: string;
  readonly revoked: string;
}

const bodyKinds: ReadonlySet<FuzzKind> = new Set([
  'field mutated',
  'wrong content type',
  'oversized',
  'deep JSON',
  'broken JSON',
]);
const tokenKinds: ReadonlySet<FuzzKind> = new Set([
  'no token',
  'garbage token',
  'expired token',
  'revoked token',
  'foreign token',
  'viewer token',
]);

/** Whether this can be done to this operation at all. */
export function isPossible(kind: FuzzKind, operation: ApiOperation): boolean {
  return (
    (!bodyKinds.has(kind) || operation.body !== undefined) &&
    (!tokenKinds.has(kind) || !operation.isOpen) &&
    (kind !== 'odd id' || operation.path.includes('{')) &&
    (kind !== 'odd query' || operation.parameters.some((parameter) => parameter.in === 'query'))
  );
}

const oddParts = fc.oneof(
  anyText(1).map(encodeURIComponentSafely),
  fc.constantFrom('%00', '%zz', '%E0%A4%A', '..', '.', '%2e%2e%2f', '%2F', 'a'.repeat(700), '0', '-1', 'null', '%ff'),
  fc.uuid(),
  fc.uuid().map((id) => id.toUpperCase()),
);

/** A lone surrogate has no place in an address. */
function encodeURIComponentSafely(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
}

function idsFor(name: string, own: StagedTenant): fc.Arbitrary<string> {
  const known: Readonly<Record<string, readonly string[]>> = {
    plantId: own.plantIds,
    conflictId: own.conflictIds,
    areaId: own.areaIds,
    keyId: own.keyIds,
    kind: ['component', 'area', 'sheet', 'line', '__proto__'],
    entityId: ['p1', 'p2', 'sheet-1', ...own.areaIds],
  };
  const missing = name.endsWith('Id') ? fc.uuid() : anyText(1);
  return fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...(known[name] ?? ['x'])) },
    { weight: 1, arbitrary: missing },
  );
}

/** Waiting is what these tests do not do. */
function queryOf({ name, schema }: ApiParameter): fc.Arbitrary<string> {
  switch (name) {
    case 'wait':
      return fc.constantFrom('0', '0', '1');
    case 'at':
      return fc.constantFrom(
        'rev:0',
        'rev:1',
        'rev:2',
        'rev:99999',
        '2026-11-03T04:00:00Z',
        '2100-01-01T00:00:00+01:00',
      );
    default:
      return arbitraryOf(schema).map(String);
  }
}

const oddConditions = fc.constantFrom(
  '*',
  '"rev:0"',
  '"rev:999999"',
  'W/"x"',
  '',
  'rev:1',
  '"',
  'x'.repeat(5_000),
  '%00',
);

interface Draft {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
  readonly condition: string;
  readonly token: string;
}

function entriesFor(
  operation: ApiOperation,
  place: ApiParameter['in'],
  arbitrary: (parameter: ApiParameter) => fc.Arbitrary<string>,
): fc.Arbitrary<Readonly<Record<string, string>>> {
  const parameters = operation.parameters.filter((parameter) => parameter.in === place);
  const members = parameters.map((parameter) => [parameter.name, arbitrary(parameter)] as const);
  return fc.record(Object.fromEntries(members), place === 'query' ? { requiredKeys: [] } : {}) as fc.Arbitrary<
    Readonly<Record<string, string>>
  >;
}

function tokenFor(kind: FuzzKind, { own, foreign, expired, revoked }: FuzzCallers): fc.Arbitrary<string> {
  switch (kind) {
    case 'no token':
      return fc.constant('');
    case 'garbage token':
      return fc.oneof(
        fc.stringMatching(/^Bearer sg_[0-9a-f]{16}_[A-Za-z0-9_-]{43}$/),
        fc.constantFrom(
          'Bearer',
          'Basic YTpi',
          'Bearer x',
          `Bearer ${'x'.repeat(9_000)}`,
          'Bearer eyJhbGciOiJub25lIn0.e30.',
        ),
      );
    case 'expired token':
      return fc.constant(`Bearer ${expired}`);
    case 'revoked token':
      return fc.constant(`Bearer ${revoked}`);
    case 'foreign token':
      return fc.constantFrom(...Object.values(foreign.tokens)).map((token) => `Bearer ${token}`);
    case 'viewer token':
      return fc.constant(`Bearer ${own.tokens.viewer}`);
    default:
      return fc.constant(`Bearer ${own.tokens.admin}`);
  }
}

function bodyFor(kind: FuzzKind, operation: ApiOperation): fc.Arbitrary<unknown> {
  if (operation.body === undefined) {
    return fc.constant(undefined);
  }
  const valid = arbitraryOf(operation.body.schema);
  return kind === 'field mutated' ? valid.chain(mutated) : valid;
}

/** The text of a body. JSON.stringify writes lone surrogates as escapes, which a reader may or may not take. */
function bodyText(kind: FuzzKind, body: unknown): string | undefined {
  switch (kind) {
    case 'deep JSON':
      return `${'['.repeat(wireLimits.depth + 8)}${']'.repeat(wireLimits.depth + 8)}`;
    case 'broken JSON':
      return `${JSON.stringify(body).slice(0, -1)}`;
    default:
      return body === undefined ? undefined : JSON.stringify(body);
  }
}

/** What binds the parts of a request together: ids that must be the same, conditions that must be there. */
function headersFor(operation: ApiOperation, draft: Draft, kind: FuzzKind): Readonly<Record<string, string>> {
  const bodyId = (draft.body as { readonly id?: unknown } | undefined)?.id;
  const usual: Readonly<Record<string, string>> = {
    // A header as long as that would be no request at all.
    'idempotency-key': typeof bodyId === 'string' ? bodyId.slice(0, 4_000) : 'x',
    'if-none-match': '*',
    'if-match': '*',
  };
  const named = operation.parameters.filter((parameter) => parameter.in === 'header').map(({ name }) => name);
  const conditions = Object.fromEntries(named.map((name) => [name, usual[name] ?? '']));
  return {
    ...(kind === 'odd condition'
      ? Object.fromEntries(['if-match', 'if-none-match', 'idempotency-key'].map((name) => [name, draft.condition]))
      : conditions),
    ...(draft.token === '' ? {} : { authorization: draft.token }),
  };
}

function printableAscii(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '');
}

function requestOf(operation: ApiOperation, draft: Draft, kind: FuzzKind): RawRequest {
  const isOdd = kind === 'odd id';
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = draft.params[name] ?? '';
    return isOdd ? value : encodeURIComponentSafely(value);
  });
  const query = Object.entries(draft.query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${kind === 'odd query' ? (value ?? '') : encodeURIComponentSafely(value ?? '')}`)
    .join('&');
  const text = operation.body === undefined ? undefined : bodyText(kind, draft.body);
  const mediaType = kind === 'wrong content type' ? 'text/csv' : operation.body?.mediaType;
  const headers = Object.entries({
    ...headersFor(operation, draft, kind),
    ...(mediaType === undefined ? {} : { 'content-type': mediaType }),
  }).map(([name, value]) => [name, printableAscii(value)]);
  return {
    method: operation.method,
    path: query === '' ? path : `${path}?${query}`,
    headers: Object.fromEntries(headers),
    ...(kind === 'oversized' ? { announcedBytes: wireLimits.bodyBytes + 1 } : { body: text }),
  };
}

/** Requests of one kind for one operation. */
export function fuzzCases(kind: FuzzKind, operation: ApiOperation, callers: FuzzCallers): fc.Arbitrary<FuzzCase> {
  const ids = (parameter: ApiParameter): fc.Arbitrary<string> =>
    kind === 'odd id' ? oddParts : kind === 'odd text' ? anyText(1) : idsFor(parameter.name, callers.own);
  const draft = fc.record({
    params: entriesFor(operation, 'path', ids),
    query: entriesFor(operation, 'query', kind === 'odd query' ? () => oddParts : queryOf),
    body: bodyFor(kind, operation),
    condition: oddConditions,
    token: tokenFor(kind, callers),
  });
  const wrongMethods = fc.constantFrom('PATCH', 'DELETE', 'POST', 'PUT', 'OPTIONS', 'PROPFIND', 'GET');
  return fc.tuple(draft, wrongMethods).map(([parts, method]) => {
    const request = requestOf(operation, parts, kind);
    return { kind, operation, request: kind === 'wrong method' ? { ...request, method } : request };
  });
}
