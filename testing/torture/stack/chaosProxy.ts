import { createServer, request as askServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** What the proxy does to a request. */
export const chaosKinds = [
  'passed',
  /** The request never arrives. */
  'dropped',
  'delayed',
  /** It arrives twice. */
  'duplicated',
  /** It arrives a second time, long after it was answered. */
  'straggling',
  /** The answer ends in the middle. */
  'cut',
  /** It was done, and nobody hears of it. */
  'reset',
  /** Something between answers with an error and a page. */
  'broken',
  /** The answer comes byte by byte. */
  'slow',
] as const;
export type ChaosKind = (typeof chaosKinds)[number];

/** A network that fails at random, in front of a real server. */
export interface ChaosProxy {
  readonly url: string;
  readonly counts: Readonly<Record<ChaosKind, number>>;
  /** No faults from now on. What is on its way still arrives. */
  heal(): void;
  dispose(): Promise<void>;
}

interface Arrived {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

interface Answered {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) {
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}

function forward(target: URL, { method, url, headers, body }: Arrived): Promise<Answered> {
  return new Promise((done, reject) => {
    const { hostname, port } = target;
    const asked = askServer({ hostname, port, method, path: url, headers, agent: false }, (response) => {
      readAll(response).then(
        (answer) => done({ status: response.statusCode ?? 502, headers: response.headers, body: answer }),
        reject,
      );
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

function send(answer: ServerResponse, { status, headers, body }: Answered, part = body): void {
  answer.writeHead(status, { ...headers, 'content-length': String(body.length) });
  if (part.length === body.length) {
    answer.end(part);
    return;
  }
  // Nothing is written of nothing, and a callback would wait for ever.
  answer.flushHeaders();
  answer.write(part);
  setTimeout(() => answer.destroy(), 5);
}

async function drip(answer: ServerResponse, answered: Answered): Promise<void> {
  const { status, headers, body } = answered;
  answer.writeHead(status, { ...headers, 'content-length': String(body.length) });
  const pieceBytes = Math.max(1, Math.ceil(body.length / 10));
  for (let at = 0; at < body.length && !answer.destroyed; at += pieceBytes) {
    answer.write(body.subarray(at, at + pieceBytes));
    await pause(15);
  }
  answer.end();
}

/** A request between its two ends. `roll`: 0 (inclusive) to 1 (exclusive), decides how much. */
interface Passing {
  readonly target: URL;
  readonly arrived: Arrived;
  readonly answer: ServerResponse;
  readonly roll: number;
}

type Fault = (passing: Passing) => Promise<void>;

const faults: Readonly<Record<ChaosKind, Fault>> = {
  passed: async ({ target, arrived, answer }) => send(answer, await forward(target, arrived)),
  dropped: async ({ answer }) => void answer.destroy(),
  delayed: async ({ target, arrived, answer, roll }) => {
    await pause(20 + 400 * roll);
    send(answer, await forward(target, arrived));
  },
  duplicated: async ({ target, arrived, answer }) => {
    const [first] = await Promise.all([forward(target, arrived), forward(target, arrived)]);
    send(answer, first);
  },
  straggling: async ({ target, arrived, answer, roll }) => {
    void pause(200 + 2_500 * roll).then(() => forward(target, arrived).catch(() => undefined));
    send(answer, await forward(target, arrived));
  },
  cut: async ({ target, arrived, answer, roll }) => {
    const answered = await forward(target, arrived);
    send(answer, answered, answered.body.subarray(0, Math.floor(roll * answered.body.length)));
  },
  reset: async ({ target, arrived, answer }) => {
    await forward(target, arrived);
    answer.destroy();
  },
  broken: async ({ answer, roll }) => {
    answer.writeHead(roll < 0.5 ? 503 : 502, { 'content-type': 'text/html' });
    answer.end('<html><body>Bad gateway</body></html>');
  },
  slow: async ({ target, arrived, answer }) => drip(answer, await forward(target, arrived)),
};

/** Starts a proxy on loopback. `share` of the requests meet a fault; `random` 0 (inclusive) to 1 (exclusive). */
export async function startChaosProxy(
  targetUrl: string,
  options: { readonly share: number; readonly random: () => number },
): Promise<ChaosProxy> {
  const target = new URL(targetUrl);
  const counts = Object.fromEntries(chaosKinds.map((kind) => [kind, 0])) as Record<ChaosKind, number>;
  const state = { isHealed: false };
  const draw = (): ChaosKind => {
    const isFault = !state.isHealed && options.random() < options.share;
    return (isFault && chaosKinds[1 + Math.floor(options.random() * (chaosKinds.length - 1))]) || 'passed';
  };
  const handle = async (question: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const { method, url, headers } = question;
    const kind = draw();
    counts[kind] += 1;
    const arrived = { method, url, headers, body: await readAll(question) };
    await faults[kind]({ target, arrived, answer, roll: options.random() });
  };
  const server = createServer((question, answer) => {
    handle(question, answer).catch(() => answer.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts,
    heal: () => void (state.isHealed = true),
    dispose: () =>
      new Promise<void>((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
