import type { SourceStatus } from '../../../shared/contract/sourceCalls';
import { type Coverage, coverageOfRanges, intersectionOf } from '../../../shared/history/coverage';
import type { HistorySource } from '../../../shared/history/historySource';
import type { TimeRange } from '../../../shared/history/timeRange';
import { type SeriesAddress, seriesKeyOf } from '../../../shared/influx/seriesAddress';
import { originOf } from '../../../shared/influx/sourceUrl';
import { AppFailure } from '../../../shared/lib/appError';
import { asId, type DataSourceId } from '../../../shared/model/ids';
import type { DataSource, PlantModel, Sensor } from '../../../shared/model/plantModel';
import type { SensorPlace } from '../history/boundSensors';
import type { StoredSource } from '../history/stored/storedSource';
import { type LiveSource, liveSource, type LiveSourceParts } from './liveSource';
import type { OpenedSource } from './openedSource';

/** What the sources of a plant work with. */
export interface PlantSourcesOptions extends LiveSourceParts {
  /** The plant as it is saved, asked at every question. */
  readonly model: () => PlantModel;
  /** Where sensors without a data source have their history. */
  readonly own: HistorySource;
  /** Points that wait to be written to a source, and those it refused. */
  readonly pointsOf: (sourceId: string) => Pick<SourceStatus, 'waitingPoints' | 'rejectedPoints'>;
}

/** The names of sensors at one source, and their times shifted alike. */
interface SourceShare {
  readonly live: LiveSource;
  readonly timeOffsetMs: number;
  readonly names: string[];
}

/** What is read in so short a time is worth reading for an answer. */
const momentMs = 500;

function shifted({ startMs, endMs }: TimeRange, byMs: number): TimeRange {
  return { startMs: startMs + byMs, endMs: endMs + byMs };
}

function notThere(): AppFailure {
  return new AppFailure({ code: 'not-found', what: 'data source' });
}

/** The data sources of the open plant, each alive from the first question on, as the model has them at each question. */
export class PlantSources {
  readonly #options: PlantSourcesOptions;
  readonly #live = new Map<DataSourceId, LiveSource>();
  readonly #keys = new WeakMap<SeriesAddress, string>();

  constructor(options: PlantSourcesOptions) {
    this.#options = options;
  }

