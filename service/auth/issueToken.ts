import type { Role } from '../../shared/sync/syncWire';
import type { TenantStore, TokenRow } from '../store/serviceStore';
import { newApiToken, secretHmacOf } from './apiToken';

/** What a new token is to be good for. */
export interface TokenWish {
  readonly subject: string;
  readonly role: Role;
  /** Empty: all plants of the tenant. */
  readonly plantIds: readonly string[];
  /** Undefined: it does not expire. */
  readonly expiresAtMs: number | undefined;
}

/** Who makes a token, when, and what it is hashed with. */
export interface TokenIssuer {
  readonly pepper: string;
  readonly nowMs: number;
  /** Whoever does it, for the record. */
  readonly by: string;
}

/** A token that was made just now. `text` is told once and kept nowhere. */
export interface IssuedToken {
  readonly text: string;
  readonly row: TokenRow;
}

/** Makes a token and writes down who did. */
export async function issueToken(tenant: TenantStore, wish: TokenWish, issuer: TokenIssuer): Promise<IssuedToken> {
  const { pepper, nowMs, by } = issuer;
  const { keyId, secret, text } = newApiToken();
  const row: TokenRow = {
    ...wish,
    keyId,
    secretHmac: secretHmacOf(secret, pepper),
    createdAtMs: nowMs,
    revokedAtMs: undefined,
    lastUsedAtMs: undefined,
  };
  await tenant.putToken(row);
  const detail = `${keyId} for ${wish.subject}, ${wish.role}`;
  await tenant.record({ atMs: nowMs, subject: by, what: 'token:created', detail });
  return { text, row };
}

/** Makes a token useless. False: the tenant has none of this key. */
export async function revokeToken(tenant: TenantStore, keyId: string, { nowMs, by }: Omit<TokenIssuer, 'pepper'>) {
  const token = (await tenant.tokens()).find((row) => row.keyId === keyId);
  if (token === undefined) {
    return false;
  }
  if (token.revokedAtMs === undefined) {
    await tenant.putToken({ ...token, revokedAtMs: nowMs });
    await tenant.record({ atMs: nowMs, subject: by, what: 'token:revoked', detail: `${keyId} of ${token.subject}` });
  }
  return true;
}
