import type { InfluxConnection } from '../electron/engine/influx/influxConnection';
import { findFluxEngine } from '../scripts/lib/fluxEngine.ts';
import { type InfluxServer, type InfluxServerOptions, startInfluxServer } from './influxServer';

/** The influxd that has a Flux engine; undefined where there is none, which `prepareFluxServer` has said. */
export function fluxServerPath(): string | undefined {
  const engine = findFluxEngine();
  return 'path' in engine ? engine.path : undefined;
}

/** A real influxd 1.8.10 that answers Flux. */
export interface FluxServer extends InfluxServer {
  readonly connection: InfluxConnection;
  /** How many questions in Flux it is working on. */
  questionsRunning(): Promise<number>;
}

/** Starts a server with a Flux engine. Tests have to dispose of it. */
export async function startFluxServer(options: InfluxServerOptions = {}): Promise<FluxServer> {
  const binary = fluxServerPath();
  if (binary === undefined) {
    throw new Error('There is no influxd with a Flux engine');
  }
  const server = await startInfluxServer({ ...options, binary, fluxEnabled: true });
  return {
    ...server,
    connection: { url: server.url, organization: '', credentials: { kind: 'none' }, authorityPem: undefined },
    // SHOW QUERIES lists InfluxQL only; each question in Flux is a goroutine in this function.
    questionsRunning: async () => {
      const stacks = await (await fetch(`${server.url}/debug/pprof/goroutine?debug=2`)).text();
      return stacks.split('\n\n').filter((stack) => stack.includes('serveFluxQuery')).length;
    },
  };
}
