import type { Role } from '../../shared/sync/syncWire';
import { roles } from '../../shared/sync/syncWire';

/** Who may use a route. Every route declares one; a service with a route that does not, does not start. */
export type RoutePolicy =
  /** Anybody, without a token. */
  | { readonly access: 'open' }
  /** A token of at least this role. */
  | {
      readonly access: 'token';
      readonly role: Role;
      /**
       * `plant`: the route names a plant, and the token must be good for it. `tenant`: the whole tenant is meant, so a token
       * that is good for some plants only may not. `own`: the route looks after the token's plants itself.
       */
      readonly reach: 'plant' | 'tenant' | 'own';
    };

/** Whether a role includes another. */
export function isRoleAtLeast(role: Role, least: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(least);
}

/** For anybody. */
export const openPolicy: RoutePolicy = { access: 'open' };

/** For who has a role at the plant that the route names. */
export function plantPolicy(role: Role): RoutePolicy {
  return { access: 'token', role, reach: 'plant' };
}

/** For who has a role in the whole tenant. */
export function tenantPolicy(role: Role): RoutePolicy {
  return { access: 'token', role, reach: 'tenant' };
}
