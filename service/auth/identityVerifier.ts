import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { type Role, roles } from '../../shared/sync/syncWire';
import { ServiceProblem } from '../http/problem';
import { isRoleAtLeast } from '../http/routePolicy';
import type { ServiceStore } from '../store/serviceStore';
import type { IdentityVerifier } from './authenticate';
import type { Caller } from './caller';

/** Whose tokens are taken besides the service's own, and what they mean here. */
export interface IdentitySettings {
  /** Exactly as it stands in the tokens. */
  readonly issuer: string;
  /** What the provider calls this service. */
  readonly audience: string;
  /** Signatures that are taken; never `none`, nor one with a shared secret. */
  readonly algorithms: readonly string[];
  /** Where the provider's keys are; undefined: its discovery document says so. */
  readonly keysUrl: string | undefined;
  /** One tenant for all, or the claim that names it. */
  readonly tenant: { readonly id: string } | { readonly claim: string };
  /** Dots lead into objects: `realm_access.roles`. Text, or a list of texts of which the highest counts. */
  readonly roleClaim: string;
  /** What the claim's values mean here; a value that is a role means itself unless it is named. */
  readonly roles: ReadonlyMap<string, Role>;
  /** Stands in the log as the author. */
  readonly subjectClaim: string;
}

/** What a verifier works with. */
export interface IdentityParts {
  readonly store: ServiceStore;
  readonly now: () => number;
  /** Answers the JSON at an address; rejects when it cannot be had. */
  readonly fetchJson: (url: string) => Promise<unknown>;
}

const clockToleranceSeconds = 60;
const keysKeptMs = 10 * 60_000;
/** Tokens of one provider that were let in are remembered, so that a sign-in is written down once. */
const mostRemembered = 10_000;
const longestSubject = 200;

function claimAt(payload: JWTPayload, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, name)
          ? (value as Readonly<Record<string, unknown>>)[name]
          : undefined,
      payload,
    );
}

function roleIn(payload: JWTPayload, { roleClaim, roles: meanings }: IdentitySettings): Role | undefined {
  const claimed = [claimAt(payload, roleClaim)].flat();
  const found = claimed.flatMap((value) => {
    const role = typeof value === 'string' ? (meanings.get(value) ?? roles.find((name) => name === value)) : undefined;
    return role ?? [];
  });
  return found.reduce<Role | undefined>(
    (highest, role) => (highest === undefined || isRoleAtLeast(role, highest) ? role : highest),
    undefined,
  );
}

async function discoverKeys(issuer: string, fetchJson: IdentityParts['fetchJson']): Promise<string> {
  const document = await fetchJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const { issuer: named, jwks_uri: keysUrl } = document as { readonly issuer?: unknown; readonly jwks_uri?: unknown };
  if (named !== issuer || typeof keysUrl !== 'string') {
    throw new Error('the discovery document is of another issuer');
  }
  return keysUrl;
}

/** The provider's keys: fetched when first needed, kept, and fetched again when a token names one that is not among them. */
function providerKeys({ issuer, keysUrl }: IdentitySettings, { fetchJson }: IdentityParts): JWTVerifyGetKey {
  let keys: Promise<JWTVerifyGetKey> | undefined;
  const open = async (): Promise<JWTVerifyGetKey> =>
    createRemoteJWKSet(new URL(keysUrl ?? (await discoverKeys(issuer, fetchJson))), { cacheMaxAge: keysKeptMs });
  return async (header, token) => {
    keys ??= open();
    const found = await keys.catch((error: unknown) => {
      // Asked again for the next token: the provider may be back.
      keys = undefined;
      throw error;
    });
    return found(header, token);
  };
}

/** Whether it is the provider that failed, rather than the token. */
function isProvidersFault(error: unknown): boolean {
  return (
    !(error instanceof errors.JOSEError) ||
    error instanceof errors.JWKSTimeout ||
    error instanceof errors.JWKSInvalid ||
    error.code === 'ERR_JOSE_GENERIC'
  );
}

class TokenVerifier implements IdentityVerifier {
  readonly #settings: IdentitySettings;
  readonly #parts: IdentityParts;
  readonly #keys: JWTVerifyGetKey;
  readonly #seen = new Set<string>();

  constructor(settings: IdentitySettings, parts: IdentityParts) {
    this.#settings = settings;
    this.#parts = parts;
    this.#keys = providerKeys(settings, parts);
  }

  async callerOf(token: string): Promise<Caller | undefined> {
    const payload = await this.#verified(token);
    const caller = payload && this.#callerIn(payload);
    const tenant = caller && (await this.#parts.store.tenant(caller.tenantId));
    if (caller === undefined || tenant === undefined) {
      return undefined;
    }
    const key = `${caller.tenantId} ${caller.tokenId}`;
    if (!this.#seen.has(key)) {
      if (this.#seen.size >= mostRemembered) {
        this.#seen.clear();
      }
      this.#seen.add(key);
      const { subject, tokenId, role } = caller;
      await tenant.record({
        atMs: this.#parts.now(),
        subject,
        what: 'identity:signed-in',
        detail: `${tokenId}, ${role}`,
      });
    }
    return caller;
  }

  async #verified(token: string): Promise<JWTPayload | undefined> {
    const { issuer, audience, algorithms } = this.#settings;
    try {
      const { payload } = await jwtVerify(token, this.#keys, {
        ...{ issuer, audience, algorithms: [...algorithms] },
        requiredClaims: ['exp', 'sub'],
        clockTolerance: clockToleranceSeconds,
        currentDate: new Date(this.#parts.now()),
      });
      return payload;
    } catch (error) {
      if (isProvidersFault(error)) {
        throw new ServiceProblem('unavailable', 'The identity provider cannot be asked now. Try again.', {
          'retry-after': '5',
        });
      }
      return undefined;
    }
  }

  #callerIn(payload: JWTPayload): Caller | undefined {
    const { tenant, subjectClaim, issuer } = this.#settings;
    const tenantId = 'id' in tenant ? tenant.id : claimAt(payload, tenant.claim);
    const role = roleIn(payload, this.#settings);
    const subject = claimAt(payload, subjectClaim);
    if (typeof tenantId !== 'string' || role === undefined || typeof subject !== 'string' || subject === '') {
      return undefined;
    }
    const tokenId = `${issuer}#${payload.sub ?? ''}`;
    return { tenantId, tokenId, subject: subject.slice(0, longestSubject), role, plantIds: [] };
  }
}

/** Takes tokens of one identity provider (OpenID Connect) beside the service's own. */
export function identityVerifier(settings: IdentitySettings, parts: IdentityParts): IdentityVerifier {
  return new TokenVerifier(settings, parts);
}
