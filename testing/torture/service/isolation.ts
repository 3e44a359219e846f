import { randomUUID } from 'node:crypto';
import type { Role } from '../../../shared/sync/syncWire';
import { changesetOf } from '../../serviceCaller';
import { setField } from '../../../shared/sync/syncFixture';
import type { TestService } from '../../runningService';
import { type ApiOperation, type JsonPart, operationsOf } from './apiDescription';
import { type RawAnswer, RawClient, type RawRequest } from './rawClient';
import { type StagedTenant, stageTenant } from './tenantStage';

/** How many tenants stand beside each other, and at how many others each looks with every operation and role. */
export interface IsolationOptions {
  readonly tenants: number;
  readonly others: number;
}

/** What was tried and what came through a wall. */
export interface IsolationOutcome {
  readonly tenants: number;
  readonly operations: number;
  readonly requests: number;
  /** Pairs of answers, about what is another's and about what is nowhere, that were compared byte by byte. */
  readonly compared: number;
  readonly canaries: number;
  readonly failures: readonly string[];
}

const roles: readonly Role[] = ['viewer', 'editor', 'approver', 'admin'];

/** The ids that an address takes. */
interface Ids {
  readonly plantId: string;
  readonly conflictId: string;
  readonly areaId: string;
  readonly keyId: string;
}

function idsOf(tenant: StagedTenant): Ids {
  const [plantId = '', conflictId = '', areaId = '', keyId = ''] = [
    tenant.plantIds[0],
    tenant.conflictIds[0],
    tenant.areaIds[0],
    tenant.keyIds[0],
  ];
  return { plantId, conflictId, areaId, keyId };
}

/** Ids as long as the real ones, so that not even the length of an answer can tell. */
function missingIds(like: Ids): Ids {
  return {
    plantId: randomUUID(),
    conflictId: randomUUID(),
    areaId: `none${like.areaId.slice(4)}`.replace(/[0-9a-f]{8}$/, '00000000'),
    keyId: '0'.repeat(like.keyId.length),
  };
}

/** A body that the operation takes: what is refused is refused for whose it is, not for its form. */
function bodyFor({ name }: ApiOperation, { conflictId }: Ids): unknown {
  switch (name) {
    case 'POST /v1/plants/{plantId}/changesets':
      return changesetOf([setField('component p1', 'x', 16)], { id: '11111111-1111-4111-8111-111111111111', base: 1 });
    case 'PUT /v1/plants/{plantId}':
      return { name: 'Mine' };
    case 'PATCH /v1/plants/{plantId}/entities/{kind}/{entityId}':
      return { properties: { service: 'Mine' } };
    case 'POST /v1/tokens':
      return { subject: 'Somebody', role: 'viewer' };
    case 'PUT /v1/plants/{plantId}/conflicts/{conflictId}':
      return {
        ...{ id: conflictId, changesetId: randomUUID(), base: 0, atMs: 1, label: 'Mine', ops: [], conflicts: [] },
      };
    default:
      return undefined;
  }
}

