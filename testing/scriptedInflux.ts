import type { ServerResponse } from 'node:http';
import type { InfluxCredentials } from '../electron/engine/influx/influxConnection';
import { InfluxHttp, type InfluxHttpOptions } from '../electron/engine/influx/influxHttp';
import { InfluxQlClient } from '../electron/engine/influx/influxQlClient';
import { connectionTo } from './influxConnections';
import { type ScriptedRequest, type ScriptedServer, startScriptedServer } from './scriptedServer';

const never = new AbortController().signal;

/** Scripted servers and connections to them, all closed together. */
export class ScriptedInflux {
  readonly #closing: (() => unknown)[] = [];

  /** Starts a server that answers so. */
  async serve(
    answer: (request: ScriptedRequest, response: ServerResponse) => void,
    isSecure = false,
  ): Promise<ScriptedServer> {
    const server = await startScriptedServer(answer, isSecure);
    this.closeLater(() => server.dispose());
    return server;
  }

  /** Connects to any address. */
  http(url: string, options: InfluxHttpOptions = {}, credentials?: InfluxCredentials): InfluxHttp {
    const made = new InfluxHttp(connectionTo(url, credentials), options);
    this.closeLater(() => made.dispose());
    return made;
  }

  /** Closes something else with the rest. */
  closeLater(close: () => unknown): void {
    this.#closing.push(close);
  }

  /** Closes all that was opened, the newest first. */
  async close(): Promise<void> {
    for (const close of this.#closing.splice(0).reverse()) {
      await close();
    }
  }
}

/** Asks a question about names, as a whole. */
export function ask(from: InfluxHttp, signal = never): Promise<unknown> {
  return new InfluxQlClient(from).ask({ database: 'plant', retentionPolicy: '' }, 'SHOW FIELD KEYS', signal);
}

/** Reads samples as they arrive and throws them away; `mostSteps`: leaves after so many pieces. */
export async function readAll(from: InfluxHttp, signal = never, mostSteps = Infinity): Promise<number> {
  const sink = { rows: () => undefined, failed: () => undefined, textCell: () => NaN };
  let steps = 0;
  const request = { database: 'plant', retentionPolicy: '', statements: ['SELECT v FROM m'] };
  for await (const step of new InfluxQlClient(from).stream(request, sink, signal)) {
    void step;
    steps += 1;
    if (steps >= mostSteps) {
      break;
    }
  }
  return steps;
}
