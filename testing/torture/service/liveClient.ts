import { createHash } from 'node:crypto';
import { applyPatch } from '../../../shared/model/applyPatch';
import { emptyModel } from '../../../shared/model/emptyModel';
import { asId, type ComponentId } from '../../../shared/model/ids';
import type { ModelPatch } from '../../../shared/model/modelPatch';
import type { PlantModel } from '../../../shared/model/plantModel';
import type { Changeset } from '../../../shared/sync/changeset';
import type { EntityRecord } from '../../../shared/sync/entityRecord';
import { newReplicaState, type PushOutcome, Replica, type ReplicaStep } from '../../../shared/sync/replica';
import type { Accepted, Changes, Head, Rejected } from '../../../shared/sync/syncWire';
import { testContext } from '../../../shared/sync/syncFixture';
import type { PlantCaller, ServiceAnswer, ServiceAsk } from '../../serviceCaller';
import { setTimeout as rest } from 'node:timers/promises';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const mostAttempts = 200;
const busyStatuses: readonly number[] = [429, 503];

/** A program with a copy of a plant, which syncs over HTTP with the core that the app syncs with. Keeps all in memory. */
export class LiveClient {
  /** Every changeset that was made here. */
  readonly made: string[] = [];
  /** Changesets that were parked. */
  readonly parked = new Set<string>();
  readonly epochs = new Set<string>();
  /** Changesets that were sent again after the service had lost them. */
  resent = 0;
  readonly #plant: PlantCaller;
  /** By sequence. */
  readonly #hashes: (string | undefined)[] = [];
  #confirmed: readonly { readonly changeset: Changeset; readonly seq: number }[] = [];
  readonly #replica: Replica;
  #model: PlantModel;

  constructor(plant: PlantCaller) {
    this.#plant = plant;
    const state = newReplicaState(plant.id);
    this.#replica = new Replica({ state, records: [], outbox: [], lookup: testContext.lookup, sha256 });
    this.#model = emptyModel({ id: asId('plant'), name: 'Works', timeZone: 'UTC' });
  }

  digest(): string {
    return this.#replica.state().digest;
  }

  pendingCount(): number {
    return this.#replica.outbox().length;
  }

  /** Sets one property of a component that everybody knows. */
  edit(componentId: string, name: string, value: string): void {
    const id = asId<ComponentId>(componentId);
    const before = this.#model.components.get(id)?.properties[name];
    const patch: ModelPatch = {
      changes: [
        { change: 'update', kind: 'component', id, fields: { [`properties.${name}`]: { before, after: value } } },
      ],
    };
    const changesetId = crypto.randomUUID();
    this.made.push(changesetId);
    this.#model = applyPatch(this.#model, patch);
    this.#replica.commit(this.#replica.planEdit({ id: changesetId, atMs: Date.now(), label: 'Edit', patch }));
  }

  /** Reads what is new and sends what is pending. Rejects when the service cannot be reached; nothing is lost then. */
  async sync(): Promise<void> {
    await this.#pull();
    for (;;) {
      const [next] = this.#replica.outbox();
      if (next === undefined) {
        return;
      }
      await this.#push(next.changeset);
      await this.#pull();
    }
  }

  #take(step: ReplicaStep): void {
    this.#model = applyPatch(this.#model, step.patch);
    this.#replica.commit(step);
    this.#confirmed = [...this.#confirmed, ...step.writes.confirmed];
    step.writes.entries.forEach(({ seq, hash }) => (this.#hashes[seq] = hash));
    step.writes.parked.forEach(({ changesetId }) => this.parked.add(changesetId));
  }

  async #pull(): Promise<void> {
    for (;;) {
      const { cursor, headHash, epoch } = this.#replica.state();
      const answer = await this.#ask(`/changes?since=${cursor}&limit=1000&hash=${headHash}`);
      if (answer.status === 410) {
        await this.#beginAnew();
        continue;
      }
      expectOk(answer);
      const { entries, head } = answer.json<Changes>();
      if (head.epoch !== epoch) {
        this.epochs.add(head.epoch);
        this.#replica.commit(this.#replica.planEpoch(head.epoch));
      }
      if (entries.length === 0) {
        return;
      }
      this.#take(this.#replica.planEntries(entries, this.#model));
    }
  }

  async #push(changeset: Changeset): Promise<void> {
    const headers = { 'idempotency-key': changeset.id };
    const answer = await this.#ask('/changesets', { method: 'POST', headers, body: changeset });
    if (answer.status === 410) {
      return this.#beginAnew();
    }
    const outcome: PushOutcome =
      answer.status === 409 || answer.status === 423
        ? { kind: 'rejected', conflicts: answer.json<Rejected>().conflicts }
        : { kind: 'accepted', entry: expectOk(answer).json<Accepted>().entry };
    this.#take(this.#replica.planAnswer(changeset.id, outcome, this.#model));
  }

  /** The service's log is another: its plant as it is, and over it what it has lost of ours. */
  async #beginAnew(): Promise<void> {
    const common = await this.#commonSeq();
    const lines = expectOk(await this.#ask('/snapshot'))
      .text.trimEnd()
      .split('\n');
    const { snapshot: head } = JSON.parse(lines[0] ?? '') as { readonly snapshot: Head };
    const records = lines.slice(1, -1).map((line) => JSON.parse(line) as EntityRecord);
    const resend = this.#confirmed.filter(({ seq }) => seq > common).map(({ changeset }) => changeset);
    this.#confirmed = this.#confirmed.filter(({ seq }) => seq <= common);
    this.resent += resend.length;
    this.epochs.add(head.epoch);
    this.#hashes.length = 0;
    this.#hashes[head.seq] = head.hash;
    this.#take(this.#replica.planSnapshot({ records, head, common, resend }, this.#model));
  }

  /** The last entry that is the same in both logs: its hash stands for all before it. */
  async #commonSeq(): Promise<number> {
    const known = this.#hashes.flatMap((hash, seq) => (hash === undefined ? [] : [{ seq, hash }]));
    let [low, high] = [0, known.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const { seq, hash } = known[middle] ?? { seq: 0, hash: '' };
      const { status } = await this.#ask(`/changes?since=${seq}&limit=1&hash=${hash}`);
      [low, high] = status === 410 ? [low, middle] : [middle + 1, high];
    }
    return known[low - 1]?.seq ?? 0;
  }

  /** A connection that was kept open may have been closed by the restart, and a service may be busy: asked again. */
  async #ask(path: string, ask?: ServiceAsk): Promise<ServiceAnswer> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = await this.#plant.ask(path, ask);
        if (attempt === mostAttempts || !busyStatuses.includes(answer.status)) {
          return answer;
        }
      } catch (error) {
        if (attempt === mostAttempts) {
          throw error;
        }
      }
      await rest(50);
    }
  }
}

function expectOk(answer: ServiceAnswer): ServiceAnswer {
  if (answer.status >= 300) {
    throw new Error(`${answer.status} ${answer.text.slice(0, 300)}`);
  }
  return answer;
}
