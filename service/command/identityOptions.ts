import { type Role, roles } from '../../shared/sync/syncWire';
import type { IdentitySettings } from '../auth/identityVerifier';
import { neededText, type ServiceCall, textOf } from './serviceArguments';
import { ServiceUsageError } from './serviceUsageError';

const defaultAlgorithms = 'RS256,PS256,ES256,EdDSA';
/** Signatures of somebody who holds a private key. With a shared secret, whoever can check a token can make one. */
const signature = /^(RS|PS|ES)(256|384|512)$|^EdDSA$|^Ed25519$/;

function addressFrom(call: ServiceCall, name: 'oidc-issuer' | 'oidc-keys'): string {
  const text = neededText(call, name);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHere = url?.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url?.protocol !== 'https:' && !isHere) {
    throw new ServiceUsageError(
      `--${name} ${text} must be an https address: whoever could change it could sign in as anybody`,
    );
  }
  return text;
}

function rolesFrom(text: string): ReadonlyMap<string, Role> {
  const pairs = text.split(',').filter((pair) => pair !== '');
  return new Map(
    pairs.map((pair) => {
      const at = pair.lastIndexOf('=');
      const role = roles.find((name) => name === pair.slice(at + 1).trim());
      if (at < 1 || role === undefined) {
        throw new ServiceUsageError(
          `--oidc-roles ${text} must be written as CLAIM=ROLE,CLAIM=ROLE with ${roles.join(', ')}`,
        );
      }
      return [pair.slice(0, at).trim(), role] as const;
    }),
  );
}

/** The identity provider that the call names; undefined: none. */
export function identitySettingsOf(call: ServiceCall): IdentitySettings | undefined {
  if (textOf(call, 'oidc-issuer') === undefined) {
    return undefined;
  }
  const algorithms = (textOf(call, 'oidc-algorithms') ?? defaultAlgorithms).split(',').map((name) => name.trim());
  const odd = algorithms.find((name) => !signature.test(name));
  if (odd !== undefined) {
    throw new ServiceUsageError(`--oidc-algorithms ${odd} is no signature that is taken`);
  }
  const tenantId = textOf(call, 'oidc-tenant');
  return {
    issuer: addressFrom(call, 'oidc-issuer'),
    audience: neededText(call, 'oidc-audience'),
    algorithms,
    keysUrl: textOf(call, 'oidc-keys') === undefined ? undefined : addressFrom(call, 'oidc-keys'),
    tenant: tenantId === undefined ? { claim: textOf(call, 'oidc-tenant-claim') ?? 'tenant' } : { id: tenantId },
    roleClaim: textOf(call, 'oidc-role-claim') ?? 'role',
    roles: rolesFrom(textOf(call, 'oidc-roles') ?? ''),
    subjectClaim: textOf(call, 'oidc-subject-claim') ?? 'sub',
  };
}
