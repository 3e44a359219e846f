import { AbortError } from '../../../shared/history/abortError';
import { notePoints } from '../../../shared/influx/notePoints';
import type { DataSource, PlantModel } from '../../../shared/model/plantModel';
import { type AppError, AppFailure } from '../../../shared/lib/appError';
import type { Clock } from '../history/stored/clock';
import { influxWriter, type PointWriter } from '../influx/influxWriter';
import type { WriteBackQueue } from '../influx/writeBackQueue';
import type { Connections } from '../plantServices';
import type { WrittenStep } from '../project/projectFile';
import type { LiveSource } from './liveSource';

/** What the sender works with. */
export interface WriteBackSenderOptions {
  readonly queue: WriteBackQueue;
  readonly connections: Connections;
  readonly model: () => PlantModel;
  readonly live: (sourceId: string) => LiveSource;
  readonly clock: Clock;
  /** The number of waiting or refused points of a source has changed. */
  readonly onChanged: (sourceId: string) => void;
}

/** A source whose connecting fails is tried again after this long. */
const retryMs = 30_000;

/** Mirrors notes to the data sources that a person allowed it for, and sends what waits in the queue. */
export class WriteBackSender {
  readonly #options: WriteBackSenderOptions;
  readonly #closing = new AbortController();
  /** Sources that are being sent to, or wait for their next turn; the function cuts the waiting short. */
  readonly #busy = new Map<string, () => void>();
  #problem: AppError | undefined;

  constructor(options: WriteBackSenderOptions) {
    this.#options = options;
  }

  /** Why the last note could not be queued; undefined: it could. */
  problem(): AppError | undefined {
    return this.#problem;
  }

  /** Queues what an edit did to notes; to be called inside its transaction, so that neither is saved without the other. */
  queueNotes({ before, after, patch }: WrittenStep): void {
    const points = notePoints(before, after, patch);
    for (const source of points.length === 0 ? [] : this.#writable(after)) {
      const { database, retentionPolicy } = this.#options.connections.writeBackTo(source.url);
      const place = { sourceId: source.id, database: database === '' ? source.database : database, retentionPolicy };
      const queued = this.#options.queue.enqueue(points.map((point) => ({ ...point, ...place })));
      // The note itself is saved all the same: mirroring is a service, and the status says that it does not work.
      this.#problem = queued.ok ? undefined : queued.error;
    }
  }

  /** Sends what waits for every source that may be written to. Cheap when nothing does. */
  wake(): void {
    for (const { id } of this.#writable(this.#options.model())) {
      if (this.#options.queue.counts(id).waiting > 0) {
        this.#start(id);
      }
    }
  }

  /** A source answers again, or is connected to otherwise: what waits for it is sent now. */
  sourceIsBack(sourceId: string): void {
    this.#options.queue.retryNow(sourceId);
    this.#busy.get(sourceId)?.();
    this.wake();
  }

  dispose(): void {
    this.#closing.abort();
  }

  #writable(model: PlantModel): readonly DataSource[] {
    return [...model.dataSources.values()].filter(({ url }) => this.#options.connections.writeBackTo(url).enabled);
  }

  #start(sourceId: string): void {
    if (!this.#busy.has(sourceId)) {
      this.#busy.set(sourceId, () => undefined);
      void this.#sendAll(sourceId).finally(() => this.#busy.delete(sourceId));
    }
  }

  async #sendAll(sourceId: string): Promise<void> {
    try {
      for (;;) {
        const againMs = await this.#sendOnce(sourceId);
        this.#options.onChanged(sourceId);
        if (againMs === undefined) {
          return;
        }
        await this.#rest(sourceId, againMs);
      }
    } catch (error) {
      if (!(error instanceof AbortError)) {
        throw error;
      }
    }
  }

  /** Answers in how many ms to try again; undefined: nothing waits any more. */
  async #sendOnce(sourceId: string): Promise<number | undefined> {
    const { queue, clock } = this.#options;
    let writer: PointWriter;
    try {
      writer = await this.#writerFor(sourceId);
    } catch (error) {
      if (error instanceof AppFailure) {
        return retryMs;
      }
      throw error;
    }
    try {
      const report = await queue.send(sourceId, writer, this.#closing.signal);
      return report.kind === 'empty' ? undefined : Math.max(0, report.atMs - clock.now());
    } finally {
      writer.dispose();
    }
  }

  async #writerFor(sourceId: string): Promise<PointWriter> {
    const { connections, live } = this.#options;
    const { source, remote } = live(sourceId);
    const { server } = await remote.opened(this.#closing.signal);
    const door = server.generation === 2 ? 'api/v2/write' : 'write';
    return influxWriter(await connections.connectionTo(source), { door });
  }

  async #rest(sourceId: string, againMs: number): Promise<void> {
    const cut = new AbortController();
    this.#busy.set(sourceId, () => cut.abort());
    try {
      await this.#options.clock.wait(againMs, AbortSignal.any([cut.signal, this.#closing.signal]));
    } catch (error) {
      if (this.#closing.signal.aborted) {
        throw error;
      }
    } finally {
      this.#busy.set(sourceId, () => undefined);
    }
  }
}
