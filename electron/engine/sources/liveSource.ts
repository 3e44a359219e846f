import type { SourceStatus } from '../../../shared/contract/sourceCalls';
import type { TimeRange } from '../../../shared/history/timeRange';
import { hostOf, originOf } from '../../../shared/influx/sourceUrl';
import { explainError } from '../../../shared/lib/appError';
import type { DataSource } from '../../../shared/model/plantModel';
import { formatSpan } from '../../../shared/playback/formatTime';
import type { HistoryCache } from '../history/stored/historyCache';
import { type StoredSource, storedSource } from '../history/stored/storedSource';
import type { Connections } from '../plantServices';
import { type LazyRemote, lazyRemote } from './lazyRemote';
import type { OpenSource } from './openedSource';

/** What every data source of a plant works with. */
export interface LiveSourceParts {
  readonly cache: HistoryCache;
  readonly connections: Connections;
  readonly open: OpenSource;
  readonly onStatus: (sourceId: string) => void;
  readonly onStored: (range: TimeRange) => void;
  readonly onDescribed: () => void;
}

/** A data source of the open plant while the program runs: connected to when it is asked, answered from what is stored. */
export interface LiveSource {
  readonly source: DataSource;
  readonly remote: LazyRemote;
  readonly stored: StoredSource;
  /** What its series are kept under in the cache. */
  readonly cacheId: string;
  status(): Omit<SourceStatus, 'waitingPoints' | 'rejectedPoints'>;
  dispose(): void;
}

/** A clock that is off by less than this is not worth a word. */
const skewTolerated = 2_000;

function skewWords(skewMs: number): string {
  const span = formatSpan(Math.abs(skewMs));
  return Math.abs(skewMs) < skewTolerated
    ? ''
    : ` Its clock is ${span} ${skewMs > 0 ? 'ahead of' : 'behind'} this machine's.`;
}

function sentenceOf(remote: LazyRemote, stored: StoredSource, host: string): string {
  const { kind, failure, storage, seriesAhead } = stored.status();
  if (kind === 'failing' && failure !== undefined) {
    return explainError(failure);
  }
  const server = remote.current()?.server;
  if (server === undefined) {
    return remote.isOpening() ? `Connecting to ${host}.` : `${host} has not been asked yet.`;
  }
  const short = server.shortHistory ? ' It keeps the last days only.' : '';
  const ahead =
    seriesAhead === 0
      ? ''
      : ` ${seriesAhead} ${seriesAhead === 1 ? 'sensor has' : 'sensors have'} samples dated ahead of its clock.`;
  const unstored = storage === undefined ? '' : ` What is read cannot be stored here: ${explainError(storage)}`;
  return `InfluxDB ${server.version} at ${host} answers.${short}${skewWords(remote.clockSkewMs())}${ahead}${unstored}`;
}

function phaseOf(remote: LazyRemote, stored: StoredSource): SourceStatus['phase'] {
  if (stored.status().kind === 'failing') {
    return 'failing';
  }
  if (remote.current() !== undefined) {
    return 'ok';
  }
  return remote.isOpening() ? 'connecting' : 'idle';
}

/** What is stored of a source is its own as long as these say the same: elsewhere the same names may mean other series. */
function cacheIdOf({ id, url, organization, qualityField }: DataSource): string {
  return JSON.stringify([id, originOf(url), organization, qualityField]);
}

/** Makes a data source ready to be asked. Nothing is sent until it is. */
export function liveSource(source: DataSource, parts: LiveSourceParts): LiveSource {
  const { connections, cache, open, onStatus, onStored, onDescribed } = parts;
  const remote = lazyRemote(
    async (signal) => open(await connections.connectionTo(source), source, signal),
    () => onStatus(source.id),
  );
  const cacheId = cacheIdOf(source);
  const stored = storedSource(remote, cache, {
    sourceId: cacheId,
    lateDataMs: source.lateDataMs,
    onStatus: () => onStatus(source.id),
    onStored: (_names, range) => onStored(range),
    onDescribed,
  });
  return {
    ...{ source, remote, stored, cacheId },
    status: () => {
      const { failure, sinceMs, lastOkMs } = stored.status();
      const server = remote.current()?.server;
      const reason = failure?.code === 'source-failed' ? failure.reason : undefined;
      return {
        sourceId: source.id,
        phase: phaseOf(remote, stored),
        sentence: sentenceOf(remote, stored, hostOf(source.url)),
        ...(reason === undefined ? {} : { reason }),
        sinceMs,
        ...(lastOkMs === undefined ? {} : { lastAnswerMs: lastOkMs }),
        ...(server === undefined ? {} : { server }),
        clockSkewMs: remote.clockSkewMs(),
        filling: false,
      };
    },
    dispose: () => {
      stored.dispose();
      remote.dispose();
    },
  };
}
