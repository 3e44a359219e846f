import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { ProjectSummary } from '../../shared/contract/calls';
import { AppFailure, type AppError } from '../../shared/lib/appError';
import type { Result } from '../../shared/lib/result';
import { applyPatch } from '../../shared/model/applyPatch';
import { addSensors } from '../../shared/model/commands/editSensors';
import { diffModels } from '../../shared/model/diffModels';
import { sensorsNamed } from '../../shared/model/modelIndex';
import type { HistorySource } from '../../shared/history/historySource';
import type { ModelEdit } from '../../shared/model/modelPatch';
import { type SymbolLookup, symbolLookup } from '../../shared/model/symbolLookup';
import { symbolCatalogue } from '../../shared/symbols/symbolCatalogue';
import { embeddedSource } from './history/embeddedSource';
import { HistoryStore } from './history/historyStore';
import { type HistoryWriter, openHistoryWriter } from './history/historyWriter';
import { type PlantHistory, plantHistory } from './history/plantHistory';
import { systemClock } from './history/stored/clock';
import { HistoryCache } from './history/stored/historyCache';
import { WriteBackQueue } from './influx/writeBackQueue';
import { ownHistoryOnly, type PlantServices } from './plantServices';
import { createProject } from './project/createProject';
import { openProject, type ProjectOptions } from './project/openProject';
import type { ProjectFile, UndoOutcome, UndoState } from './project/projectFile';
import { JournalPast } from './sync/journalPast';
import { TenantPast } from './sync/tenantPast';
import { PlantPast } from './sync/plantPast';
import { PlantOffline } from './sources/plantOffline';
import { PlantSources } from './sources/plantSources';
import { WriteBackSender } from './sources/writeBackSender';
import { PlantSync } from './sync/plantSync';
import type { PlantModel } from '../../shared/model/plantModel';

/** The catalogue as the rules of the model see it. */
export const plantSymbols: SymbolLookup = symbolLookup(symbolCatalogue);

const projectOptions: ProjectOptions = { lookup: plantSymbols, now: () => Date.now() };

/** The value of a result; its error thrown as an `AppFailure`, for code that runs inside a handler. */
export function valueOf<T>(result: Result<T, AppError>): T {
  if (!result.ok) {
    throw new AppFailure(result.error);
  }
  return result.value;
}

/** A plant while it is open: its file, and its history by the sensors of its model. */
export class OpenPlant {
  readonly file: ProjectFile;
  readonly history: PlantHistory;
  /** The history that is stored in the plant itself, by the names of its series. */
  readonly own: HistorySource;
  readonly sources: PlantSources;
  readonly cache: HistoryCache;
  readonly offline: PlantOffline;
  readonly sync: PlantSync;
  readonly past: PlantPast;
  readonly #queue: WriteBackQueue;
  readonly #sender: WriteBackSender;
  readonly #store: HistoryStore;
  /** Fires when the plant is closed: reads under way stop. */
  readonly #closing = new AbortController();

