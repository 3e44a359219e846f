import type { CallContext, EngineHandlers } from '../../../shared/contract/engineServer';
import type { SourceTrial } from '../../../shared/contract/sourceCalls';
import type { Engine } from '../engine';
import type { InfluxConnection } from '../influx/influxConnection';
import type { OpenPlant } from '../openPlant';
import type { LiveSource } from '../sources/liveSource';
import { glimpseSeries, SeriesBrowser } from '../sources/seriesBrowser';
import { guessSource, testSource } from '../sources/trySource';

type SourceCalls = Extract<keyof EngineHandlers, `source:${string}` | 'history:coverage' | 'history:reread'>;

/** Asks what a person tries out; the engine's closing is no concern, since nothing of the plant is touched. */
async function onTrial<T>(
  engine: Engine,
  trial: SourceTrial,
  work: (connection: InfluxConnection) => Promise<T>,
): Promise<T> {
  return work(await engine.connections.trialConnection(trial));
}

interface Asking {
  readonly plant: OpenPlant;
  readonly live: LiveSource;
  readonly signal: AbortSignal;
}

/** A data source of the open plant, and a signal that also fires when the plant is closed. */
function asking(engine: Engine, sourceId: string, context: CallContext): Asking {
  const plant = engine.plant();
  return { plant, live: plant.sources.live(sourceId), signal: plant.signalFor(context.signal) };
}

/** Data sources tested, browsed, watched. */
export function sourceHandlers(engine: Engine): Pick<EngineHandlers, SourceCalls> {
  const browser = new SeriesBrowser(() => Date.now());
  return {
    'source:test': (trial, { signal }) => onTrial(engine, trial, (connection) => testSource(connection, trial, signal)),
    'source:guess': (trial, { signal }) =>
      onTrial(engine, trial, async (connection) => ({ guesses: await guessSource(connection, trial, signal) })),
    'source:credentials': ({ url }) => engine.connections.keptFor(url),
    'source:save-credentials': async (choice) => {
      const kept = await engine.connections.keep(choice);
      engine.openPlantOrNone()?.credentialsChanged(choice.url);
      return kept;
    },
    'source:browse': async ({ sourceId, ...question }, context) => {
      const { live, signal } = asking(engine, sourceId, context);
      return browser.browse(live, question, signal);
    },
    'source:glimpse': async ({ sourceId, addresses }, context) => {
      const { live, signal } = asking(engine, sourceId, context);
      const opened = await live.remote.opened(signal);
      return { glimpses: await glimpseSeries(opened, addresses, { nowMs: Date.now(), signal }) };
    },
    'source:statuses': async () => ({ statuses: [...(engine.openPlantOrNone()?.sources.statuses() ?? [])] }),
    'source:retry': async ({ sourceId }, context) => {
      await asking(engine, sourceId, context).live.stored.retry();
      return {};
    },
    'history:coverage': async ({ sensorIds, ...range }) => ({
      stored: engine
        .plant()
        .sources.coverageOf(sensorIds, range)
        .map((part) => ({ ...part })),
    }),
    'history:reread': async ({ sensorIds, ...range }) => {
      await engine.plant().sources.reread(sensorIds, range);
      engine.announce('history:changed', {});
      return {};
    },
  };
}
