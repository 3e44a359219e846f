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
  /** It arrives or not, and from then on nothing comes over its connection, which stays open. */
  'dead',
  /** The answer stops in the middle, and its connection stays open. */
  'stalled',
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

function send(answer: ServerResponse, { status, headers, body }: Answered): void {
  answer.writeHead(status, { ...headers, 'content-length': String(body.length) });
  answer.end(body);
}

/** Sends less than all of an answer. It does not end. */
function sendPart(answer: ServerResponse, { status, headers, body }: Answered, share: number): void {
  answer.writeHead(status, { ...headers, 'content-length': String(Math.max(1, body.length)) });
  answer.flushHeaders();
  answer.write(body.subarray(0, Math.floor(share * body.length)));
}

async function drip(answer: ServerResponse, answered: Answered): Promise<void> {
  const { status, headers, body } = answered;
  answer.writeHead(status, { ...headers, 'content-length': String(body.length) });
  const pieceBytes = Math.max(1, Math.ceil(body.length / 10));
  let at = 0;
  for (; at + pieceBytes < body.length && !answer.destroyed; at += pieceBytes) {
    answer.write(body.subarray(at, at + pieceBytes));
    await pause(15);
  }
  // With the last byte: whoever has that may go on to ask.
  answer.end(body.subarray(at));
}

/** A request between its two ends. `roll`: 0 (inclusive) to 1 (exclusive), decides how much. */
interface Passing {
  readonly target: URL;
  readonly arrived: Arrived;
  readonly answer: ServerResponse;
  readonly roll: number;
  /** Closes the connection, also where an answer before this one is still under way. */
  readonly hangUp: () => void;
}

type Fault = (passing: Passing) => Promise<void>;

const faults: Readonly<Record<ChaosKind, Fault>> = {
  passed: async ({ target, arrived, answer }) => send(answer, await forward(target, arrived)),
  dropped: async ({ hangUp }) => hangUp(),
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
  cut: async ({ target, arrived, answer, roll, hangUp }) => {
    sendPart(answer, await forward(target, arrived), roll);
    setTimeout(hangUp, 5);
  },
  reset: async ({ target, arrived, hangUp }) => {
    await forward(target, arrived);
    hangUp();
  },
  broken: async ({ answer, roll }) => {
    answer.writeHead(roll < 0.5 ? 503 : 502, { 'content-type': 'text/html' });
    answer.end('<html><body>Bad gateway</body></html>');
  },
  slow: async ({ target, arrived, answer }) => drip(answer, await forward(target, arrived)),
  dead: async ({ target, arrived, roll }) => void (roll < 0.5 && (await forward(target, arrived))),
  stalled: async ({ target, arrived, answer, roll }) => sendPart(answer, await forward(target, arrived), roll),
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
  const handle = async (question: IncomingMessage, passing: Pick<Passing, 'answer' | 'hangUp'>): Promise<void> => {
    const { method, url, headers } = question;
    const kind = draw();
    counts[kind] += 1;
    const arrived = { method, url, headers, body: await readAll(question) };
    await faults[kind]({ ...passing, target, arrived, roll: options.random() });
  };
  const server = createServer((question, answer) => {
    const hangUp = (): void => void question.socket.destroy();
    handle(question, { answer, hangUp }).catch(hangUp);
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
