import type { z } from 'zod';
import { AppFailure } from '../../../shared/lib/appError';
import { addressProblem } from '../../../shared/sync/serviceAddress';
import { HttpPeer, type PeerAnswer, type PeerRequest } from '../http/httpPeer';
import { AnswerPatience } from './answerPatience';
import {
  isWebPage,
  refusalFinding,
  type ServiceConnection,
  serviceFailure,
  type ServiceFinding,
  troubleFinding,
} from './serviceAnswer';

/** Bounds of waiting and of memory, and the clock; everything may be left out. */
export interface ServiceHttpOptions {
  readonly connectTimeoutMs?: number;
  /** Without a byte for this long, also before the first one, an answer is given up. */
  readonly idleTimeoutMs?: number;
  /** Without a byte for this long from a service that answers fast, a question is asked again over a new connection. */
  readonly silenceMs?: number;
  /** An answer that drips more slowly than this over its whole length is given up. */
  readonly slowestBytesPerSecond?: number;
  readonly now?: () => number;
  /** Told when the service does not know the token any more. */
  readonly onRefused?: () => void;
}

/** One question to the service. */
export interface ServiceQuestion extends Omit<PeerRequest, 'headers' | 'body' | 'silenceMs' | 'idleTimeoutMs'> {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly document?: unknown;
  /** Left out: `application/json`. */
  readonly accept?: string;
  /** The service works long, or waits, before or while it answers: its silence says nothing of the connection. */
  readonly takesLong?: boolean;
  /** Largest answer in bytes, once inflated. */
  readonly mostBytes: number;
}

/** The head of an answer and its document, not looked at yet. */
export interface ServiceText {
  readonly status: number;
  readonly headers: PeerAnswer['headers'];
  readonly text: string;
}

/** Failures are short. */
const mostRefusalBytes = 256 * 1024;

const idleTimeoutMs = 30_000;
const silenceMs = 3_000;

/** Asks one tenant's service and reads its documents. What goes wrong is thrown as `service-failed`. */
export class ServiceHttp {
  readonly connection: ServiceConnection;
  readonly #now: () => number;
  readonly #onRefused: () => void;
  readonly #patience: AnswerPatience;
  /** Undefined: nothing may be sent to this address. */
  readonly #peer: HttpPeer | undefined;

  constructor(connection: ServiceConnection, options: ServiceHttpOptions = {}) {
    this.connection = connection;
    this.#now = options.now ?? Date.now;
    this.#onRefused = options.onRefused ?? (() => undefined);
    this.#patience = new AnswerPatience(options.silenceMs ?? silenceMs, options.idleTimeoutMs ?? idleTimeoutMs);
    this.#peer =
      addressProblem(connection.address) === undefined
        ? new HttpPeer({
            ...{ connectTimeoutMs: 10_000, idleTimeoutMs, slowestBytesPerSecond: 1_000, now: Date.now },
            ...options,
            mostBytes: mostRefusalBytes,
            url: new URL(connection.address),
            authorityPem: connection.authorityPem,
            failure: (trouble) => this.failure(troubleFinding(trouble)),
          })
        : undefined;
  }

  /** Closes idle connections. */
  dispose(): void {
    this.#peer?.dispose();
  }

  /** A failure of this connection, to be thrown. */
  failure(finding: ServiceFinding): AppFailure {
    return serviceFailure(this.connection, finding);
  }

  /** Nonsense in an answer, to be thrown. */
  nonsense(detail: string): AppFailure {
    return this.failure({ reason: 'not-a-service', detail });
  }

  /** Asks, and answers as soon as the head is there; any status but those expected is thrown. */
  async open(question: ServiceQuestion, expected: readonly number[], signal: AbortSignal): Promise<PeerAnswer> {
    const answer = await this.#send(question, signal);
    if (!expected.includes(answer.status)) {
      const finding = await this.#refusalOf(question, answer);
      if (finding.reason === 'signed-out') {
        this.#onRefused();
      }
      throw this.failure(finding);
    }
    const encoding = answer.headers['content-encoding'] ?? 'identity';
    if (encoding !== 'identity' && encoding !== 'gzip') {
      answer.leave();
      throw this.nonsense('its answer is packed in a way that nobody asked for');
    }
    return answer;
  }

  /** Asks and reads the whole answer. */
  async readText(question: ServiceQuestion, expected: readonly number[], signal: AbortSignal): Promise<ServiceText> {
    try {
      const { status, headers, body, sentMs } = await this.open(question, expected, signal);
      const tookMs = this.#now() - sentMs;
      const parts: Buffer[] = [];
      for await (const part of body) {
        parts.push(part);
      }
      if (question.takesLong !== true) {
        this.#patience.heard(tookMs);
      }
      return { status, headers, text: Buffer.concat(parts).toString('utf8') };
    } catch (thrown) {
      if (thrown instanceof AppFailure && thrown.error.code === 'service-failed' && thrown.error.reason === 'timeout') {
        this.#patience.missed();
      }
      throw thrown;
    }
  }

  /** What an answer holds, checked. */
  parse<T>(schema: z.ZodType<T>, { text, headers }: Pick<ServiceText, 'text' | 'headers'>): T {
    let document: unknown;
    try {
      document = JSON.parse(text);
    } catch {
      const isPage = isWebPage(headers['content-type'] ?? '', text);
      throw this.nonsense(isPage ? 'it answers with a web page' : 'its answer is no JSON');
    }
    const parsed = schema.safeParse(document);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw this.nonsense(
        `in its answer ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not as it has to be'}`,
      );
    }
    return parsed.data;
  }

  async #send(question: ServiceQuestion, signal: AbortSignal): Promise<PeerAnswer> {
    const { headers, document, accept = 'application/json', takesLong = false, ...rest } = question;
    const { token, address } = this.connection;
    if (this.#peer === undefined) {
      throw this.nonsense(addressProblem(address) ?? 'this is no address');
    }
    if (!/^[\x21-\x7e]+$/.test(token)) {
      throw this.failure({ reason: 'signed-out', detail: 'a token has no such characters' });
    }
    const body = document === undefined ? undefined : Buffer.from(JSON.stringify(document));
    const request: PeerRequest = {
      ...rest,
      headers: {
        accept,
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    };
    return this.#peer.ask({ ...request, ...(takesLong ? {} : this.#patience.bounds(body?.length ?? 0)) }, signal);
  }

  /** What was said counts, also where the rest of it does not come. */
  async #refusalOf({ path }: ServiceQuestion, { status, headers, body }: PeerAnswer): Promise<ServiceFinding> {
    const parts: Buffer[] = [];
    let sizeBytes = 0;
    try {
      for await (const part of body) {
        parts.push(part);
        sizeBytes += part.length;
        if (sizeBytes > mostRefusalBytes) {
          break;
        }
      }
    } catch (thrown) {
      if (!(thrown instanceof AppFailure)) {
        throw thrown;
      }
    }
    const text = Buffer.concat(parts).toString('utf8', 0, mostRefusalBytes);
    const [contentType, retryAfter] = [headers['content-type'] ?? '', headers['retry-after']];
    const isOfPlant = path.startsWith('/v1/plants/');
    return refusalFinding({ ...{ status, contentType, retryAfter, text, isOfPlant }, nowMs: this.#now() });
  }
}
