import { Agent, request } from 'node:http';

/** A request as it goes over the wire; nothing about it is put right. */
export interface RawRequest {
  readonly method: string;
  /** Path and query, with whatever stands in them. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  /** Announces a body of this size and sends none of it. */
  readonly announcedBytes?: number | undefined;
}

/** The answer as it came. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly mediaType: string;
  readonly text: string;
}

/** Asks one server over few connections that stay open. */
export class RawClient {
  readonly #address: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 8 });

  constructor(address: string) {
    this.#address = address;
  }

  /** Rejects when no answer comes. */
  ask({ method, path, headers, body, announcedBytes }: RawRequest): Promise<RawAnswer> {
    const { hostname, port } = new URL(this.#address);
    const isAnnounced = announcedBytes !== undefined;
    const length = isAnnounced ? announcedBytes : body === undefined ? undefined : Buffer.byteLength(body);
    return new Promise((done, reject) => {
      const question = request(
        {
          ...{ hostname, port, method, path },
          // The connection cannot be used again when a body is owed on it.
          agent: isAnnounced ? false : this.#agent,
          headers: { ...headers, ...(length === undefined ? {} : { 'content-length': String(length) }) },
          timeout: 60_000,
        },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('error', reject);
          answer.on('end', () => {
            const mediaType = answer.headers['content-type']?.split(';')[0]?.trim() ?? '';
            const text = Buffer.concat(chunks).toString('utf8');
            done({ status: answer.statusCode ?? 0, headers: answer.headers, mediaType, text });
            if (isAnnounced) {
              question.destroy();
            }
          });
        },
      );
      question.on('timeout', () => question.destroy(new Error(`no answer to ${method} ${path.slice(0, 200)}`)));
      question.on('error', reject);
      if (isAnnounced) {
        question.flushHeaders();
      } else {
        question.end(body);
      }
    });
  }

  dispose(): void {
    this.#agent.destroy();
  }
}
