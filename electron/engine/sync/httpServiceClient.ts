import { z } from 'zod';
import type { Changeset } from '../../../shared/sync/changeset';
import { AppFailure } from '../../../shared/lib/appError';
import { keyText } from '../../../shared/sync/entityRecord';
import type { KeptParkedEdit, ParkedEdit } from '../../../shared/sync/parkedEdit';
import {
  acceptedSchema,
  type Changes,
  changesSchema,
  type FrozenList,
  frozenListSchema,
  keptParkedEditSchema,
  meSchema,
  type Me,
  plantSummarySchema,
  type PlantSummary,
  rejectedSchema,
  wireLimits,
  epochHeader,
} from '../../../shared/sync/syncWire';
import type { ServiceConnection } from './serviceAnswer';
import type {
  ChangesQuery,
  FreezeWish,
  PushAnswer,
  SentChangeset,
  ServiceClient,
  SnapshotHeader,
  SnapshotQuery,
} from './serviceClient';
import { ServiceHttp, type ServiceHttpOptions, type ServiceQuestion, type ServiceText } from './serviceHttp';
import { linesOf } from './snapshotLines';
import { SnapshotReading } from './snapshotReading';

const megabyte = 2 ** 20;
/** Largest answers. An entry of the log holds what was before and after each of a changeset's ops, so it may be larger than that. */
const mostBytes = { short: megabyte / 2, list: 8 * megabyte, entry: 8 * megabyte, page: 8 * megabyte } as const;
const mostLineLength = 4 * megabyte;
const mostSnapshotBytes = 2 ** 30;

/** Bounds of waiting and of memory, and the clock; everything may be left out. */
export interface HttpServiceOptions extends ServiceHttpOptions {
  /** Told whom the service takes the token's owner for, each time it says so. */
  readonly onAccepted?: (me: Me) => void;
  readonly mostSnapshotBytes?: number;
}

const plantsSchema = z.object({ plants: z.array(plantSummarySchema) });
const parkedEditsSchema = z.object({ conflicts: z.array(keptParkedEditSchema) });

function plantPath(plantId: string, rest = ''): string {
  return `/v1/plants/${encodeURIComponent(plantId)}${rest}`;
}

function freezePath(plantId: string, areaId: string): string {
  return plantPath(plantId, `/freezes/${encodeURIComponent(areaId)}`);
}

function searchOf(parts: Readonly<Record<string, string | number | undefined>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parts)) {
    if (value !== undefined && value !== '') {
      search.set(name, String(value));
    }
  }
  return search.toString();
}

/**
 * A tenant's service over HTTP. Nothing about a plant is asked or sent before the service has said that the token belongs
 * to the tenant that was meant.
 */
export class HttpServiceClient implements ServiceClient {
  readonly #http: ServiceHttp;
  readonly #mostSnapshotBytes: number;
  readonly #onAccepted: (me: Me) => void;
  #isRightTenant: boolean;
  /** Entries of a page: fewer once the service's pages have proved too large, and slowly more again. */
  #pageLimit: number = wireLimits.changesPage;

  constructor(connection: ServiceConnection, options: HttpServiceOptions = {}) {
    this.#http = new ServiceHttp(connection, options);
    this.#mostSnapshotBytes = options.mostSnapshotBytes ?? mostSnapshotBytes;
    this.#onAccepted = options.onAccepted ?? (() => undefined);
    this.#isRightTenant = connection.tenantId === undefined;
  }

  /** Closes idle connections. */
  dispose(): void {
    this.#http.dispose();
  }

  async me(signal: AbortSignal): Promise<Me> {
    const question: ServiceQuestion = { method: 'GET', path: '/v1/me', mostBytes: mostBytes.short };
    const answer = await this.#http.readText(question, [200], signal);
    const me = this.#http.parse(meSchema, answer);
    const { tenantId, token } = this.#http.connection;
    if (answer.text.includes(token)) {
      // Names are kept and shown.
      throw this.#http.nonsense('it gives away what it was told');
    }
    if (tenantId !== undefined && me.tenant.id !== tenantId) {
      throw this.#http.failure({ reason: 'other-tenant', detail: me.tenant.name });
    }
    this.#isRightTenant = true;
    this.#onAccepted(me);
    return me;
  }

  async plants(signal: AbortSignal): Promise<readonly PlantSummary[]> {
    await this.#checkTenant(signal);
    const question: ServiceQuestion = { method: 'GET', path: '/v1/plants', mostBytes: mostBytes.list };
    return this.#http.parse(plantsSchema, await this.#http.readText(question, [200], signal)).plants;
  }

  async createPlant(id: string, name: string, signal: AbortSignal): Promise<PlantSummary> {
    await this.#checkTenant(signal);
    const question: ServiceQuestion = {
      ...{ method: 'PUT', path: plantPath(id), headers: { 'if-none-match': '*' } },
      ...{ document: { name }, mostBytes: mostBytes.short },
    };
    const plant = this.#http.parse(plantSummarySchema, await this.#http.readText(question, [200, 201], signal));
    if (plant.id !== id) {
      throw this.#http.nonsense('it answers for another plant');
    }
    return plant;
  }

  async push(plantId: string, sent: SentChangeset, signal: AbortSignal): Promise<PushAnswer> {
    await this.#checkTenant(signal);
    const { epoch, ...changeset } = sent;
    const told = epoch === undefined ? undefined : { [epochHeader]: epoch };
    const question: ServiceQuestion = {
      ...{ method: 'POST', path: plantPath(plantId, '/changesets') },
      headers: { 'idempotency-key': changeset.id, ...told },
      ...{ document: changeset, mostBytes: mostBytes.entry },
    };
    const answer = await this.#http.readText(question, [200, 201, 409, 423], signal);
    const { status } = answer;
    return status === 409 || status === 423
      ? this.#rejection(answer, status, changeset)
      : this.#acceptance(answer, changeset);
  }

