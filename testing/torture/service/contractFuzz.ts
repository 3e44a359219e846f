import fc from 'fast-check';
import type { TestService } from '../../runningService';
import { type ApiOperation, type JsonPart, operationsOf } from './apiDescription';
import { type FuzzCallers, type FuzzCase, fuzzCases, type FuzzKind, fuzzKinds, isPossible } from './fuzzCases';
import { followLinks } from './linkedCalls';
import { type RawAnswer, RawClient } from './rawClient';
import { stageTenant } from './tenantStage';

/** How much is asked, and from which seed. */
export interface FuzzOptions {
  readonly seed: number;
  readonly requests: number;
}

/** What was asked and what came of it. */
export interface FuzzOutcome {
  readonly requests: number;
  readonly byKind: Readonly<Record<string, number>>;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly operations: number;
  readonly linkedCalls: number;
  /** Answers that are not as described, at most a few of each sort. */
  readonly failures: readonly string[];
}

const problemType = 'application/problem+json';
const batchSize = 200;
const atOnce = 4;

interface FuzzScope {
  /** The words of both tenants. */
  readonly own: string;
  readonly foreign: string;
  readonly operations: readonly ApiOperation[];
}

function isWrongMethodOnPurpose(
  { kind, request }: FuzzCase,
  operations: readonly ApiOperation[],
  path: string,
): boolean {
  return kind === 'wrong method' && !operations.some((other) => other.path === path && other.method === request.method);
}

/** Why an answer is not as it must be; undefined when it is. */
function complaint(asked: FuzzCase, answer: RawAnswer, scope: FuzzScope) {
  const { kind, operation } = asked;
  const { status, mediaType, text, headers } = answer;
  if (status >= 500) {
    return `status ${status}`;
  }
  const canary = kind === 'foreign token' ? scope.own : scope.foreign;
  if (text.includes(canary) || JSON.stringify(headers).includes(canary)) {
    return 'bytes of another tenant';
  }
  if (status >= 400 && mediaType !== problemType) {
    return `a failure as ${mediaType}`;
  }
  if (kind === 'wrong method') {
    const isOther = !isWrongMethodOnPurpose(asked, scope.operations, operation.path);
    return isOther || (fuzzKinds[kind] as readonly number[]).includes(status) ? undefined : `status ${status}`;
  }
  const expected: readonly number[] | undefined = fuzzKinds[kind];
  // A path that a client never sends may lead to another operation, or to none.
  const isElsewhere = (kind === 'odd id' || kind === 'odd text') && [400, 404, 405, 414].includes(status);
  if (expected !== undefined && !expected.includes(status)) {
    return `status ${status} instead of ${expected.join(' or ')}`;
  }
  return isElsewhere ? undefined : operation.whyNotDescribed({ status, mediaType, text });
}

function described({ kind, request }: FuzzCase, answer: RawAnswer | undefined, why: string): string {
  const { method, path, headers, body } = request;
  const shown = JSON.stringify({ method, path, headers: { ...headers, authorization: '…' }, body });
  return `${kind}: ${why}\n  ${shown.slice(0, 1_500)}\n  → ${answer?.status ?? 'none'} ${answer?.text.slice(0, 400) ?? ''}`;
}

class FuzzRun {
  readonly byKind = new Map<string, number>();
  readonly byStatus = new Map<string, number>();
  readonly failures = new Map<string, string>();
  readonly operations = new Set<string>();
  readonly #client: RawClient;
  readonly #scope: FuzzScope;

  constructor(client: RawClient, scope: FuzzScope) {
    this.#client = client;
    this.#scope = scope;
  }

  async ask(asked: FuzzCase): Promise<void> {
    const { kind, operation, request } = asked;
    this.byKind.set(kind, (this.byKind.get(kind) ?? 0) + 1);
    this.operations.add(operation.name);
    try {
      const answer = await this.#client.ask(request);
      this.byStatus.set(String(answer.status), (this.byStatus.get(String(answer.status)) ?? 0) + 1);
      const why = complaint(asked, answer, this.#scope);
      if (why !== undefined) {
        this.#fail(asked, answer, why);
      }
    } catch (error) {
      this.#fail(asked, undefined, `no answer: ${String(error)}`);
    }
  }

  /** One of each sort is enough to look at. */
  #fail(asked: FuzzCase, answer: RawAnswer | undefined, why: string): void {
    const sort = `${asked.operation.name} ${asked.kind} ${why.slice(0, 60)}`;
    if (!this.failures.has(sort)) {
      this.failures.set(sort, `${asked.operation.name}, ${described(asked, answer, why)}`);
    }
  }
}

async function badTokens(callers: Pick<FuzzCallers, 'own' | 'foreign'>, address: string): Promise<FuzzCallers> {
  const { tenant, tokens } = callers.own;
  const expired = await tenant.makeToken({ expiresAtMs: Date.now() - 1 });
  const revoked = await tenant.makeToken({});
  const keyId = revoked.split('_')[1] ?? '';
  const answer = await fetch(`${address}/v1/tokens/${keyId}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${tokens.admin}` },
  });
  if (answer.status !== 204) {
    throw new Error(`The token could not be revoked: ${answer.status}`);
  }
  return { ...callers, expired, revoked };
}

/** Every operation with everything that may be the matter with it, weighted alike. */
function allCases(operations: readonly ApiOperation[], callers: FuzzCallers): fc.Arbitrary<FuzzCase> {
  const kinds = Object.keys(fuzzKinds) as FuzzKind[];
  return fc.oneof(
    ...kinds.flatMap((kind) => {
      const possible = operations.filter((operation) => isPossible(kind, operation));
      return possible.length === 0
        ? []
        : [fc.oneof(...possible.map((operation) => fuzzCases(kind, operation, callers)))];
    }),
  );
}

/** Asks a running service for whatever its description says and much that it does not, and looks at every answer. */
export async function fuzzContract(service: TestService, { seed, requests }: FuzzOptions): Promise<FuzzOutcome> {
  const client = new RawClient(service.address);
  try {
    const own = await stageTenant(service, 'fuzzed', 3);
    const foreign = await stageTenant(service, 'canary', 2);
    const callers = await badTokens({ own, foreign }, service.address);
    const document = (await (await fetch(`${service.address}/openapi.json`)).json()) as JsonPart;
    // Deleting the plants that everything else is about would leave nothing to ask for.
    const operations = operationsOf(document);
    const asked = operations.filter(({ name }) => name !== 'DELETE /v1/plants/{plantId}');
    const run = new FuzzRun(client, { own: own.canary, foreign: foreign.canary, operations });
    const cases = allCases(asked, callers);
    for (let done = 0; done < requests; done += batchSize) {
      const batch = fc.sample(cases, { seed: seed + done, numRuns: Math.min(batchSize, requests - done) });
      const queue = batch.values();
      await Promise.all(
        Array.from({ length: atOnce }, async () => {
          for (const one of queue) {
            await run.ask(one);
          }
        }),
      );
    }
    const links = await followLinks(client, callers, { seed, rounds: Math.max(2, Math.ceil(requests / 500)) });
    return {
      requests,
      byKind: Object.fromEntries([...run.byKind].sort()),
      byStatus: Object.fromEntries([...run.byStatus].sort()),
      operations: run.operations.size,
      linkedCalls: links.calls,
      failures: [...run.failures.values(), ...links.failures],
    };
  } finally {
    client.dispose();
  }
}
