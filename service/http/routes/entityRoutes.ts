import { z } from 'zod';
import { plantAt } from '../../plant/plantAt';
import { type EntityDocument, entityDocument, revisionOfRecord } from '../../plant/entityDocument';
import { callerOf } from '../admitCallers';
import { answersOf, noBody } from '../answers';
import { notFound } from '../problem';
import { plantPolicy } from '../routePolicy';
import type { ServiceApp, ServiceParts } from '../serviceApp';
import { isKnownTag, revisionTag } from './entityTags';
import { momentText, revisionOf } from './moments';
import { lookAtPlant, plantParams, tenantOf } from './plantAccess';

/** An entity as other programs read it. */
export const entitySchema = z
  .looseObject({ id: z.string() })
  .describe('Its id and its fields by name; `properties` of a component is an object.');

/** The entity that an address names. */
export const entityParams = plantParams.extend({
  kind: z.string().min(1).max(60),
  entityId: z.string().min(1).max(200),
});

const entitiesQuery = z.object({
  kind: z
    .string()
    .max(1_000)
    .optional()
    .describe('Kinds with commas between: `sensor,component,connection,binding`; left out: all.'),
  at: momentText.optional().describe('`rev:N` or an ISO time, such as `2026-11-03T04:00:00Z`; left out: now.'),
});

const entitiesSchema = z.object({
  revision: z
    .number()
    .int()
    .describe('The last entry of the log that is in it; ask `changes?since=` for what followed.'),
  inForceAtMs: z.number().optional().describe('Since when it is in force; left out before the first entry.'),
  epoch: z.string(),
  entities: z.record(z.string(), z.array(entitySchema)).describe('By kind, in order of their ids.'),
});

function listRoute(app: ServiceApp, parts: ServiceParts): void {
  app.route({
    method: 'GET',
    url: '/v1/plants/:plantId/entities',
    config: { policy: plantPolicy('viewer') },
    schema: {
      summary: 'Sensors, components, connections, bindings and the rest, now or as they were',
      params: plantParams,
      querystring: entitiesQuery,
      response: answersOf({ 200: entitiesSchema, 304: noBody }, { codes: ['not-found'] }),
    },
    handler: async (request, reply) => {
      const { kind, at } = request.query;
      const kinds = kind === undefined ? undefined : new Set(kind.split(',').map((name) => name.trim()));
      const caller = callerOf(request);
      const { epoch } = await (await tenantOf(caller, parts)).row();
      const found = await lookAtPlant(parts, { caller, plantId: request.params.plantId }, async (plant) => {
        const seq = await revisionOf(plant, at);
        if (isKnownTag(request.headers['if-none-match'], revisionTag(seq))) {
          return { seq, body: undefined };
        }
        const { inForceAtMs, records } = await plantAt(plant, seq, parts.sha256);
        const entities = new Map([...(kinds ?? [])].map((name): [string, EntityDocument[]] => [name, []]));
        for await (const page of records(undefined)) {
          for (const record of page) {
            if (record.live && kinds?.has(record.kind) !== false) {
              const ofKind = entities.get(record.kind) ?? [];
              ofKind.push(entityDocument(record));
              entities.set(record.kind, ofKind);
            }
          }
        }
        return { seq, body: { revision: seq, inForceAtMs, epoch, entities: Object.fromEntries(entities) } };
      });
      void reply.headers({ etag: revisionTag(found.seq), 'cache-control': 'private, no-cache' });
      return found.body === undefined ? reply.code(304).send(null) : reply.send(found.body as never);
    },
  });
}

/** The model of a plant for other programs, which know nothing of logs and changesets. */
export function entityRoutes(app: ServiceApp, parts: ServiceParts): void {
  listRoute(app, parts);
  app.route({
    method: 'GET',
    url: '/v1/plants/:plantId/entities/:kind/:entityId',
    config: { policy: plantPolicy('viewer') },
    schema: {
      summary: 'One entity, with the tag that changing it takes',
      params: entityParams,
      response: answersOf({ 200: entitySchema, 304: noBody }, { codes: ['not-found'] }),
    },
    handler: async (request, reply) => {
      const { plantId, kind, entityId } = request.params;
      const [record] = await lookAtPlant(parts, { caller: callerOf(request), plantId }, (plant) =>
        plant.records([{ kind, id: entityId }]),
      );
      if (record?.live !== true) {
        throw notFound();
      }
      const tag = revisionTag(revisionOfRecord(record));
      void reply.headers({ etag: tag, 'cache-control': 'private, no-cache' });
      return isKnownTag(request.headers['if-none-match'], tag)
        ? reply.code(304).send(null)
        : reply.send(entityDocument(record) as never);
    },
  });
}
