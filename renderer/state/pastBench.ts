import type { EngineCall, EngineEvent, EngineRequest } from '../../shared/contract/calls';
import type { EngineClient } from '../../shared/contract/engineClient';
import type { AppError } from '../../shared/lib/appError';
import { err, ok, type Result } from '../../shared/lib/result';
import { diffModels } from '../../shared/model/diffModels';
import { documentFromModel, type PlantDocument } from '../../shared/model/plantDocument';
import type { PlantModel } from '../../shared/model/plantModel';
import { afterCommand, startedWorks } from '../../testing/modelGestures';
import { setFields } from '../../shared/model/commands/setFields';
import type { App } from './appContext';
import { createApp } from './createApp';
import { createSessionStore } from './sessionStore';

/** The plant after each revision; revision 0 is where it began. Each gives the first component another tag. */
export function taggedHistory(count: number): readonly PlantModel[] {
  const models = [startedWorks()];
  for (let seq = 1; seq <= count; seq += 1) {
    const before = models.at(-1) ?? startedWorks();
    const [component] = before.components.keys();
    models.push(
      afterCommand(before, `r${seq}`, (context) =>
        setFields(context, {
          kind: 'component',
          ids: component === undefined ? [] : [component],
          fields: { tag: `T-${seq}` },
        }),
      ),
    );
  }
  return models;
}

/** Over a port everything arrives as a copy. */
function copied(model: PlantModel): PlantDocument {
  return structuredClone(documentFromModel(model));
}

/** What the questions about one revision have in common. */
interface SeqRequest {
  readonly seq?: number;
  readonly moment?: EngineRequest<'sync:model-at'>['moment'];
}

/** An engine that holds the plant after each revision; revision n came into force at n seconds. */
export class PastBench {
  readonly models: readonly PlantModel[];
  /** What was asked, as `name` or `name seq`. */
  readonly asked: string[] = [];
  /** Answers wait until they are let through. */
  isHeld = false;
  times: readonly { readonly seq: number; readonly atMs: number }[];
  failure: AppError | undefined;
  readonly #held: (() => void)[] = [];
  readonly #listeners = new Map<string, Set<() => void>>();

  constructor(models: readonly PlantModel[]) {
    this.models = models;
    this.times = models.slice(1).map((_, index) => ({ seq: index + 1, atMs: (index + 1) * 1_000 }));
  }

  readonly client: EngineClient = {
    call: <C extends EngineCall>(name: C, request: EngineRequest<C>) => {
      const asks = request as never as SeqRequest;
      const seq = asks.moment?.by === 'seq' ? asks.moment.seq : asks.seq;
      this.asked.push(seq === undefined ? name : `${name} ${seq}`);
      const answer = (): Result<unknown, AppError> => this.#answer(name, seq ?? 0, request as never);
      const given = this.isHeld ? new Promise<void>((letThrough) => this.#held.push(letThrough)) : Promise.resolve();
      return given.then(() => answer() as Result<never, AppError>);
    },
    on: (name: EngineEvent, listener: (data: never) => void) => {
      const heard = this.#listeners.get(name) ?? new Set();
      this.#listeners.set(name, heard.add(listener as () => void));
      return () => heard.delete(listener as () => void);
    },
  };

  /** Lets the answers through that wait. */
  release(): void {
    this.isHeld = false;
    this.#held.splice(0).forEach((letThrough) => letThrough());
  }

  announce(name: EngineEvent): void {
    this.#listeners.get(name)?.forEach((listener) => listener());
  }

  /** The window of this engine, with the newest plant open. */
  async app(): Promise<App> {
    const app = createApp(this.client, createSessionStore('light'));
    const project = { path: '/works', plantName: 'Works', timeZone: 'UTC', demo: false, revision: 1 };
    await app.models.actions.load(project);
    return app;
  }

  #answer(name: EngineCall, seq: number, request: EngineRequest<'sync:revisions'>): Result<unknown, AppError> {
    const model = this.models[seq] ?? this.models[0];
    switch (name) {
      case 'model:read':
        return ok({ document: copied(this.models.at(-1) ?? startedWorks()), revision: 1 });
      case 'sync:timeline':
        return ok({ revisions: this.times });
      case 'sync:model-at':
        return this.failure === undefined && model !== undefined
          ? ok({ document: copied(model), seq })
          : err(this.failure ?? { code: 'not-found', what: 'revision' });
      case 'sync:revision-patch': {
        const before = this.models[seq - 1];
        return before === undefined || model === undefined
          ? err({ code: 'not-found', what: 'revision' })
          : ok({ patch: structuredClone(diffModels(before, model)) });
      }
      case 'sync:revisions':
        return ok({ revisions: this.#rows(request), complete: true });
      default:
        return ok({ sources: [], statuses: [], frozen: [] });
    }
  }

  #rows({ before = this.models.length, most, filter }: EngineRequest<'sync:revisions'>) {
    return this.models
      .map((_, seq) => seq)
      .filter((seq) => seq > 0 && seq < before && seq * 1_000 <= (filter?.untilMs ?? Infinity))
      .reverse()
      .slice(0, most)
      .map((seq) => ({
        ...{ seq, id: `r${seq}`, by: seq % 2 === 0 ? 'Ada' : 'Ben', atMs: seq * 1_000, madeAtMs: seq * 1_000 },
        ...{ label: `Rename to T-${seq}`, created: 0, changed: 1, deleted: 0 },
      }));
  }
}
