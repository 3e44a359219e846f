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
  /** The body, and the same as a form. */
  readonly text: string;
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

/** How a server proves over TLS who it is. */
export interface ServerIdentity {
  readonly certificatePem: string;
  readonly keyPem: string;
}

const testIdentity: ServerIdentity = {
  certificatePem: testCertificates.serverPem,
  keyPem: testCertificates.serverKeyPem,
};

/** Starts a server; `answer` is given the response to write. `secure`: over TLS, as `localhost`, with that identity. */
export async function startScriptedServer(
  answer: (request: ScriptedRequest, response: ServerResponse) => void,
  secure: boolean | ServerIdentity = false,
): Promise<ScriptedServer> {
  const requests: ScriptedRequest[] = [];
  const listener: RequestListener = (request, response) => {
    void bodyOf(request).then((body) => {
      const { method = '', url = '', headers } = request;
      const asked = { method, url, headers, text: body, form: new URLSearchParams(body) };
      requests.push(asked);
      answer(asked, response);
    });
  };
  const isSecure = secure !== false;
  const { certificatePem, keyPem } = typeof secure === 'object' ? secure : testIdentity;
  const server = isSecure
    ? createSecureServer({ cert: certificatePem, key: keyPem }, listener)
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
