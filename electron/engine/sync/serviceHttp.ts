import type { z } from 'zod';
import { AppFailure } from '../../../shared/lib/appError';
import { HttpPeer, isLoopback, type PeerAnswer, type PeerRequest } from '../http/httpPeer';
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
  /** An answer that drips more slowly than this over its whole length is given up. */
  readonly slowestBytesPerSecond?: number;
  readonly now?: () => number;
}

/** One question to the service. */
export interface ServiceQuestion extends Omit<PeerRequest, 'headers' | 'body'> {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly document?: unknown;
  /** Left out: `application/json`. */
  readonly accept?: string;
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

/** Why an address cannot be one of a service; undefined: it can. Tokens go over TLS, or do not leave this machine. */
export function addressProblem(address: string): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === 'https:') {
    return undefined;
  }
  return url?.protocol === 'http:' && isLoopback(url.hostname) ? undefined : 'the address must begin with https://';
}

/** Asks one tenant's service and reads its documents. What goes wrong is thrown as `service-failed`. */
export class ServiceHttp {
  readonly connection: ServiceConnection;
  readonly #now: () => number;
  /** Undefined: nothing may be sent to this address. */
  readonly #peer: HttpPeer | undefined;

  constructor(connection: ServiceConnection, options: ServiceHttpOptions = {}) {
    this.connection = connection;
    this.#now = options.now ?? Date.now;
    this.#peer =
      addressProblem(connection.address) === undefined
        ? new HttpPeer({
            ...{ connectTimeoutMs: 10_000, idleTimeoutMs: 30_000, slowestBytesPerSecond: 1_000, now: Date.now },
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
      throw this.failure(await this.#refusalOf(answer));
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
    const { status, headers, body } = await this.open(question, expected, signal);
    const parts: Buffer[] = [];
    for await (const part of body) {
      parts.push(part);
    }
    return { status, headers, text: Buffer.concat(parts).toString('utf8') };
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
    const { headers, document, accept = 'application/json', ...rest } = question;
    const { token, address } = this.connection;
    if (this.#peer === undefined) {
      throw this.nonsense(addressProblem(address) ?? '');
    }
    if (!/^[\x21-\x7e]+$/.test(token)) {
      throw this.failure({ reason: 'signed-out', detail: 'a token has no such characters' });
    }
    const isSending = document !== undefined;
    const request: PeerRequest = {
      ...rest,
      headers: {
        accept,
        authorization: `Bearer ${token}`,
        ...(isSending ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(isSending ? { body: Buffer.from(JSON.stringify(document)) } : {}),
    };
    return this.#peer.ask(request, signal);
  }

  /** What was said counts, also where the rest of it does not come. */
  async #refusalOf({ status, headers, body }: PeerAnswer): Promise<ServiceFinding> {
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
    return refusalFinding({ ...{ status, contentType, retryAfter, text }, nowMs: this.#now() });
  }
}
