import { z } from 'zod';
import type { KeptParkedEdit } from '../../../shared/sync/parkedEdit';
import { keptParkedEditSchema, parkedEditSchema, plantSummarySchema } from '../../../shared/sync/syncWire';
import { callerOf } from '../admitCallers';
import { answersOf } from '../answers';
import { notFound, ServiceProblem } from '../problem';
import { plantPolicy } from '../routePolicy';
import type { ServiceApp, ServiceParts } from '../serviceApp';
import { lookAtPlant, plantParams, tenantOf } from './plantAccess';

const conflictParams = plantParams.extend({ conflictId: plantSummarySchema.shape.id });

function found(edits: readonly KeptParkedEdit[], conflictId: string): KeptParkedEdit | undefined {
  return edits.find(({ id }) => id === conflictId);
}

function readRoutes(app: ServiceApp, parts: ServiceParts): void {
  app.route({
    method: 'GET',
    url: '/v1/plants/:plantId/conflicts',
    config: { policy: plantPolicy('viewer') },
    schema: {
      summary: 'Parked edits, open and decided, in the order in which they were kept',
      params: plantParams,
      response: answersOf({ 200: z.object({ conflicts: z.array(keptParkedEditSchema) }) }, { codes: ['not-found'] }),
    },
    handler: async (request) => {
      const place = { caller: callerOf(request), plantId: request.params.plantId };
      return { conflicts: [...(await lookAtPlant(parts, place, (plant) => plant.parkedEdits()))] };
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/plants/:plantId/conflicts/:conflictId',
    config: { policy: plantPolicy('viewer') },
    schema: {
      summary: 'One parked edit, and what became of it',
      params: conflictParams,
      response: answersOf({ 200: keptParkedEditSchema }, { codes: ['not-found'] }),
    },
    handler: async (request) => {
      const { plantId, conflictId } = request.params;
      const edits = await lookAtPlant(parts, { caller: callerOf(request), plantId }, (plant) => plant.parkedEdits());
      const edit = found(edits, conflictId);
      if (edit === undefined) {
        throw notFound();
      }
      return edit;
    },
  });
}

/** Parked edits, which the service keeps so that they outlive the machine they were made on. */
export function conflictRoutes(app: ServiceApp, parts: ServiceParts): void {
  readRoutes(app, parts);
  app.route({
    method: 'PUT',
    url: '/v1/plants/:plantId/conflicts/:conflictId',
    config: { policy: plantPolicy('editor') },
    schema: {
      summary: 'Keep a parked edit; one that is there already stays as it is',
      params: conflictParams,
      body: parkedEditSchema,
      response: answersOf(
        { 200: keptParkedEditSchema, 201: keptParkedEditSchema },
        { body: true, codes: ['not-found'] },
      ),
    },
    handler: async (request, reply) => {
      const { plantId, conflictId } = request.params;
      const edit = request.body;
      if (edit.id !== conflictId) {
        throw new ServiceProblem('bad-request', 'The id of the parked edit is another than that of the address.');
      }
      const caller = callerOf(request);
      const tenant = await tenantOf(caller, parts);
      const kept = await parts.metrics.inStore('change', () =>
        tenant.changePlant(plantId, async (plant) => {
          const earlier = found(await plant.parkedEdits(), conflictId);
          await plant.putParkedEdit(edit, caller.subject, parts.now());
          return { edit: earlier ?? found(await plant.parkedEdits(), conflictId), isNew: earlier === undefined };
        }),
      );
      if (kept?.edit === undefined) {
        throw notFound();
      }
      return reply.code(kept.isNew ? 201 : 200).send(kept.edit);
    },
  });
}
