import { meSchema, wireLimits } from '../../../shared/sync/syncWire';
import { callerOf } from '../admitCallers';
import { answersOf } from '../answers';
import type { ServiceApp, ServiceParts } from '../serviceApp';
import { tenantOf } from './plantAccess';

/** Who the service takes the caller for. */
export function meRoutes(app: ServiceApp, parts: ServiceParts): void {
  app.route({
    method: 'GET',
    url: '/v1/me',
    config: { policy: { access: 'token', role: 'viewer', reach: 'own' } },
    schema: { summary: 'Who the token belongs to, and its limits', response: answersOf({ 200: meSchema }) },
    handler: async (request) => {
      const caller = callerOf(request);
      const { id, name, epoch } = await (await tenantOf(caller, parts)).row();
      return {
        tenant: { id, name },
        subject: caller.subject,
        role: caller.role,
        limits: { ops: wireLimits.ops, bodyBytes: wireLimits.bodyBytes },
        epoch,
        version: parts.version,
      };
    },
  });
}
