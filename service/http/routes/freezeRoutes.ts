import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { freezesSchema, freezeWishSchema, type FrozenArea } from '../../../shared/sync/syncWire';
import { frozenListOf } from '../../plant/frozenList';
import type { PlantTransaction } from '../../store/serviceStore';
import { callerOf } from '../admitCallers';
import { answersOf } from '../answers';
import { notFound } from '../problem';
import { plantPolicy } from '../routePolicy';
import type { ServiceApp, ServiceParts } from '../serviceApp';
import { bellNameOf, lookAtPlant, plantParams, tenantOf } from './plantAccess';

const areaParams = plantParams.extend({ areaId: z.string().min(1).max(200) });
const url = '/v1/plants/:plantId/freezes';
const answers = answersOf({ 200: freezesSchema }, { body: true, codes: ['not-found'] });

type Freezes = z.infer<typeof freezesSchema>;
type AreaRequest = FastifyRequest<{ Params: z.infer<typeof areaParams> }>;

/** What is done to an area. */
interface AreaChange {
  readonly what: 'area:frozen' | 'area:released';
  readonly reason?: string | undefined;
  /** False: there is no such area. */
  readonly work: (plant: PlantTransaction, areaId: string) => Promise<boolean>;
}

function answerOf(frozen: readonly FrozenArea[], { sha256 }: ServiceParts): Freezes {
  return { areas: frozen.map(({ areaId }) => areaId), ...frozenListOf(frozen, sha256) };
}

/** Freezes an area or lets it go, wakes who waits for that, and answers all that are frozen. Throws the 404 of no area. */
async function changeArea(
  parts: ServiceParts,
  request: AreaRequest,
  { what, reason, work }: AreaChange,
): Promise<Freezes> {
  const { plantId, areaId } = request.params;
  const caller = callerOf(request);
  const tenant = await tenantOf(caller, parts);
  const done = await parts.metrics.inStore('change', () =>
    tenant.changePlant(plantId, async (plant) => {
      const before = frozenListOf(await plant.frozenAreas(), parts.sha256).tag;
      if (!(await work(plant, areaId))) {
        return undefined;
      }
      const frozen = await plant.frozenAreas();
      const isOther = frozenListOf(frozen, parts.sha256).tag !== before;
      return { frozen, isOther, seq: (await plant.row()).head.seq };
    }),
  );
  if (done === undefined) {
    throw notFound();
  }
  // Programs ask twice where an answer is lost; what was so already is neither news nor an event.
  if (done.isOther) {
    parts.bell.ring(bellNameOf(caller, plantId), done.seq);
    const detail = `${areaId} of ${plantId}${reason === undefined ? '' : `: ${reason}`}`;
    await tenant.record({ atMs: parts.now(), subject: caller.subject, what, detail });
  }
  return answerOf(done.frozen, parts);
}

function readRoute(app: ServiceApp, parts: ServiceParts): void {
  app.route({
    method: 'GET',
    url,
    config: { policy: plantPolicy('viewer') },
    schema: {
      summary: 'The areas that are frozen for approval: by whom, since when and why',
      params: plantParams,
      response: answersOf({ 200: freezesSchema }, { codes: ['not-found'] }),
    },
    handler: async (request) => {
      const place = { caller: callerOf(request), plantId: request.params.plantId };
      return answerOf(await lookAtPlant(parts, place, (plant) => plant.frozenAreas()), parts);
    },
  });
}

/** Areas in which nothing may be changed while what was drawn there is approved. */
export function freezeRoutes(app: ServiceApp, parts: ServiceParts): void {
  readRoute(app, parts);
  app.route({
    method: 'PUT',
    url: `${url}/:areaId`,
    config: { policy: plantPolicy('approver') },
    schema: {
      summary: 'Freeze an area: changes in it are refused with 423. One that is frozen stays as it was frozen first',
      params: areaParams,
      // Without a body it comes as null.
      body: freezeWishSchema.nullish(),
      response: answers,
    },
    handler: (request) => {
      const { reason } = request.body ?? {};
      const work = async (plant: PlantTransaction, areaId: string): Promise<boolean> => {
        const [area] = await plant.records([{ kind: 'area', id: areaId }]);
        const frozen = { areaId, by: callerOf(request).subject, sinceMs: parts.now() };
        if (area?.live === true) {
          await plant.freeze(reason === undefined ? frozen : { ...frozen, reason });
        }
        return area?.live === true;
      };
      return changeArea(parts, request, { what: 'area:frozen', reason, work });
    },
  });
  app.route({
    method: 'DELETE',
    url: `${url}/:areaId`,
    config: { policy: plantPolicy('approver') },
    schema: { summary: 'Let an area be changed again', params: areaParams, response: answers },
    handler: (request) => {
      const work = async (plant: PlantTransaction, areaId: string): Promise<boolean> => {
        await plant.release(areaId);
        return true;
      };
      return changeArea(parts, request, { what: 'area:released', work });
    },
  });
}