  private constructor(file: ProjectFile, services: PlantServices) {
    this.file = file;
    this.#store = new HistoryStore(file.database);
    this.own = embeddedSource(this.#store);
    this.cache = new HistoryCache(file.database, { limitBytes: services.cacheLimitBytes, now: () => Date.now() });
    this.#queue = new WriteBackQueue(file.database, { now: () => Date.now() });
    this.sources = this.#createSources(services);
    this.#sender = this.#createSender(services);
    this.offline = this.#createOffline(services);
    this.past = this.#createPast(services.person);
    this.sync = this.#createSync(services);
    file.alongside((step) => {
      this.#sender.queueNotes(step);
      this.sync.queue(step);
    });
    const { own, sources } = this;
    this.history = plantHistory(
      {
        own,
        locate: (sensor) => sources.locate(sensor),
        hereOf: (source, names, range) => sources.hereOf(source, names, range),
        now: () => Date.now(),
      },
      () => this.past.sensorsEver(file.readModel().sensors),
    );
  }

  #createSources({ connections, openSource, news }: PlantServices): PlantSources {
    const sources: PlantSources = new PlantSources({
      ...{ cache: this.cache, own: this.own, connections, open: openSource },
      model: () => this.file.readModel(),
      pointsOf: (sourceId) => {
        const { waiting, rejected } = this.#queue.counts(sourceId);
        return { waitingPoints: waiting, rejectedPoints: rejected };
      },
      onStatus: (sourceId) => {
        const status = sources.statusOf(sourceId);
        if (status !== undefined) {
          news.onStatus(status);
          if (status.phase === 'ok' && status.waitingPoints > 0) {
            this.#sender.sourceIsBack(sourceId);
          }
        }
      },
      onStored: news.onStored,
      onDescribed: () => {
        this.history.refresh();
        news.onDescribed();
      },
    });
    return sources;
  }

