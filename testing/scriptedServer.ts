import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { testCertificates } from './testCertificates';

/** What was asked of a scripted server. */
export interface ScriptedRequest {
  readonly method: string;
  /** Path and search. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly form: URLSearchParams;
}

/** A server on loopback that answers as its test says, however badly. */
export interface ScriptedServer {
  readonly url: string;
  readonly requests: readonly ScriptedRequest[];
  /** Sockets that are open now. */
  openSockets(): number;
  dispose(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) {
    parts.push(Buffer.from(part as Uint8Array));
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Starts a server; `answer` is given the response to write. `isSecure`: over TLS, as `localhost`. */
export async function startScriptedServer(
  answer: (request: ScriptedRequest, response: ServerResponse) => void,
  isSecure = false,
): Promise<ScriptedServer> {
  const requests: ScriptedRequest[] = [];
  const listener: RequestListener = (request, response) => {
    void bodyOf(request).then((body) => {
      const { method = '', url = '', headers } = request;
      const asked = { method, url, headers, form: new URLSearchParams(body) };
      requests.push(asked);
      answer(asked, response);
    });
  };
  const { serverPem, serverKeyPem } = testCertificates;
  const server = isSecure
    ? createSecureServer({ cert: serverPem, key: serverKeyPem }, listener)
    : createServer({ keepAliveTimeout: 60_000 }, listener);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: isSecure ? `https://localhost:${String(port)}` : `http://127.0.0.1:${String(port)}`,
    requests,
    openSockets: () => sockets.size,
    dispose: () => {
      sockets.forEach((socket) => socket.destroy());
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Answers with a JSON document. */
export function answerJson(response: ServerResponse, status: number, document: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(document)}\n`);
}
