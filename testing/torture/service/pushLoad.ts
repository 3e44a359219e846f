import { setTimeout as rest } from 'node:timers/promises';
import type { Changeset } from '../../../shared/sync/changeset';
import { setField } from '../../../shared/sync/syncFixture';
import { changesetOf } from '../../serviceCaller';
import { RawClient } from './rawClient';

/** A changeset that the service has answered for. */
export interface Acknowledged {
  readonly id: string;
  readonly seq: number;
}

const opsPerChangeset = 5;

/**
 * A program that sends one changeset after the other and each until it is answered, through whatever becomes of the
 * service. Fields are its own, so nothing it sends is ever refused.
 */
export class PushLoad {
  readonly acknowledged: Acknowledged[] = [];
  readonly refused: string[] = [];
  /** Sent, and not answered when it was stopped. */
  open: Changeset | undefined;
  /** Answers that said "I have this already": the first had been lost. */
  replayed = 0;
  /** Attempts that brought no answer. */
  cutOff = 0;
  readonly #client: RawClient;
  readonly #path: string;
  readonly #token: string;
  readonly #name: string;
  #stopped = false;

  constructor(address: string, place: { readonly plantId: string; readonly token: string; readonly name: string }) {
    this.#client = new RawClient(address);
    this.#path = `/v1/plants/${place.plantId}/changesets`;
    this.#token = place.token;
    this.#name = place.name;
  }

  /** Sends until it is stopped. */
  async run(): Promise<void> {
    for (let count = 0; !this.#stopped; count += 1) {
      const ops = Array.from({ length: opsPerChangeset }, (_, at) =>
        setField('component p1', `properties.${this.#name}_${at}`, `${count}`),
      );
      // Nobody else writes its fields, so what it has seen last is its own last.
      const changeset = changesetOf(ops, { base: this.acknowledged.at(-1)?.seq ?? 2 });
      this.open = changeset;
      await this.#untilAnswered(changeset);
    }
  }

  stop(): void {
    this.#stopped = true;
  }

  dispose(): void {
    this.#client.dispose();
  }

  async #untilAnswered(changeset: Changeset): Promise<void> {
    while (!this.#stopped) {
      try {
        const { status, text } = await this.#client.ask({
          ...{ method: 'POST', path: this.#path, body: JSON.stringify(changeset) },
          headers: {
            authorization: `Bearer ${this.#token}`,
            'content-type': 'application/json',
            'idempotency-key': changeset.id,
          },
        });
        if (status === 200 || status === 201) {
          this.acknowledged.push({ id: changeset.id, seq: (JSON.parse(text) as { seq: number }).seq });
          this.replayed += status === 200 ? 1 : 0;
          this.open = undefined;
          return;
        }
        if (status !== 503 && status !== 429) {
          this.refused.push(`${status} ${text.slice(0, 200)}`);
          this.open = undefined;
          return;
        }
      } catch {
        this.cutOff += 1;
      }
      await rest(20);
    }
  }
}
