import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { setTimeout as rest } from 'node:timers/promises';

/** What a client sends to. */
export interface PushPlace {
  readonly address: string;
  readonly token: string;
  readonly plantId: string;
}

/**
 * One client over one connection that stays open: a changeset, its answer, the next. As little as can be, since it shares
 * the processors with the service that it measures.
 */
export class PushClient {
  /** How long each changeset took to be answered, ms. */
  readonly tookMs: number[] = [];
  readonly refusals: string[] = [];
  readonly #socket: Socket;
  readonly #place: PushPlace;
  #answered: ((answer: string) => void) | undefined;
  #received = '';
  #lastSeq: number;

  constructor(place: PushPlace, base: number) {
    this.#place = place;
    this.#lastSeq = base;
    const { hostname, port } = new URL(place.address);
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.#socket.setEncoding('latin1').on('data', (chunk: string) => this.#receive(chunk));
    this.#socket.on('error', (error) => this.refusals.push(error.message));
  }

  async connected(): Promise<void> {
    if (this.#socket.connecting) {
      await once(this.#socket, 'connect');
    }
  }

  /** Sends ops until the moment comes. */
  async run(untilMs: number, opsOf: (count: number) => readonly object[]): Promise<void> {
    for (let count = 0; performance.now() < untilMs; count += 1) {
      const startedMs = performance.now();
      const answer = await this.#push(opsOf(count));
      if (answer.startsWith('HTTP/1.1 429 ')) {
        // A tenant may not ask for more than its limit, however much the service could do.
        await rest(100);
        continue;
      }
      this.tookMs.push(performance.now() - startedMs);
      if (!answer.startsWith('HTTP/1.1 201 ')) {
        this.refusals.push(answer.slice(0, 400));
      }
      this.#lastSeq = Number(/"seq":(\d+)/.exec(answer)?.[1] ?? this.#lastSeq);
    }
  }

  dispose(): void {
    this.#socket.destroy();
  }

  #push(ops: readonly object[]): Promise<string> {
    const id = randomUUID();
    const body = JSON.stringify({ id, base: this.#lastSeq, atMs: 1, label: 'Edit', ops, resolves: [] });
    const { plantId, token } = this.#place;
    this.#socket.write(
      `POST /v1/plants/${plantId}/changesets HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${token}\r\n` +
        `idempotency-key: ${id}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    return new Promise((resolve) => (this.#answered = resolve));
  }

  #receive(chunk: string): void {
    this.#received += chunk;
    const end = this.#received.indexOf('\r\n\r\n');
    const length = Number(/content-length: (\d+)/i.exec(this.#received)?.[1] ?? Number.NaN);
    if (end >= 0 && this.#received.length >= end + 4 + length) {
      const answer = this.#received;
      this.#received = '';
      this.#answered?.(answer);
    }
  }
}
