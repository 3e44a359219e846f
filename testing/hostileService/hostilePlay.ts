import type { ServerResponse } from 'node:http';
import type { ServiceFailureReason } from '../../shared/sync/serviceFailure';
import { honestMe } from '../serviceDocuments';

/** What is asked of a hostile service. */
export type Asked = 'me' | 'plants' | 'create' | 'push' | 'changes' | 'snapshot' | 'parked' | 'putParked';

/** One bad answer, and what has to be made of it. */
export interface HostilePlay {
  readonly what: string;
  readonly asked: Asked;
  readonly reason: ServiceFailureReason;
  /** A part of what is said of it. */
  readonly detail: RegExp;
  readonly retryAfterMs?: number;
  readonly answer: (response: ServerResponse) => void;
}

/** Something other than a good server at an address, and what has to be made of it. */
export interface HostilePlace {
  readonly what: string;
  readonly reason: ServiceFailureReason;
  readonly detail: RegExp;
  /** Undefined: the certificates of this system. */
  readonly authorityPem?: string;
  /** Answers the address, and what ends the server. */
  readonly open: () => Promise<{ readonly address: string; readonly dispose: () => unknown }>;
}

/** Answers JSON, or text as it is. */
export function says(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  return (response: ServerResponse): void => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const isProblem = status >= 400 && typeof body !== 'string';
    const contentType = isProblem ? 'application/problem+json' : 'application/json';
    response.writeHead(status, { 'content-type': contentType, ...headers }).end(text);
  };
}

/** Answers with a page for browsers. */
export function showsPage(status: number, headers: Readonly<Record<string, string>> = {}) {
  const page = '<!doctype html><html><body><form>Sign in to the network</form></body></html>';
  return says(status, page, { 'content-type': 'text/html; charset=utf-8', ...headers });
}

/** Sends the same piece again and again, up to so many bytes, as fast as it is read; `begin.text` comes first. */
export function pours(
  piece: string,
  totalBytes: number,
  begin: { readonly status?: number; readonly text?: string } = {},
) {
  const { status = 200, text = '' } = begin;
  const part = Buffer.from(piece.repeat(Math.ceil(65_536 / piece.length)));
  return (response: ServerResponse): void => {
    let sentBytes = 0;
    const more = (): void => {
      while (sentBytes < totalBytes && !response.destroyed) {
        sentBytes += part.length;
        if (!response.write(part)) {
          response.once('drain', more);
          return;
        }
      }
      response.end();
    };
    response.writeHead(status, { 'content-type': 'application/json' }).write(`${text}\n`);
    more();
  };
}

/** Sends a byte every few milliseconds, without end. */
export function drips(everyMs: number) {
  return (response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => response.write(' '), everyMs);
    response.on('close', () => clearInterval(timer));
  };
}

/** An honest `/v1/me`, with other fields. */
export const meText = (fields: object = {}): string => JSON.stringify({ ...honestMe(), ...fields });
