import { z } from 'zod';
import { type PlantSummary, plantSummarySchema } from '../../../shared/sync/syncWire';
import { type Caller, mayReachPlant } from '../../auth/caller';
import type { TenantStore } from '../../store/serviceStore';
import { callerOf } from '../admitCallers';
import { answersOf, noBody } from '../answers';
import { notFound, ServiceProblem } from '../problem';
import { plantPolicy } from '../routePolicy';
import type { ServiceApp, ServiceParts } from '../serviceApp';
import { bellNameOf, headOf, plantParams, tenantOf } from './plantAccess';

const nameSchema = z.strictObject({ name: z.string().min(1).max(200) });
const matchHeader = z.looseObject({ 'if-none-match': z.string().max(200).optional().describe('`*`. Required.') });

async function summaryOf(tenant: TenantStore, plantId: string, epoch: string): Promise<PlantSummary | undefined> {
  return tenant.readPlant(plantId, async (plant) => {
    const row = await plant.row();
    const { id, name, createdAtMs, changedAtMs } = row;
    const components = await plant.liveCount('component');
    return { id, name, createdAtMs, changedAtMs, head: headOf(row, epoch), components };
  });
}

async function summariesFor(caller: Caller, parts: ServiceParts): Promise<PlantSummary[]> {
  const tenant = await tenantOf(caller, parts);
  const { epoch } = await tenant.row();
  const plants = (await tenant.plants()).filter(({ id }) => mayReachPlant(caller, id));
  const summaries: PlantSummary[] = [];
  for (const { id } of plants) {
    const summary = await summaryOf(tenant, id, epoch);
    if (summary !== undefined) {
      summaries.push(summary);
    }
  }
  return summaries;
}

function listRoute(app: ServiceApp, parts: ServiceParts): void {
  app.route({
    method: 'GET',
    url: '/v1/plants',
    config: { policy: { access: 'token', role: 'viewer', reach: 'own' } },
    schema: {
      summary: 'The plants that the token is good for',
      response: answersOf({ 200: z.object({ plants: z.array(plantSummarySchema) }) }),
    },
    handler: async (request) => ({ plants: await summariesFor(callerOf(request), parts) }),
  });
}

function createRoute(app: ServiceApp, parts: ServiceParts): void {
  app.route({
    method: 'PUT',
    url: '/v1/plants/:plantId',
    config: { policy: plantPolicy('editor') },
    schema: {
      summary: 'Make a plant under an id that you chose; the same again changes nothing',
      params: plantParams,
      headers: matchHeader,
      body: nameSchema,
      response: answersOf(
        { 200: plantSummarySchema, 201: plantSummarySchema },
        { body: true, codes: ['not-found', 'precondition-required', 'precondition-failed'] },
      ),
    },
    handler: async (request, reply) => {
      if (request.headers['if-none-match'] !== '*') {
        throw new ServiceProblem(
          'precondition-required',
          'Send If-None-Match: *, since a plant is only ever made anew.',
        );
      }
      const { plantId } = request.params;
      const { name } = request.body;
      const tenant = await tenantOf(callerOf(request), parts);
      const isNew = await tenant.createPlant({ id: plantId, name, createdAtMs: parts.now() });
      const summary = await summaryOf(tenant, plantId, (await tenant.row()).epoch);
      if (summary === undefined) {
        throw notFound();
      }
      if (summary.name !== name) {
        throw new ServiceProblem('precondition-failed', 'There is a plant of another name under this id.');
      }
      return reply.code(isNew ? 201 : 200).send(summary);
    },
  });
}

function deleteRoute(app: ServiceApp, parts: ServiceParts): void {
  app.route({
    method: 'DELETE',
    url: '/v1/plants/:plantId',
    config: { policy: plantPolicy('admin') },
    schema: {
      summary: 'Delete a plant with its whole log',
      params: plantParams,
      response: answersOf({ 204: noBody }, { body: true, codes: ['not-found'] }),
    },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      const { plantId } = request.params;
      const tenant = await tenantOf(caller, parts);
      const plant = (await tenant.plants()).find(({ id }) => id === plantId);
      if (plant === undefined || !(await tenant.deletePlant(plantId))) {
        throw notFound();
      }
      const detail = `${plant.name} (${plantId}) at revision ${plant.head.seq}`;
      await tenant.record({ atMs: parts.now(), subject: caller.subject, what: 'plant:deleted', detail });
      parts.bell.ring(bellNameOf(caller, plantId), plant.head.seq);
      return reply.code(204).send(null);
    },
  });
}

/** The plants of the tenant. */
export function plantRoutes(app: ServiceApp, parts: ServiceParts): void {
  listRoute(app, parts);
  createRoute(app, parts);
  deleteRoute(app, parts);
}