  /** Where a sensor's history is; undefined when its source is not there. */
  locate(sensor: Sensor): SensorPlace | undefined {
    const { sourceId, address, name } = sensor;
    if (sourceId === undefined || address === undefined) {
      return { source: this.#options.own, name };
    }
    const live = this.#find(sourceId);
    return live && { source: live.stored, name: this.#keyOf(address) };
  }

  /** A data source by its id. Throws an `AppFailure` when the plant has none such. */
  live(sourceId: string): LiveSource {
    const live = this.#find(asId(sourceId));
    if (live === undefined) {
      throw notThere();
    }
    return live;
  }

  /** Opens a source once more, with connections of its own that no other read waits for. Dispose of it. */
  async openDirect(sourceId: string, signal: AbortSignal): Promise<OpenedSource> {
    const { source } = this.live(sourceId);
    return this.#options.open(await this.#options.connections.connectionTo(source), source, signal);
  }

  /** How all data sources of the plant are doing. */
  statuses(): readonly SourceStatus[] {
    return [...this.#options.model().dataSources.keys()].flatMap((id) => this.statusOf(id) ?? []);
  }

  statusOf(sourceId: string): SourceStatus | undefined {
    const live = this.#find(asId(sourceId));
    return live && { ...live.status(), ...this.#options.pointsOf(sourceId) };
  }

  /** The clock that is furthest from ours, minus ours. */
  clockSkewMs(): number {
    const skews = [...this.#live.values()].map(({ remote }) => remote.clockSkewMs());
    return skews.reduce((most, skew) => (Math.abs(skew) > Math.abs(most) ? skew : most), 0);
  }

  /** Where all of these sensors are stored here. Those whose history is in the plant always are. */
  coverageOf(sensorIds: readonly string[], range: TimeRange): Coverage {
    return this.#shares(sensorIds).reduce(
      (common, { live, timeOffsetMs, names }) => {
        const covered = live.stored.coverageOf(names, shifted(range, -timeOffsetMs));
        return intersectionOf(common, coverageOfRanges(covered.map((part) => shifted(part, timeOffsetMs))));
      },
      coverageOfRanges([range]),
    );
  }

  /**
   * Where all of these series of one of the sources can be read at once: what is stored here, or all of it while so
   * little is missing that it is read in a moment. Of the plant's own source everything is here.
   */
  hereOf(source: HistorySource, names: readonly string[], range: TimeRange): Coverage {
    const stored = [...this.#live.values()].find((live) => live.stored === source)?.stored;
    if (stored === undefined) {
      return [range];
    }
    const isSoonHere =
      stored.status().kind === 'ok' &&
      stored.missingSamples(names, range) <= (stored.rawSamplesPerSecond() * momentMs) / 1_000;
    return isSoonHere ? [range] : stored.coverageOf(names, range);
  }

  /** Asks the sources again for a range of these sensors at the next read. */
  async reread(sensorIds: readonly string[], range: TimeRange): Promise<void> {
    for (const { live, timeOffsetMs, names } of this.#shares(sensorIds)) {
      await live.stored.reread(names, shifted(range, -timeOffsetMs));
    }
  }

  /** The stored source whose series are kept under this id in the cache; undefined when the plant has none such now. */
  storedIn(cacheId: string): StoredSource | undefined {
    const ids = [...this.#options.model().dataSources.keys()];
    return ids.map((id) => this.#find(id)).find((live) => live?.cacheId === cacheId)?.stored;
  }

  /** What of these sensors each source has, and the range in its own times; the cache's id stands for the source. */
  sharesOf(
    sensorIds: readonly string[],
    range: TimeRange,
  ): readonly { readonly sourceId: string; readonly names: readonly string[]; readonly range: TimeRange }[] {
    return this.#shares(sensorIds).map(({ live, timeOffsetMs, names }) => {
      return { sourceId: live.cacheId, names, range: shifted(range, -timeOffsetMs) };
    });
  }

  /** Credentials of an address are others now: who was connected there connects anew. */
  credentialsChanged(url: string): void {
    // A copy: telling of one that was dropped makes it anew, behind those that are still to come.
    for (const [id, live] of [...this.#live]) {
      if (originOf(live.source.url) === originOf(url)) {
        this.#drop(id);
        this.#options.onStatus(id);
      }
    }
  }

  /** Lets go of sources that the model has no more, or has otherwise. To be called when the model changed. */
  modelChanged(): void {
    const { dataSources } = this.#options.model();
    for (const [id, { source }] of this.#live) {
      if (dataSources.get(id) !== source) {
        this.#drop(id);
      }
    }
  }

  dispose(): void {
    [...this.#live.keys()].forEach((id) => this.#drop(id));
  }

  #drop(id: DataSourceId): void {
    this.#live.get(id)?.dispose();
    this.#live.delete(id);
  }

  #find(id: DataSourceId): LiveSource | undefined {
    const source: DataSource | undefined = this.#options.model().dataSources.get(id);
    const known = this.#live.get(id);
    if (known !== undefined && known.source === source) {
      return known;
    }
    this.#drop(id);
    if (source === undefined) {
      return undefined;
    }
    const live = liveSource(source, this.#options);
    this.#live.set(id, live);
    return live;
  }

  #keyOf(address: SeriesAddress): string {
    const key = this.#keys.get(address) ?? seriesKeyOf(address);
    this.#keys.set(address, key);
    return key;
  }

  #shares(sensorIds: readonly string[]): readonly SourceShare[] {
    const { sensors } = this.#options.model();
    const shares = new Map<string, SourceShare>();
    for (const id of sensorIds) {
      const sensor = sensors.get(asId(id));
      const live = sensor?.sourceId === undefined ? undefined : this.#find(sensor.sourceId);
      if (sensor?.address === undefined || live === undefined) {
        continue;
      }
      const { timeOffsetMs } = sensor;
      const key = `${live.source.id}\n${timeOffsetMs}`;
      const share = shares.get(key) ?? { live, timeOffsetMs, names: [] };
      shares.set(key, share);
      share.names.push(this.#keyOf(sensor.address));
    }
    return [...shares.values()];
  }
}
