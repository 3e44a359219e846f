import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { assertNever } from '../../../shared/lib/assertNever';
import { entityDocument, revisionOfRecord } from '../../plant/entityDocument';
import type { PatchValue } from '../../plant/mergePatch';
import { patchEntity, type PatchOutcome } from '../../plant/patchEntity';
import type { EntityRecord } from '../../../shared/sync/entityRecord';
import { callerOf } from '../admitCallers';
import { answersOf } from '../answers';
import { notFound, ServiceProblem } from '../problem';
import { mergePatchType } from '../readBodies';
import { plantPolicy } from '../routePolicy';
import type { ServiceApp, ServiceParts } from '../serviceApp';
import { refusal, sendRejection } from './changesetRoutes';
import { entityParams, entitySchema } from './entityRoutes';
import { isKnownTag, revisionTag } from './entityTags';
import { bellNameOf, tenantOf } from './plantAccess';

const patchSchema = z
  .record(z.string(), z.unknown())
  .describe('RFC 7396: fields with their new values; `null` clears one.');
const matchHeader = z.looseObject({
  'if-match': z.string().max(1_000).optional().describe('The `ETag` with which you read it. Required.'),
});

function sendEntity(reply: FastifyReply, record: EntityRecord): FastifyReply {
  return reply.header('etag', revisionTag(revisionOfRecord(record))).send(entityDocument(record));
}

function answer(reply: FastifyReply, result: PatchOutcome): FastifyReply {
  switch (result.outcome) {
    case 'missing':
      throw notFound();
    case 'changed':
      throw new ServiceProblem('precondition-failed', 'It was changed since you read it. Read it again.', {
        etag: revisionTag(result.revision),
      });
    case 'unfit':
      throw new ServiceProblem('bad-request', result.detail);
    case 'same':
      return sendEntity(reply, result.record);
    case 'judged':
      return result.judged.verdict === 'rejected'
        ? sendRejection(reply, result.judged.rejection)
        : sendEntity(reply, result.record);
    default:
      return assertNever(result, 'PatchOutcome');
  }
}

/** Lets other programs set single fields; each becomes a changeset that is judged like any other. */
export function entityPatchRoute(app: ServiceApp, parts: ServiceParts): void {
  const { bell, metrics, lookup, sha256, now, newId } = parts;
  app.route({
    method: 'PATCH',
    url: '/v1/plants/:plantId/entities/:kind/:entityId',
    config: { policy: plantPolicy('editor'), mediaType: mergePatchType },
    schema: {
      summary: 'Set fields of an entity that you have read; becomes an entry of the log',
      consumes: [mergePatchType],
      params: entityParams,
      headers: matchHeader,
      body: patchSchema,
      response: answersOf(
        { 200: entitySchema, 409: refusal(409), 423: refusal(423) },
        { body: true, codes: ['not-found', 'precondition-required', 'precondition-failed'] },
      ),
    },
    handler: async (request, reply) => {
      const match = request.headers['if-match'];
      if (match === undefined) {
        throw new ServiceProblem('precondition-required', 'Send the ETag with which you read it as If-Match.');
      }
      const { plantId, kind, entityId } = request.params;
      const caller = callerOf(request);
      const tenant = await tenantOf(caller, parts);
      const wish = {
        key: { kind, id: entityId },
        patch: request.body as Readonly<Record<string, PatchValue>>,
        expects: (revision: number) => isKnownTag(match, revisionTag(revision)),
        changesetId: newId(),
      };
      const context = { by: caller.subject, serverAtMs: now(), lookup, sha256 };
      const result = await metrics.inStore('change', () =>
        tenant.changePlant(plantId, (plant) => patchEntity(plant, wish, context)),
      );
      if (result?.outcome === 'judged') {
        metrics.decided(result.judged.verdict, caller.tenantId);
        if (result.judged.verdict === 'accepted') {
          bell.ring(bellNameOf(caller, plantId), result.judged.accepted.seq);
        }
      }
      return answer(reply, result ?? { outcome: 'missing' });
    },
  });
}
