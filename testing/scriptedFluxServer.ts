import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { InfluxConnection } from '../electron/engine/influx/influxConnection';

/** Plays one answer. `question`: the body as it came; `count`: how many requests came before. */
export type FluxPlay = (
  response: ServerResponse,
  request: { readonly question: string; readonly count: number },
) => void;

/** A server on loopback that answers `/api/v2` as a script says. */
export interface ScriptedFluxServer {
  readonly connection: InfluxConnection;
  /** When each request came, by the clock of `performance`. */
  readonly requests: readonly { readonly atMs: number; readonly head: IncomingMessage; readonly question: string }[];
  /** Answers that were cut off by the other side. */
  abortedCount(): number;
  /** Bytes that were handed to the network so far. */
  sentBytes(): number;
  dispose(): Promise<void>;
}

/** Starts it. Tests have to dispose of it. */
export async function scriptedFluxServer(play: FluxPlay): Promise<ScriptedFluxServer> {
  const requests: { atMs: number; head: IncomingMessage; question: string }[] = [];
  let aborted = 0;
  let sentBytes = 0;
  const server = createServer((head, response) => {
    response.once('close', () => {
      aborted += response.writableFinished ? 0 : 1;
      sentBytes += head.socket.bytesWritten;
    });
    void text(head).then((question) => {
      requests.push({ atMs: performance.now(), head, question });
      play(response, { question, count: requests.length - 1 });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    connection: {
      url: `http://127.0.0.1:${port}`,
      organization: 'works',
      credentials: { kind: 'token', token: 'se==cret' },
      authorityPem: undefined,
    },
    requests,
    abortedCount: () => aborted,
    sentBytes: () => sentBytes,
    dispose: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const csvHead = [
  '#datatype,string,long,dateTime:RFC3339,double',
  '#group,false,false,false,false',
  '#default,_result,,,',
  ',result,table,_time,_value',
  '',
].join('\r\n');

/** Annotated CSV of one series: so many samples, a second apart from the epoch on. */
export function csvOf(count: number): string {
  const rows = Array.from({ length: count }, (_, k) => `,,0,${new Date(k * 1_000).toISOString()},${k}\r\n`);
  return `${csvHead}${rows.join('')}`;
}

function begin(response: ServerResponse, headers: Record<string, string> = {}): ServerResponse {
  return response.writeHead(200, { 'content-type': 'text/csv; charset=utf-8', ...headers });
}

function refuse(status: number, message: string, headers: Record<string, string> = {}): FluxPlay {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify({ code: 'said by the server', message }));
  };
}

/** Writes the piece as fast as it is read, so many times; then goes on. */
function pour(response: ServerResponse, piece: Buffer, times: number): void {
  for (let left = times; left > 0; left -= 1) {
    if (!response.write(piece)) {
      response.once('drain', () => pour(response, piece, left - 1));
      return;
    }
  }
  response.end('\r\n');
}

/** The answers that hurt. */
export const fluxPlays = {
  rows:
    (count: number): FluxPlay =>
    (response) =>
      void begin(response).end(`${csvOf(count)}\r\n`),
  errorAfterRows: (count: number, message: string): FluxPlay => {
    const error = `\r\n#datatype,string,string\r\n#group,true,true\r\n#default,,\r\n,error,reference\r\n,${message},\r\n`;
    return (response) => void begin(response).end(csvOf(count) + error);
  },
  /** The connection breaks in the middle of a row. */
  truncated: (count: number): FluxPlay => {
    return (response) => void begin(response).write(csvOf(count).slice(0, -7), () => response.destroy());
  },
  /** A proxy ends the answer in good form, in the middle of a row. */
  shortened:
    (count: number): FluxPlay =>
    (response) =>
      void begin(response).end(csvOf(count).slice(0, -7)),
  /** Some rows, then nothing more. */
  stalled:
    (count: number): FluxPlay =>
    (response) =>
      void begin(response).write(csvOf(count)),
  /** Not even a head. */
  silent: (): FluxPlay => () => undefined,
  /** So many bytes of rows, as fast as they are taken. */
  endless: (sizeBytes: number): FluxPlay => {
    const piece = Buffer.from(csvOf(2_000).slice(csvHead.length));
    return (response) => {
      begin(response).write(csvHead);
      pour(response, piece, Math.ceil(sizeBytes / piece.length));
    };
  },
  /** So many bytes of one row. */
  endlessRow: (sizeBytes: number): FluxPlay => {
    const piece = Buffer.alloc(65_536, 'x');
    return (response) => {
      begin(response).write(csvHead);
      pour(response, piece, Math.ceil(sizeBytes / piece.length));
    };
  },
  /** An error whose text has no end. */
  endlessError: (status: number, sizeBytes: number): FluxPlay => {
    const piece = Buffer.alloc(65_536, 'x');
    return (response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).write('{"message":"');
      pour(response, piece, Math.ceil(sizeBytes / piece.length));
    };
  },
  webPage: (): FluxPlay => (response) =>
    void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>\n<body>Sign in</body></html>\n'),
  refuse,
  busy: (retryAfter: string): FluxPlay => refuse(429, 'too many requests', { 'retry-after': retryAfter }),
  /** One answer after the other, the last one again and again. */
  inTurn:
    (...plays: readonly FluxPlay[]): FluxPlay =>
    (response, request) =>
      plays[Math.min(request.count, plays.length - 1)]?.(response, request),
} as const;
