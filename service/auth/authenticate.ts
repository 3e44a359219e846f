import { tooManyRequests } from '../http/problem';
import { TokenBuckets } from '../http/tokenBucket';
import type { ServiceStore, TenantStore, TokenRow } from '../store/serviceStore';
import { isSameHmac, parseApiToken, secretHmacOf } from './apiToken';
import type { Caller } from './caller';

/** Says who a token belongs to; undefined: nobody, for whatever reason. */
export interface Authenticator {
  callerOf(authorization: string | undefined): Promise<Caller | undefined>;
}

/** Tells identities of an identity provider apart from API tokens. */
export interface IdentityVerifier {
  /** Undefined: not valid. Throws when the provider cannot be asked. */
  callerOf(token: string): Promise<Caller | undefined>;
}

/** What an authenticator works with. */
export interface AuthenticatorSetup {
  readonly store: ServiceStore;
  readonly pepper: string;
  readonly now: () => number;
  /** Undefined: only API tokens are taken. */
  readonly identities: IdentityVerifier | undefined;
}

/** Uses of a token are written down at most this often. */
const lastUsedEveryMs = 60_000;
const mostKnownKeys = 100_000;

function isInForce({ revokedAtMs, expiresAtMs }: TokenRow, nowMs: number): boolean {
  return revokedAtMs === undefined && (expiresAtMs === undefined || nowMs < expiresAtMs);
}

async function noteUse(tenant: TenantStore, token: TokenRow, nowMs: number): Promise<void> {
  const { keyId, lastUsedAtMs, subject, role } = token;
  if (lastUsedAtMs !== undefined && nowMs - lastUsedAtMs < lastUsedEveryMs) {
    return;
  }
  await tenant.touchToken(keyId, nowMs);
  if (lastUsedAtMs === undefined) {
    await tenant.record({ atMs: nowMs, subject, what: 'token:first-used', detail: `${keyId}, ${role}` });
  }
}

/**
 * Looking for a key that was never seen asks every tenant, and whoever asks is not known yet: so many a second and no
 * more. Keys that opened something before do not count.
 */
class UnknownKeys {
  readonly #known = new Set<string>();
  readonly #buckets = new TokenBuckets({ perSecond: 200, burst: 1_000 });

  /** Throws when too many unknown keys came. */
  admit(keyId: string, nowMs: number): void {
    const waitSeconds = this.#known.has(keyId) ? 0 : this.#buckets.take('unknown', nowMs);
    if (waitSeconds > 0) {
      throw tooManyRequests(waitSeconds);
    }
  }

  remember(keyId: string): void {
    if (this.#known.size >= mostKnownKeys) {
      this.#known.clear();
    }
    this.#known.add(keyId);
  }
}

type ApiTokenSetup = AuthenticatorSetup & { readonly unknownKeys: UnknownKeys };

async function apiTokenCaller(setup: ApiTokenSetup, text: string): Promise<Caller | undefined> {
  const { store, pepper, now, unknownKeys } = setup;
  const presented = parseApiToken(text);
  if (presented === undefined) {
    return undefined;
  }
  unknownKeys.admit(presented.keyId, now());
  const found = await store.tokenByKey(presented.keyId);
  // Hashed also for a key that does not exist, so that the time tells nothing about which do.
  const hmac = secretHmacOf(presented.secret, pepper);
  if (found === undefined || !isSameHmac(hmac, found.token.secretHmac) || !isInForce(found.token, now())) {
    return undefined;
  }
  const tenant = await store.tenant(found.tenantId);
  if (tenant === undefined) {
    return undefined;
  }
  unknownKeys.remember(presented.keyId);
  await noteUse(tenant, found.token, now());
  const { keyId, subject, role, plantIds } = found.token;
  return { tenantId: found.tenantId, tokenId: keyId, subject, role, plantIds };
}

/** Takes `Authorization: Bearer …` with an API token of the store, or with an identity. */
export function authenticator(setup: AuthenticatorSetup): Authenticator {
  const unknownKeys = new UnknownKeys();
  return {
    callerOf: async (authorization) => {
      const token = /^Bearer +([^\s]{1,8192})$/i.exec(authorization ?? '')?.[1];
      if (token === undefined) {
        return undefined;
      }
      return token.startsWith('sg_')
        ? apiTokenCaller({ ...setup, unknownKeys }, token)
        : setup.identities?.callerOf(token);
    },
  };
}