function requestFor(operation: ApiOperation, ids: Ids, token: string): RawRequest {
  const values: Readonly<Record<string, string>> = { ...ids, kind: 'component', entityId: 'p1' };
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? 'x'));
  const query = operation.parameters.some(({ name }) => name === 'since') ? '?since=0' : '';
  const body = bodyFor(operation, ids);
  return {
    method: operation.method,
    path: `${path}${query}`,
    headers: {
      authorization: `Bearer ${token}`,
      'if-none-match': operation.method === 'PUT' ? '*' : '"x"',
      'if-match': '*',
      'idempotency-key': '11111111-1111-4111-8111-111111111111',
      ...(body === undefined ? {} : { 'content-type': operation.body?.mediaType ?? 'application/json' }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  };
}

/** What is the same for every request, and what only tells one request from another. */
const passing = new Set(['date', 'x-request-id']);

/** All of an answer but when it was given. The ids that were asked for may stand in it. */
function comparable({ status, headers, text }: RawAnswer, ids: Ids): string {
  const kept = Object.entries(headers).filter(([name]) => !passing.has(name));
  const whole = JSON.stringify([status, kept, text]);
  return Object.entries(ids).reduce((said, [name, id]) => said.replaceAll(id, `{${name}}`), whole);
}

/** Makes something under an id that is free for the asker too, if another has it or not: nothing to compare. */
const makesItsOwn = new Set(['PUT /v1/plants/{plantId}', 'PUT /v1/plants/{plantId}/conflicts/{conflictId}']);

class IsolationRun {
  requests = 0;
  compared = 0;
  readonly failures: string[] = [];
  readonly #client: RawClient;
  readonly #canaries: readonly string[];

  constructor(client: RawClient, canaries: readonly string[]) {
    this.#client = client;
    this.#canaries = canaries;
  }

  async #ask(request: RawRequest, own: string): Promise<RawAnswer> {
    this.requests += 1;
    const answer = await this.#client.ask(request);
    const said = `${JSON.stringify(answer.headers)} ${answer.text}`;
    const leaked = this.#canaries.find(
      (canary) => canary !== own && said.includes(canary) && !request.path.includes(canary),
    );
    if (leaked !== undefined) {
      this.failures.push(`${request.method} ${request.path} told ${own} something of ${leaked}`);
    }
    if (answer.status >= 500) {
      this.failures.push(`${request.method} ${request.path}: ${answer.status} ${answer.text.slice(0, 200)}`);
    }
    return answer;
  }

  /** Somebody asks for what is another's, and for what is nowhere: the two must be answered alike. */
  async compare(
    operation: ApiOperation,
    token: string,
    who: { readonly own: StagedTenant; readonly other: StagedTenant },
  ) {
    const foreign = idsOf(who.other);
    const missing = missingIds(foreign);
    const own = idsOf(who.own);
    // Below a plant of one's own, the rest of the address is still another's.
    const isBelow = /\{(conflictId|areaId)\}/.test(operation.path) && !makesItsOwn.has(operation.name);
    const plants = isBelow ? [own.plantId] : [];
    for (const plantId of [undefined, ...plants]) {
      const [theirs, nowhere] = [foreign, missing].map((ids) =>
        plantId === undefined ? ids : { ...ids, plantId },
      ) as [Ids, Ids];
      const first = await this.#ask(requestFor(operation, theirs, token), who.own.canary);
      const second = await this.#ask(requestFor(operation, nowhere, token), who.own.canary);
      this.compared += 1;
      if (comparable(first, theirs) !== comparable(second, nowhere)) {
        this.failures.push(
          `${operation.name}: ${comparable(first, theirs).slice(0, 300)} about another's, ${comparable(second, nowhere).slice(0, 300)} about nothing`,
        );
      }
      if (plantId === undefined && ![403, 404].includes(first.status)) {
        this.failures.push(`${operation.name} of another tenant's: ${first.status} ${first.text.slice(0, 200)}`);
      }
    }
  }

  /** Somebody reads all that is their own, which must be there and hold nothing else. */
  async readOwn(operation: ApiOperation, token: string, own: StagedTenant): Promise<void> {
    await this.#ask(requestFor(operation, idsOf(own), token), own.canary);
  }
}

/** That nothing which the others did has changed or removed what a tenant keeps. */
async function stillThere(
  service: TestService,
  { tokens, plantIds, canary }: StagedTenant,
): Promise<readonly string[]> {
  const headers = { authorization: `Bearer ${tokens.admin}` };
  const text = await (await fetch(`${service.address}/v1/plants/${plantIds[0]}/changes?since=0`, { headers })).text();
  return text.includes(`Water of ${canary}`)
    ? []
    : [`the plant of ${canary} is not what it was: ${text.slice(0, 200)}`];
}

/** Stages tenants beside each other and lets every role of each ask with every operation for what is the others'. */
export async function tryWalls(service: TestService, { tenants, others }: IsolationOptions): Promise<IsolationOutcome> {
  const client = new RawClient(service.address);
  try {
    const staged: StagedTenant[] = [];
    for (let count = 0; count < tenants; count += 1) {
      staged.push(await stageTenant(service, `canary-${count}`));
    }
    const canaries = staged.map(({ canary }) => canary);
    const run = new IsolationRun(client, canaries);
    const document = (await (await fetch(`${service.address}/openapi.json`)).json()) as JsonPart;
    const operations = operationsOf(document);
    const named = operations.filter(({ path, name }) => path.includes('{') && name !== 'PUT /v1/plants/{plantId}');
    const reading = operations.filter(({ method }) => method === 'GET');
    for (const [at, own] of staged.entries()) {
      for (const role of roles) {
        const token = own.tokens[role];
        for (const operation of reading) {
          await run.readOwn(operation, token, own);
        }
        for (let step = 1; step <= others; step += 1) {
          const other = staged[(at + step * 7) % staged.length];
          if (other !== undefined && other !== own) {
            await Promise.all(named.map((operation) => run.compare(operation, token, { own, other })));
          }
        }
      }
    }
    const lost = await Promise.all(staged.map((tenant) => stillThere(service, tenant)));
    return {
      ...{ tenants, operations: operations.length, requests: run.requests, compared: run.compared },
      ...{ canaries: canaries.length, failures: [...run.failures, ...lost.flat()].slice(0, 50) },
    };
  } finally {
    client.dispose();
  }
}
