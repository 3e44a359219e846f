import type { FastifyReply, FastifyRequest } from 'fastify';
import { invariant } from '../../shared/lib/invariant';
import { type Caller, mayReachPlant } from '../auth/caller';
import { notFound, ServiceProblem, tooManyRequests } from './problem';
import { isRoleAtLeast, type RoutePolicy } from './routePolicy';
import type { ServiceApp, ServiceParts } from './serviceApp';
import { TokenBuckets } from './tokenBucket';

/** Who asks, at a route that wants a token. */
export function callerOf(request: FastifyRequest): Caller {
  invariant(request.caller !== undefined, 'a route that asks for its caller has a token policy');
  return request.caller;
}

/** The same refusal of the same token is written down at most this often: a program that asks again and again fills no disk. */
const deniedEveryMs = 60_000;

/** Writes down what was denied to whom. */
class DeniedRecorder {
  readonly #parts: ServiceParts;
  readonly #lastMs = new Map<string, number>();

  constructor(parts: ServiceParts) {
    this.#parts = parts;
  }

  async record(caller: Caller, request: FastifyRequest, why: string): Promise<void> {
    const route = `${request.method} ${request.routeOptions.url ?? ''}`;
    const key = `${caller.tenantId} ${caller.tokenId} ${route} ${why}`;
    const nowMs = this.#parts.now();
    if (nowMs - (this.#lastMs.get(key) ?? -Infinity) < deniedEveryMs) {
      return;
    }
    if (this.#lastMs.size >= 10_000) {
      this.#lastMs.clear();
    }
    this.#lastMs.set(key, nowMs);
    const tenant = await this.#parts.store.tenant(caller.tenantId);
    await tenant?.record({
      atMs: nowMs,
      subject: caller.subject,
      what: 'request:denied',
      detail: `${caller.tokenId}, ${route}: ${why}`,
    });
  }
}

type TokenPolicy = Extract<RoutePolicy, { readonly access: 'token' }>;

/** Why a caller may not use a route; undefined: it may. */
function refusalOf(caller: Caller, policy: TokenPolicy, params: unknown): ServiceProblem | undefined {
  if (!isRoleAtLeast(caller.role, policy.role)) {
    return new ServiceProblem(
      'forbidden',
      `This takes the role ${policy.role}; your token has the role ${caller.role}.`,
    );
  }
  if (policy.reach === 'tenant' && caller.plantIds.length > 0) {
    return new ServiceProblem('forbidden', 'This takes a token for the whole tenant; yours is for certain plants.');
  }
  const plantId = (params as { readonly plantId?: string }).plantId;
  return policy.reach === 'plant' && !mayReachPlant(caller, plantId ?? '') ? notFound() : undefined;
}

/** Lets a request through to its route, or not: token, rate, role and plants, in that order. */
export function admitCallers(app: ServiceApp, parts: ServiceParts): void {
  const perToken = new TokenBuckets(parts.limits.perToken);
  const perTenant = new TokenBuckets(parts.limits.perTenant);
  const denied = new DeniedRecorder(parts);

  const limitRate = ({ tenantId, tokenId }: Caller): void => {
    const nowMs = parts.now();
    const waitSeconds = perToken.take(`${tenantId} ${tokenId}`, nowMs) || perTenant.take(tenantId, nowMs);
    if (waitSeconds > 0) {
      throw tooManyRequests(waitSeconds);
    }
  };

  app.decorateRequest('caller', undefined);
  app.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    reply.headers({ 'x-request-id': request.id, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
    const { policy } = request.routeOptions.config;
    if (request.is404 || policy?.access === 'open') {
      return;
    }
    invariant(policy !== undefined, 'a route without a policy does not start');
    const caller = await parts.authenticator.callerOf(request.headers.authorization);
    if (caller === undefined) {
      throw new ServiceProblem('unauthorized', 'Send a valid token as Authorization: Bearer TOKEN.', {
        'www-authenticate': 'Bearer',
      });
    }
    limitRate(caller);
    const refusal = refusalOf(caller, policy, request.params);
    if (refusal !== undefined) {
      await denied.record(caller, request, refusal.code);
      throw refusal;
    }
    request.caller = caller;
  });
}

/** Refuses to start with a route that does not say who may use it. */
export function demandPolicies(app: ServiceApp): void {
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.policy === undefined) {
      throw new Error(`${String(method)} ${url} does not declare who may use it (config.policy)`);
    }
  });
}
