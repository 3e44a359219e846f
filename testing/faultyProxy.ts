import { createServer, request as askServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the proxy makes of the answers of the server behind it. */
export type ProxyMood =
  | { readonly kind: 'honest' }
  /** Takes no question: the socket is closed at once. */
  | { readonly kind: 'away' }
  /** Takes questions and never answers. */
  | { readonly kind: 'silent' }
  /** Answers this instead, with a status. */
  | { readonly kind: 'answers'; readonly status: number; readonly contentType: string; readonly body: string }
  /** Cuts each answer off after so many bytes. */
  | { readonly kind: 'cuts'; readonly afterBytes: number }
  /** Tells the time as if its clock were so much ahead. */
  | { readonly kind: 'ahead'; readonly byMs: number };

/** A proxy on loopback in front of a real server, for tests of what servers and networks do. */
export interface FaultyProxy {
  readonly url: string;
  mood: ProxyMood;
  dispose(): Promise<void>;
}

function pass(question: IncomingMessage, answer: ServerResponse, to: { readonly target: URL; mood: ProxyMood }): void {
  const { target, mood } = to;
  const { hostname, port } = target;
  const { method, url, headers } = question;
  const asked = askServer({ hostname, port, method, path: url, headers }, (response) => {
    const date = mood.kind === 'ahead' ? { date: new Date(Date.now() + mood.byMs).toUTCString() } : {};
    answer.sendDate = false;
    answer.writeHead(response.statusCode ?? 502, { ...response.headers, ...date });
    let sentBytes = 0;
    let isCut = false;
    response.on('data', (part: Buffer) => {
      // What has arrived already is told after the end, too.
      if (isCut) {
        return;
      }
      isCut = mood.kind === 'cuts' && sentBytes + part.length > mood.afterBytes;
      if (mood.kind === 'cuts' && isCut) {
        answer.write(part.subarray(0, mood.afterBytes - sentBytes), () => answer.destroy());
        response.destroy();
        return;
      }
      sentBytes += part.length;
      answer.write(part);
    });
    response.on('end', () => (isCut ? undefined : answer.end()));
  });
  asked.on('error', () => answer.destroy());
  answer.on('close', () => asked.destroy());
  question.pipe(asked);
}

/** Starts a proxy; it is honest until it is told otherwise. */
export async function startFaultyProxy(targetUrl: string): Promise<FaultyProxy> {
  const target = new URL(targetUrl);
  const state: { mood: ProxyMood } = { mood: { kind: 'honest' } };
  const server = createServer((question, answer) => {
    const { mood } = state;
    if (mood.kind === 'away') {
      question.socket.destroy();
    } else if (mood.kind === 'answers') {
      answer.writeHead(mood.status, { 'content-type': mood.contentType });
      answer.end(mood.body);
    } else if (mood.kind !== 'silent') {
      pass(question, answer, { target, mood });
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}`,
    dispose: () =>
      new Promise<void>((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  });
}
