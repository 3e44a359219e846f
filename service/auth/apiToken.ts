import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** A token as a caller presents it. */
export interface PresentedToken {
  readonly keyId: string;
  readonly secret: string;
}

const form = /^sg_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/;

/** Takes a token apart; undefined when it does not look like one. */
export function parseApiToken(text: string): PresentedToken | undefined {
  const [, keyId, secret] = form.exec(text) ?? [];
  return keyId === undefined || secret === undefined ? undefined : { keyId, secret };
}

/** A new token: 256 random bits behind a random key id. `text` is told once and kept nowhere. */
export function newApiToken(): PresentedToken & { readonly text: string } {
  const keyId = randomBytes(8).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  return { keyId, secret, text: `sg_${keyId}_${secret}` };
}

/** What is kept of a secret, hex. Without the pepper, which does not lie in the store, a copy of the store opens nothing. */
export function secretHmacOf(secret: string, pepper: string): string {
  return createHmac('sha256', pepper).update(secret).digest('hex');
}

/** Compares in a time that says nothing about where two HMACs differ. */
export function isSameHmac(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one, 'hex'), Buffer.from(other, 'hex')];
  return first.length === second.length && timingSafeEqual(first, second);
}
