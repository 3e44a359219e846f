import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { callerOf } from '../admitCallers';
import { answersOf } from '../answers';
import { notFound } from '../problem';
import { plantPolicy } from '../routePolicy';
import type { ServiceApp, ServiceParts } from '../serviceApp';
import { lookAtPlant, plantParams, tenantOf } from './plantAccess';

const areaParams = plantParams.extend({ areaId: z.string().min(1).max(200) });
const freezesSchema = z.object({ areas: z.array(z.string()) });

/** Freezes an area or lets it go, and answers all that are frozen. Throws the 404 of an area that there is not. */
async function setFrozen(
  parts: ServiceParts,
  request: FastifyRequest<{ Params: z.infer<typeof areaParams> }>,
  frozen: boolean,
): Promise<string[]> {
  const { plantId, areaId } = request.params;
  const caller = callerOf(request);
  const tenant = await tenantOf(caller, parts);
  const areas = await parts.metrics.inStore('change', () =>
    tenant.changePlant(plantId, async (plant) => {
      const [area] = await plant.records([{ kind: 'area', id: areaId }]);
      if (frozen && area?.live !== true) {
        return undefined;
      }
      await plant.setFrozen(areaId, frozen);
      return plant.frozenAreas();
    }),
  );
  if (areas === undefined) {
    throw notFound();
  }
  const what = frozen ? 'area:frozen' : 'area:released';
  await tenant.record({ atMs: parts.now(), subject: caller.subject, what, detail: `${areaId} of ${plantId}` });
  return [...areas].sort();
}

/** Areas in which nothing may be changed while what was drawn there is approved. */
export function freezeRoutes(app: ServiceApp, parts: ServiceParts): void {
  const url = '/v1/plants/:plantId/freezes';
  app.route({
    method: 'GET',
    url,
    config: { policy: plantPolicy('viewer') },
    schema: {
      summary: 'The areas that are frozen for approval',
      params: plantParams,
      response: answersOf({ 200: freezesSchema }, { codes: ['not-found'] }),
    },
    handler: async (request) => {
      const place = { caller: callerOf(request), plantId: request.params.plantId };
      return { areas: [...(await lookAtPlant(parts, place, (plant) => plant.frozenAreas()))].sort() };
    },
  });
  for (const [method, frozen] of [
    ['PUT', true],
    ['DELETE', false],
  ] as const) {
    app.route({
      method,
      url: `${url}/:areaId`,
      config: { policy: plantPolicy('approver') },
      schema: {
        summary: frozen ? 'Freeze an area: changes in it are refused with 423' : 'Let an area be changed again',
        params: areaParams,
        response: answersOf({ 200: freezesSchema }, { body: true, codes: ['not-found'] }),
      },
      handler: async (request) => ({ areas: await setFrozen(parts, request as never, frozen) }),
    });
  }
}
