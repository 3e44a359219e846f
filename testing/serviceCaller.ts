import { emptyModel } from '../shared/model/emptyModel';
import { entitiesOf } from '../shared/model/entityCollections';
import { fieldsOf } from '../shared/model/entityFields';
import { asId } from '../shared/model/ids';
import { entityKinds } from '../shared/model/modelPatch';
import type { Changeset, SyncOp } from '../shared/sync/changeset';
import { create } from '../shared/sync/syncFixture';

/** An answer of the service as it came. */
export interface ServiceAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; throws when it is none. */
  json<T = Readonly<Record<string, unknown>>>(): T;
}

/** What to ask besides the address. */
export interface ServiceAsk {
  readonly method?: string;
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly raw?: string | Uint8Array<ArrayBuffer>;
  readonly signal?: AbortSignal;
}

/** Asks a service over its socket, as any program would. */
export async function askService(url: string, ask: ServiceAsk = {}): Promise<ServiceAnswer> {
  const { token, body, raw, signal } = ask;
  const response = await fetch(url, {
    method: ask.method ?? 'GET',
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...ask.headers,
    },
    body: raw ?? (body === undefined ? null : JSON.stringify(body)),
    signal: signal ?? null,
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) };
}

/** One plant at a service, as the holder of one token sees it. */
export class PlantCaller {
  readonly id: string;
  readonly url: string;
  readonly #token: string;
  readonly #address: string;

  constructor(address: string, token: string, id: string) {
    this.id = id;
    this.#address = address;
    this.url = `${address}/v1/plants/${id}`;
    this.#token = token;
  }

  /** The same plant in the eyes of another token. */
  as(token: string): PlantCaller {
    return new PlantCaller(this.#address, token, this.id);
  }

  /** Asks below the plant's address: `/changes?since=0`. */
  ask(path: string, ask: ServiceAsk = {}): Promise<ServiceAnswer> {
    return askService(`${this.url}${path}`, { token: this.#token, ...ask });
  }

  create(name = 'Works'): Promise<ServiceAnswer> {
    return this.ask('', { method: 'PUT', headers: { 'if-none-match': '*' }, body: { name } });
  }

  push(changeset: Changeset): Promise<ServiceAnswer> {
    return this.ask('/changesets', {
      method: 'POST',
      headers: { 'idempotency-key': changeset.id },
      body: changeset,
    });
  }
}

/** A changeset with an id of its own; what is left out is 0 or empty. */
export function changesetOf(ops: readonly SyncOp[], parts: Partial<Changeset> = {}): Changeset {
  return { id: crypto.randomUUID(), base: 0, atMs: 1, label: 'An edit', ops, resolves: [], ...parts };
}

/** An empty plant, as every plant begins: what `pump` and `pipe` of the sync tests stand on. */
export function firstChangeset(): Changeset {
  const model = emptyModel({ id: asId('plant'), name: 'Works', timeZone: 'UTC' });
  const ops = entityKinds.flatMap((kind) =>
    [...entitiesOf(model, kind).values()].map((entity) => create(`${kind} ${entity.id}`, fieldsOf(kind, entity))),
  );
  return changesetOf(ops, { label: 'New plant' });
}

/** A new plant with its first changeset taken. */
export async function startedPlant(address: string, token: string): Promise<PlantCaller> {
  const plant = new PlantCaller(address, token, crypto.randomUUID());
  const answers = [await plant.create(), await plant.push(firstChangeset())];
  if (answers.some(({ status }) => status !== 201)) {
    throw new Error(`no plant: ${answers.map(({ text }) => text).join(' ')}`);
  }
  return plant;
}
