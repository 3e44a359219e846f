import { type Role, roles } from '../../shared/sync/syncWire';
import { issueToken, revokeToken } from '../auth/issueToken';
import type { TokenRow } from '../store/serviceStore';
import { type CommandPlace, namedTenant, pepperOf, withStore } from './commandPlace';
import { isGiven, neededText, type ServiceCall, textOf, textsOf } from './serviceArguments';
import { ServiceUsageError } from './serviceUsageError';
import { atTheMachine } from './tenantCommands';

const dayMs = 86_400_000;

function roleOf(text: string): Role {
  const role = roles.find((name) => name === text);
  if (role === undefined) {
    throw new ServiceUsageError(`--role ${text} is none of ${roles.join(', ')}`);
  }
  return role;
}

function expiryOf(text: string | undefined, nowMs: number): number | undefined {
  const days = Number(text ?? 1);
  if (!Number.isFinite(days) || days <= 0 || days > 36_500) {
    throw new ServiceUsageError(`--days ${text} is no number of days`);
  }
  return text === undefined ? undefined : nowMs + days * dayMs;
}

/** `token create`: one more token of a tenant, which is shown once. */
export async function createToken(call: ServiceCall, place: CommandPlace): Promise<void> {
  const nowMs = Date.now();
  const wish = {
    subject: neededText(call, 'subject'),
    role: roleOf(neededText(call, 'role')),
    plantIds: textsOf(call, 'plant'),
    expiresAtMs: expiryOf(textOf(call, 'days'), nowMs),
  };
  if (wish.subject.length > 200) {
    throw new ServiceUsageError('--subject may have 200 characters at most');
  }
  const pepper = pepperOf(call, place);
  const { text, row, tenantId } = await withStore(call, place, async (store) => {
    const named = await namedTenant(store, neededText(call, 'tenant'));
    return { tenantId: named.row.id, ...(await issueToken(named.tenant, wish, { pepper, nowMs, by: atTheMachine })) };
  });
  place.out(
    isGiven(call, 'json')
      ? `${JSON.stringify({ tenant: tenantId, key: row.keyId, role: row.role, token: text })}\n`
      : [
          `${wish.subject} has a token of the role ${row.role} in ${tenantId}.`,
          '',
          `  Token  ${text}`,
          '',
          `It is shown this once. To take it back: npm run service -- token revoke ${row.keyId} --tenant ${tenantId}`,
          '',
        ].join('\n'),
  );
}

function stateOf({ revokedAtMs, expiresAtMs }: TokenRow, nowMs: number): string {
  if (revokedAtMs !== undefined) {
    return 'revoked';
  }
  return expiresAtMs !== undefined && expiresAtMs <= nowMs ? 'expired' : 'valid';
}

function dateOf(timeMs: number | undefined): string | undefined {
  return timeMs === undefined ? undefined : new Date(timeMs).toISOString();
}

/** `token list`: whose tokens there are, never the tokens themselves. */
export async function listTokens(call: ServiceCall, place: CommandPlace): Promise<void> {
  const nowMs = Date.now();
  const tokens = await withStore(call, place, async (store) =>
    (await namedTenant(store, neededText(call, 'tenant'))).tenant.tokens(),
  );
  const rows = tokens.map((token) => ({
    key: token.keyId,
    subject: token.subject,
    role: token.role,
    state: stateOf(token, nowMs),
    plants: token.plantIds,
    createdAt: dateOf(token.createdAtMs),
    expiresAt: dateOf(token.expiresAtMs),
    lastUsedAt: dateOf(token.lastUsedAtMs),
  }));
  if (isGiven(call, 'json')) {
    place.out(`${JSON.stringify({ tokens: rows })}\n`);
    return;
  }
  const lines = rows.map(({ key, subject, role, state, plants, lastUsedAt }) => {
    const reach = plants.length === 0 ? 'all plants' : `plants ${plants.join(', ')}`;
    const used = lastUsedAt === undefined ? 'never used' : `last used ${lastUsedAt}`;
    return `${key}  ${subject}, ${role}, ${reach}, ${state}, ${used}\n`;
  });
  place.out(lines.join(''));
}

/** `token revoke KEY`: the token opens nothing from now on. */
export async function revokeTokenByKey(call: ServiceCall, place: CommandPlace): Promise<void> {
  const { name } = call;
  // A whole token is what people have at hand; its key is all that is needed.
  const keyId = /^sg_([0-9a-f]{16})_/.exec(name)?.[1] ?? name;
  const isThere = await withStore(call, place, async (store) => {
    const { tenant } = await namedTenant(store, neededText(call, 'tenant'));
    return revokeToken(tenant, keyId, { nowMs: Date.now(), by: atTheMachine });
  });
  if (!isThere) {
    throw new Error(`The tenant has no token with the key ${keyId}. Nothing was changed`);
  }
  place.out(`The token ${keyId} opens nothing any more.\n`);
}