  /** What the history of the plant is read from: its tenant's log once it belongs to one, else its journal. */
  #createPast(person: string): PlantPast {
    const { file } = this;
    const model = (): PlantModel => file.readModel();
    const journal = new JournalPast({
      ...{ database: file.database, person, model },
      revision: () => file.undoState().revision,
    });
    const log = new TenantPast({
      ...{ database: file.database, model },
      fetchBack: () => this.sync.fetchWholeLog(),
    });
    return new PlantPast(() => (log.isLinked() ? log : journal));
  }

  #createSender({ connections, news }: PlantServices): WriteBackSender {
    return new WriteBackSender({
      ...{ queue: this.#queue, connections, clock: systemClock },
      model: () => this.file.readModel(),
      live: (sourceId) => this.sources.live(sourceId),
      onChanged: (sourceId) => {
        const status = this.sources.statusOf(sourceId);
        if (status !== undefined) {
          news.onStatus(status);
        }
      },
    });
  }

  #createOffline({ news }: PlantServices): PlantOffline {
    const { cache, sources } = this;
    return new PlantOffline({ cache, sources, onChanged: () => news.onOffline(this.offline.state()) });
  }

  #createSync({ tenants, news }: PlantServices): PlantSync {
    return new PlantSync({
      ...{ database: this.file.database, path: this.file.path, lookup: plantSymbols, tenants },
      model: () => this.file.readModel(),
      receive: (change) => void this.#follow(() => valueOf(this.file.receive(change))),
      ...{ clock: systemClock, random: () => Math.random(), newId: () => randomUUID(), news: news.sync },
    });
  }

  /**
   * Begins what goes on by itself: what waits to be written or sent is sent, what is taken offline is read. To be called
   * once somebody listens.
   */
  begin(): void {
    this.offline.begin();
    this.#sender.wake();
    this.sync.begin();
  }

  /** Opens a project. Throws an `AppFailure`. */
  static open(path: string, services: PlantServices = ownHistoryOnly): OpenPlant {
    return OpenPlant.#of(valueOf(openProject(path, projectOptions)), services);
  }

  /** Makes a project that holds a model. Throws an `AppFailure`, also where a file is already there. */
  static create(path: string, model: PlantModel, services: PlantServices = ownHistoryOnly): OpenPlant {
    return OpenPlant.#of(valueOf(createProject(path, model, projectOptions)), services);
  }

  static #of(file: ProjectFile, services: PlantServices): OpenPlant {
    try {
      return new OpenPlant(file, services);
    } catch (error) {
      file.dispose();
      throw error;
    }
  }

  /** Saves one gesture; the answer means: it is on the disk. Throws an `AppFailure`. */
  commit(edit: ModelEdit): UndoState {
    return this.#edited(() => valueOf(this.file.commit(edit)));
  }

  /** Takes the last edit back. Throws an `AppFailure`. */
  undo(): UndoOutcome {
    return this.#edited(() => valueOf(this.file.undo()));
  }

  /** Does again what was undone last. Throws an `AppFailure`. */
  redo(): UndoOutcome {
    return this.#edited(() => valueOf(this.file.redo()));
  }

  /** Credentials of an address are others now: who was connected there connects anew. */
  credentialsChanged(url: string): void {
    this.sources.credentialsChanged(url);
    this.offline.sourcesChanged();
    this.#sender.wake();
  }

  #edited<T>(change: () => T): T {
    const outcome = this.#follow(change);
    this.sync.wake();
    return outcome;
  }

  /** Brings everything that depends on the model up to a change of it. */
  #follow<T>(change: () => T): T {
    const before = this.file.readModel();
    const outcome = change();
    const after = this.file.readModel();
    if (after.dataSources !== before.dataSources) {
      this.sources.modelChanged();
      this.offline.sourcesChanged();
      this.history.refresh();
    }
    if (after.notes !== before.notes) {
      this.#sender.wake();
    }
    return outcome;
  }

  summary(demoPath: string): ProjectSummary {
    const { plant } = this.file.readModel();
    return {
      path: this.file.path,
      plantName: plant.name,
      timeZone: plant.timeZone,
      demo: this.file.path === demoPath,
      revision: this.file.undoState().revision,
    };
  }

  /** False once the plant was closed. */
  isOpen(): boolean {
    return !this.#closing.signal.aborted;
  }

  /** A signal that fires when the caller's does or when the plant is closed. */
  signalFor(signal: AbortSignal): AbortSignal {
    return AbortSignal.any([signal, this.#closing.signal]);
  }

  /** `batchSamples`: how many samples wait until they are written in one go. */
  openWriter(batchSamples?: number): HistoryWriter {
    return openHistoryWriter(this.#store, batchSamples);
  }

  /** Gives everything else its turn. Rejects when the plant is closed meanwhile. */
  async rest(): Promise<void> {
    await setImmediate();
    this.#closing.signal.throwIfAborted();
  }

  /**
   * Adds a sensor for every series that has none, as one edit, so that imported history can be shown and bound.
   * Undefined when every series has its sensor.
   */
  addMissingSensors(): ModelEdit | undefined {
    const edit = this.#missingSensorsEdit(this.file.readModel());
    if (edit !== undefined) {
      this.commit(edit);
    }
    return edit;
  }

  /** Puts another plant in the place of this one, as one edit that can be undone. History stays and keeps its sensors. */
  replaceModel(model: PlantModel, label: string): ModelEdit {
    const current = this.file.readModel();
    // The file stays the same plant; only what it holds is another.
    const replaced: PlantModel = { ...model, plant: { ...model.plant, id: current.plant.id } };
    const missing = this.#missingSensorsEdit(replaced);
    const target = missing === undefined ? replaced : applyPatch(replaced, missing.patch);
    const edit: ModelEdit = { label, patch: diffModels(current, target) };
    this.commit(edit);
    return edit;
  }

  /** Sensors for the series that a model has none for: the ones they have now, else new ones. */
  #missingSensorsEdit(model: PlantModel): ModelEdit | undefined {
    const current = this.file.readModel();
    const missing = [...this.#store.allSeries()]
      .filter(({ name }) => sensorsNamed(model, name).length === 0)
      .map(({ name, unit, description }) => {
        const [known] = sensorsNamed(current, name);
        return known !== undefined && !model.sensors.has(known.id) ? known : { name, unit, description };
      });
    const context = { model, lookup: plantSymbols, newId: () => randomUUID() };
    return missing.length === 0 ? undefined : valueOf(addSensors(context, { sensors: missing }));
  }

  dispose(): void {
    this.#closing.abort();
    this.sync.dispose();
    this.#sender.dispose();
    this.offline.dispose();
    this.sources.dispose();
    this.cache.dispose();
    this.file.dispose();
  }
}
