import type { EngineClient } from '../../shared/contract/engineClient';
import type { AppError } from '../../shared/lib/appError';
import { ok, type Result } from '../../shared/lib/result';
import { applyPatch } from '../../shared/model/applyPatch';
import { invertPatch } from '../../shared/model/invertPatch';
import { modelFromDocument } from '../../shared/model/plantDocument';
import type { PlantModel } from '../../shared/model/plantModel';
import { sharingWith } from '../../shared/sync/past/sharingWith';
import type { ModelStore } from './modelStore';

/** Models share what is the same in them, so keeping one costs what is different in it. */
const mostKept = 24;

/**
 * The plant as of revisions, as this window has asked for them. The last ones are kept; what is the same in two of
 * them, or in today's plant, is the same object.
 */
export class RevisionModels {
  readonly #client: EngineClient;
  readonly #models: ModelStore;
  readonly #kept = new Map<number, PlantModel>();
  readonly #asked = new Map<number, Promise<Result<PlantModel, AppError>>>();

  constructor(client: EngineClient, models: ModelStore) {
    this.#client = client;
    this.#models = models;
    models.subscribe((state, before) => {
      if (state.project?.path !== before.project?.path) {
        this.clear();
      }
    });
  }

  /** Forgets everything: the log is another one. */
  clear(): void {
    this.#kept.clear();
    this.#asked.clear();
  }

  /** Undefined while it is not here. */
  known(seq: number): PlantModel | undefined {
    const model = this.#kept.get(seq);
    if (model !== undefined) {
      this.#keep(seq, model);
    }
    return model;
  }

  /** Asks the engine unless it is here or asked for already. */
  read(seq: number): Promise<Result<PlantModel, AppError>> {
    const model = this.known(seq);
    const before = model === undefined ? this.#asked.get(seq) : Promise.resolve(ok(model));
    if (before !== undefined) {
      return before;
    }
    const answer = this.#ask(seq).finally(() => {
      if (this.#asked.get(seq) === answer) {
        this.#asked.delete(seq);
      }
    });
    this.#asked.set(seq, answer);
    return answer;
  }

  #keep(seq: number, model: PlantModel): void {
    this.#kept.delete(seq);
    this.#kept.set(seq, model);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) {
      this.#kept.delete(oldest);
    }
  }

  async #ask(seq: number): Promise<Result<PlantModel, AppError>> {
    const path = this.#models.getState().project?.path;
    const answer = (await this.#readBeside(seq)) ?? (await this.#readWhole(seq));
    if (answer.ok && this.#models.getState().project?.path === path) {
      this.#keep(seq, answer.value);
    }
    return answer;
  }

  /** From a revision next to it, only what lies between them has to be asked for. */
  async #readBeside(seq: number): Promise<Result<PlantModel, AppError> | undefined> {
    const older = this.#kept.get(seq - 1);
    const beside = older ?? this.#kept.get(seq + 1);
    if (beside === undefined) {
      return undefined;
    }
    const answer = await this.#client.call('sync:revision-patch', { seq: older === undefined ? seq + 1 : seq });
    if (!answer.ok) {
      return answer;
    }
    const { patch } = answer.value;
    return ok(applyPatch(beside, older === undefined ? invertPatch(patch) : patch));
  }

  async #readWhole(seq: number): Promise<Result<PlantModel, AppError>> {
    const answer = await this.#client.call('sync:model-at', { moment: { by: 'seq', seq } });
    if (!answer.ok) {
      return answer;
    }
    const model = modelFromDocument(answer.value.document);
    const beside = [...this.#kept.values()].at(-1) ?? this.#models.getState().model;
    return ok(beside?.plant.id === model.plant.id ? sharingWith(beside, model) : model);
  }
}
