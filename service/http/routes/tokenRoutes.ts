import { z } from 'zod';
import { plantSummarySchema, roles } from '../../../shared/sync/syncWire';
import { issueToken, revokeToken } from '../../auth/issueToken';
import type { TokenRow } from '../../store/serviceStore';
import { callerOf } from '../admitCallers';
import { answersOf, noBody } from '../answers';
import { notFound, ServiceProblem } from '../problem';
import { tenantPolicy } from '../routePolicy';
import type { ServiceApp, ServiceParts } from '../serviceApp';
import { tenantOf } from './plantAccess';

const timeMs = z.number().int().min(0).max(8.64e15);

const wishSchema = z.strictObject({
  subject: z.string().trim().min(1).max(200).describe('Who or what it is for; stands in the log as the author.'),
  role: z.enum(roles),
  plantIds: z.array(plantSummarySchema.shape.id).max(1_000).default([]).describe('Empty: all plants of the tenant.'),
  expiresAtMs: timeMs.optional(),
});

const tokenSchema = z.object({
  keyId: z.string(),
  subject: z.string(),
  role: z.enum(roles),
  plantIds: z.array(z.string()),
  createdAtMs: timeMs,
  expiresAtMs: timeMs.optional(),
  revokedAtMs: timeMs.optional(),
  lastUsedAtMs: timeMs.optional(),
});

const issuedSchema = tokenSchema.extend({ token: z.string().describe('Told this once.') });

function told(row: TokenRow): z.infer<typeof tokenSchema> {
  const { keyId, subject, role, plantIds, createdAtMs, expiresAtMs, revokedAtMs, lastUsedAtMs } = row;
  return {
    ...{ keyId, subject, role, plantIds: [...plantIds], createdAtMs },
    ...{ expiresAtMs, revokedAtMs, lastUsedAtMs },
  };
}

function createRoute(app: ServiceApp, parts: ServiceParts): void {
  app.route({
    method: 'POST',
    url: '/v1/tokens',
    config: { policy: tenantPolicy('admin') },
    schema: {
      summary: 'Make a token of the tenant',
      body: wishSchema,
      response: answersOf({ 201: issuedSchema }, { body: true }),
    },
    handler: async (request, reply) => {
      const { subject, role, plantIds, expiresAtMs } = request.body;
      const nowMs = parts.now();
      if (expiresAtMs !== undefined && expiresAtMs <= nowMs) {
        throw new ServiceProblem('bad-request', 'The token would have expired already.');
      }
      const caller = callerOf(request);
      const tenant = await tenantOf(caller, parts);
      const issuer = { pepper: parts.pepper, nowMs, by: caller.subject };
      const { row, text } = await issueToken(tenant, { subject, role, plantIds, expiresAtMs }, issuer);
      return reply.code(201).send({ ...told(row), token: text });
    },
  });
}

/** The tenant's tokens. */
export function tokenRoutes(app: ServiceApp, parts: ServiceParts): void {
  createRoute(app, parts);
  app.route({
    method: 'GET',
    url: '/v1/tokens',
    config: { policy: tenantPolicy('admin') },
    schema: {
      summary: 'Whose tokens there are, never the tokens themselves',
      response: answersOf({ 200: z.object({ tokens: z.array(tokenSchema) }) }),
    },
    handler: async (request) => {
      const tenant = await tenantOf(callerOf(request), parts);
      return { tokens: (await tenant.tokens()).map(told) };
    },
  });
  app.route({
    method: 'DELETE',
    url: '/v1/tokens/:keyId',
    config: { policy: tenantPolicy('admin') },
    schema: {
      summary: 'Revoke a token; it opens nothing from then on',
      params: z.object({ keyId: z.string().min(1).max(100) }),
      response: answersOf({ 204: noBody }, { body: true, codes: ['not-found'] }),
    },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      const tenant = await tenantOf(caller, parts);
      if (!(await revokeToken(tenant, request.params.keyId, { nowMs: parts.now(), by: caller.subject }))) {
        throw notFound();
      }
      return reply.code(204).send(null);
    },
  });
}