  async changes(plantId: string, query: ChangesQuery, signal: AbortSignal): Promise<Changes> {
    await this.#checkTenant(signal);
    for (;;) {
      const limit = Math.min(query.limit, this.#pageLimit);
      try {
        const page = await this.#page(plantId, { ...query, limit }, signal);
        this.#pageLimit = Math.min(this.#pageLimit * 2, wireLimits.changesPage);
        return page;
      } catch (thrown) {
        const isTooLarge =
          thrown instanceof AppFailure && thrown.error.code === 'service-failed' && thrown.error.reason === 'too-large';
        if (!isTooLarge || limit <= 1) {
          throw thrown;
        }
        this.#pageLimit = Math.max(1, Math.floor(limit / 8));
      }
    }
  }

  async snapshot(plantId: string, query: SnapshotQuery, signal: AbortSignal): Promise<SnapshotHeader> {
    await this.#checkTenant(signal);
    const { at, after, onRecords } = query;
    const search = searchOf({ at: at === undefined ? undefined : `rev:${String(at)}`, after: after && keyText(after) });
    const question: ServiceQuestion = {
      ...{ method: 'GET', path: plantPath(plantId, `/snapshot${search === '' ? '' : `?${search}`}`) },
      ...{ accept: 'application/x-ndjson', mostBytes: this.#mostSnapshotBytes, takesLong: true },
    };
    const { body, headers } = await this.#http.open(question, [200], signal);
    if ((headers['content-type'] ?? '').includes('html')) {
      throw this.#http.nonsense('it answers with a web page');
    }
    const reading = new SnapshotReading(onRecords, (detail) => this.#http.nonsense(detail));
    const tooLong = (): AppFailure =>
      this.#http.failure({ reason: 'too-large', detail: 'a line of the copy of the plant has no end' });
    for await (const lines of linesOf(body, { mostLength: mostLineLength, tooLong })) {
      await reading.take(lines);
    }
    return reading.end();
  }

  async putParkedEdit(plantId: string, edit: ParkedEdit, signal: AbortSignal): Promise<void> {
    await this.#checkTenant(signal);
    const path = plantPath(plantId, `/conflicts/${encodeURIComponent(edit.id)}`);
    const question: ServiceQuestion = { method: 'PUT', path, document: edit, mostBytes: mostBytes.entry };
    await this.#http.readText(question, [200, 201, 204], signal);
  }

  async parkedEdits(plantId: string, signal: AbortSignal): Promise<readonly KeptParkedEdit[]> {
    await this.#checkTenant(signal);
    const question: ServiceQuestion = {
      method: 'GET',
      path: plantPath(plantId, '/conflicts'),
      mostBytes: mostBytes.page,
    };
    return this.#http.parse(parkedEditsSchema, await this.#http.readText(question, [200], signal)).conflicts;
  }

  freeze(plantId: string, { areaId, reason }: FreezeWish, signal: AbortSignal): Promise<FrozenList> {
    const document = reason === undefined ? {} : { reason };
    return this.#changeFreeze({ method: 'PUT', path: freezePath(plantId, areaId), document }, signal);
  }

  release(plantId: string, areaId: string, signal: AbortSignal): Promise<FrozenList> {
    return this.#changeFreeze({ method: 'DELETE', path: freezePath(plantId, areaId) }, signal);
  }

  async #changeFreeze(ask: Omit<ServiceQuestion, 'mostBytes'>, signal: AbortSignal): Promise<FrozenList> {
    await this.#checkTenant(signal);
    const answer = await this.#http.readText({ ...ask, mostBytes: mostBytes.list }, [200], signal);
    return this.#http.parse(frozenListSchema, answer);
  }

  async #checkTenant(signal: AbortSignal): Promise<void> {
    if (!this.#isRightTenant) {
      await this.me(signal);
    }
  }

  async #page(plantId: string, query: ChangesQuery, signal: AbortSignal): Promise<Changes> {
    const { since, hash, limit, waitSeconds, freezes } = query;
    const search = searchOf({ since, limit, wait: waitSeconds === 0 ? undefined : waitSeconds, hash, freezes });
    const question: ServiceQuestion = {
      ...{ method: 'GET', path: plantPath(plantId, `/changes?${search}`), mostBytes: mostBytes.page },
      ...(waitSeconds === 0 ? {} : { headTimeoutMs: (waitSeconds + 15) * 1_000, takesLong: true }),
    };
    const page = this.#http.parse(changesSchema, await this.#http.readText(question, [200], signal));
    if (page.entries.length > limit) {
      throw this.#http.nonsense('it sends more of the log than was asked for');
    }
    return page;
  }

  #acceptance(answer: ServiceText, changeset: Changeset): PushAnswer {
    const accepted = this.#http.parse(acceptedSchema, answer);
    const { entry, seq, hash } = accepted;
    if (entry.id !== changeset.id || entry.seq !== seq || entry.hash !== hash) {
      throw this.#http.nonsense('it answers for another changeset');
    }
    return { kind: 'accepted', replayed: answer.headers['idempotency-replayed'] === 'true', ...accepted };
  }

  #rejection(answer: ServiceText, status: 409 | 423, { ops }: Changeset): PushAnswer {
    const { conflicts, head } = this.#http.parse(rejectedSchema, answer);
    const isOp = (index: number | undefined): boolean => index === undefined || index < ops.length;
    if (conflicts.length === 0 || !conflicts.every(({ op, because }) => isOp(op) && isOp(because))) {
      throw this.#http.nonsense('it refuses what was not sent');
    }
    return { kind: 'rejected', status, rejection: { conflicts, head } };
  }
}
