import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { create, pump, setField } from '../../../shared/sync/syncFixture';
import { changesetOf, firstChangeset } from '../../serviceCaller';
import type { FuzzCallers } from './fuzzCases';
import { anyText } from './jsonArbitrary';
import type { RawAnswer, RawClient, RawRequest } from './rawClient';

/** What one round puts in, to be found again. */
const roundTexts = fc.record({
  plantId: fc.uuid(),
  name: fc.stringMatching(/^[A-Za-zÀ-ž0-9 .,;:'"<>&\\/]{1,60}$/),
  service: anyText(1, 60).map((text) => text.replace(/\p{Surrogate}/gu, '\ufffd')),
  later: anyText(1, 60).map((text) => text.replace(/\p{Surrogate}/gu, '\ufffd')),
  changesetId: fc.uuid(),
  conflictId: fc.uuid(),
});
type RoundTexts = typeof roundTexts extends fc.Arbitrary<infer Texts> ? Texts : never;

interface Ask extends Partial<Omit<RawRequest, 'body'>> {
  readonly path: string;
  readonly json?: unknown;
  readonly token?: string;
}

/** Creates, changes and reads what is linked, and complains about whatever is not found as it was put. */
class LinkedRound {
  calls = 0;
  readonly failures: string[] = [];
  readonly #client: RawClient;
  readonly #token: string;
  readonly #texts: RoundTexts;

  constructor(client: RawClient, token: string, texts: RoundTexts) {
    this.#client = client;
    this.#token = token;
    this.#texts = texts;
  }

  async #ask({ path, json, token = this.#token, method = 'GET', headers = {} }: Ask): Promise<RawAnswer> {
    this.calls += 1;
    const body = json === undefined ? undefined : JSON.stringify(json);
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    return this.#client.ask({ method, path, headers: { authorization: `Bearer ${token}`, ...type, ...headers }, body });
  }

  async #expect(ask: Ask, status: number, found?: (answer: RawAnswer) => boolean): Promise<RawAnswer> {
    const answer = await this.#ask(ask);
    if (answer.status !== status || (found !== undefined && !found(answer))) {
      const { method = 'GET', path, json } = ask;
      const sent = JSON.stringify(json)?.slice(0, 600) ?? '';
      this.failures.push(
        `link: ${method} ${path} ${sent} instead of ${status} → ${answer.status} ${answer.text.slice(0, 600)}`,
      );
    }
    return answer;
  }

  #put(path: string, json: unknown, headers: Readonly<Record<string, string>> = {}): Ask {
    return { method: 'PUT', path, json, headers };
  }

  #post(changeset: { readonly id: string }): Ask {
    const headers = { 'idempotency-key': changeset.id };
    return { method: 'POST', path: `${this.#plant()}/changesets`, json: changeset, headers };
  }

  #plant(): string {
    return `/v1/plants/${this.#texts.plantId}`;
  }

  async run(): Promise<void> {
    await this.#makePlant();
    await this.#changePlant();
    await this.#patchEntity();
    await this.#keepConflict();
    await this.#useToken();
    await this.#deletePlant();
  }

  async #makePlant(): Promise<void> {
    const { plantId, name } = this.#texts;
    const once = { 'if-none-match': '*' };
    await this.#expect(this.#put(this.#plant(), { name }, once), 201);
    await this.#expect(this.#put(this.#plant(), { name }, once), 200);
    await this.#expect(this.#put(this.#plant(), { name: `${name}.` }, once), 412);
    await this.#expect({ path: '/v1/plants' }, 200, ({ text }) =>
      (JSON.parse(text) as { plants: { id: string; name: string }[] }).plants.some(
        (plant) => plant.id === plantId && plant.name === name,
      ),
    );
  }

  async #changePlant(): Promise<void> {
    const { changesetId, service } = this.#texts;
    await this.#expect(this.#post(firstChangeset()), 201);
    const made = changesetOf([create('component p1', pump('P-1', { 'properties.service': service }))], {
      id: changesetId,
      base: 1,
    });
    const first = await this.#expect(this.#post(made), 201);
    await this.#expect(this.#post(made), 200, ({ text, headers }) => {
      return text === first.text && headers['idempotency-replayed'] === 'true';
    });
    const other = { ...made, ops: [setField('component p1', 'x', 8)] };
    await this.#expect(this.#post(other), 422);
    await this.#expect({ path: `${this.#plant()}/changes?since=1` }, 200, ({ text }) => {
      const { entries } = JSON.parse(text) as { entries: { id: string; changes: { fields: object }[] }[] };
      const fields = entries[0]?.changes[0]?.fields;
      return entries[0]?.id === changesetId && Reflect.get(fields ?? {}, 'properties.service') === service;
    });
    const rejected = changesetOf([setField('component p1', 'properties.service', 'other')], { base: 1 });
    const refusal = await this.#expect(this.#post(rejected), 409);
    await this.#expect(this.#post(rejected), 409, ({ text }) => text === refusal.text);
  }

  async #patchEntity(): Promise<void> {
    const { later } = this.#texts;
    const path = `${this.#plant()}/entities/component/p1`;
    const read = await this.#expect({ path }, 200);
    const tag = String(read.headers['etag']);
    const type = { 'content-type': 'application/merge-patch+json' };
    const json = { properties: { service: later } };
    await this.#expect({ method: 'PATCH', path, json, headers: type }, 428);
    await this.#expect({ method: 'PATCH', path, json, headers: { ...type, 'if-match': '"rev:0"' } }, 412);
    const patched = await this.#expect({ method: 'PATCH', path, json, headers: { ...type, 'if-match': tag } }, 200);
    await this.#expect({ path }, 200, ({ text, headers }) => {
      const { properties } = JSON.parse(text) as { properties?: { service?: string } };
      return text === patched.text && properties?.service === later && headers['etag'] === patched.headers['etag'];
    });
  }

  async #keepConflict(): Promise<void> {
    const { conflictId, changesetId, service } = this.#texts;
    const edit = {
      ...{ id: conflictId, changesetId, base: 1, atMs: 1, label: service.slice(0, 50) },
      ops: [setField('component p1', 'properties.service', service)],
      conflicts: [{ op: 0, kind: 'field-field', field: 'properties.service' }],
    };
    const path = `${this.#plant()}/conflicts/${conflictId}`;
    await this.#expect(this.#put(path, edit), 201);
    await this.#expect(this.#put(path, { ...edit, label: 'other' }), 200);
    await this.#expect({ path }, 200, ({ text }) => {
      const kept = JSON.parse(text) as Readonly<Record<string, unknown>>;
      return Object.entries(edit).every(([name, value]) => isDeepStrictEqual(kept[name], value));
    });
  }

  async #useToken(): Promise<void> {
    const wish = { subject: this.#texts.name.trim() || 'x', role: 'viewer', plantIds: [this.#texts.plantId] };
    const made = await this.#expect({ method: 'POST', path: '/v1/tokens', json: wish }, 201);
    const { token, keyId } = JSON.parse(made.text) as { token: string; keyId: string };
    await this.#expect({ path: '/v1/me', token }, 200, ({ text }) => JSON.parse(text).subject === wish.subject);
    await this.#expect({ path: `${this.#plant()}/changes?since=0`, token }, 200);
    await this.#expect({ path: '/v1/audit', token }, 403);
    await this.#expect({ method: 'DELETE', path: `/v1/tokens/${keyId}` }, 204);
    await this.#expect({ path: '/v1/me', token }, 401);
  }

  async #deletePlant(): Promise<void> {
    await this.#expect({ path: `${this.#plant()}/audit` }, 200, ({ text }) => text.includes(this.#texts.changesetId));
    await this.#expect({ method: 'DELETE', path: this.#plant() }, 204);
    await this.#expect({ path: `${this.#plant()}/changes?since=0` }, 404);
    await this.#expect({ path: '/v1/audit?limit=1000' }, 200);
  }
}

/** Rounds of creating, changing and reading, each with texts of its own. */
export async function followLinks(
  client: RawClient,
  { own }: FuzzCallers,
  { seed, rounds }: { readonly seed: number; readonly rounds: number },
): Promise<{ readonly calls: number; readonly failures: readonly string[] }> {
  let calls = 0;
  const failures: string[] = [];
  for (const texts of fc.sample(roundTexts, { seed, numRuns: rounds })) {
    const round = new LinkedRound(client, own.tokens.admin, texts);
    try {
      await round.run();
    } catch (error) {
      failures.push(`link: ${String(error)}`);
    }
    calls += round.calls;
    failures.push(...round.failures);
  }
  return { calls, failures: failures.slice(0, 20) };
}
