import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { assertNever } from '../../../shared/lib/assertNever';
import type { Rejection } from '../../../shared/sync/changeset';
import { acceptedSchema, changesetSchema, epochHeader, rejectedSchema } from '../../../shared/sync/syncWire';
import { acceptChangeset, type AcceptOutcome } from '../../plant/acceptChangeset';
import { callerOf } from '../admitCallers';
import { answersOf } from '../answers';
import { notFound, problemBody, type ProblemCode, problems, problemType, ServiceProblem } from '../problem';
import { plantPolicy } from '../routePolicy';
import type { ServiceApp, ServiceParts } from '../serviceApp';
import { bellNameOf, plantParams, tenantOf } from './plantAccess';

/** A `base` means nothing in another life of the service, however long its log has grown since. */
function checkEpoch(told: string | undefined, epoch: string): void {
  if (told !== undefined && told !== epoch) {
    throw new ServiceProblem(
      'epoch-diverged',
      'The service was restored from an older copy since you read its log. Read it again first.',
    );
  }
}

const keyHeader = z.looseObject({
  'idempotency-key': z.string().max(200).optional().describe('The id of the changeset. Required.'),
  [epochHeader]: z
    .string()
    .max(100)
    .optional()
    .describe('The epoch of the head that `base` was read with. Another one is answered with 410: read the log again.'),
});

const refusals: Readonly<Record<409 | 423, string>> = {
  409: 'Ops of the changeset do not fit; for ever. `conflicts` says which and why.',
  423: 'As 409, and at least one op is in an area that is frozen for approval.',
};

/** A refusal as the API's description tells it. */
export function refusal(status: 409 | 423) {
  return { description: refusals[status], content: { [problemType]: { schema: rejectedSchema } } };
}

/** The answer to a changeset that does not fit. */
export function sendRejection(reply: FastifyReply, { conflicts, head }: Rejection): FastifyReply {
  const code: ProblemCode = conflicts.some(({ kind }) => kind === 'frozen') ? 'frozen' : 'conflict';
  const count = new Set(conflicts.map(({ op }) => op)).size;
  const detail = `${count} of the changes do not fit what stands at the service. Nothing of it was taken.`;
  const body = { ...problemBody(code, detail), conflicts, head };
  return reply.code(problems[code].status).header('content-type', problemType).send(JSON.stringify(body));
}

/** Throws for a log that the caller has seen more of than there is. */
export function epochDiverged(headSeq: number): ServiceProblem {
  return new ServiceProblem(
    'epoch-diverged',
    `The log ends at ${headSeq}, before what you have seen: the service was restored from an older copy.`,
  );
}

function answer(reply: FastifyReply, outcome: AcceptOutcome): FastifyReply {
  switch (outcome.verdict) {
    case 'accepted':
      if (outcome.replayed) {
        void reply.header('idempotency-replayed', 'true');
      }
      return reply.code(outcome.replayed ? 200 : 201).send(outcome.accepted);
    case 'rejected':
      return sendRejection(reply, outcome.rejection);
    case 'different':
      throw new ServiceProblem('fingerprint-mismatch', 'Give the changeset an id of its own, then send it again.');
    case 'ahead':
      throw epochDiverged(outcome.head.seq);
    default:
      return assertNever(outcome, 'AcceptOutcome');
  }
}

function checkKey(key: string | undefined, changesetId: string): void {
  if (key === undefined) {
    throw new ServiceProblem('precondition-required', 'Send the id of the changeset as Idempotency-Key.');
  }
  if (key !== changesetId) {
    throw new ServiceProblem('idempotency-key-mismatch', 'Idempotency-Key must be the id of the changeset.');
  }
}

/** Takes changesets. */
export function changesetRoutes(app: ServiceApp, parts: ServiceParts): void {
  const { bell, metrics, lookup, sha256, now } = parts;
  app.route({
    method: 'POST',
    url: '/v1/plants/:plantId/changesets',
    config: { policy: plantPolicy('editor') },
    schema: {
      summary: 'Take a changeset whole, or refuse it with a reason for every op that does not fit',
      params: plantParams,
      headers: keyHeader,
      body: changesetSchema,
      response: answersOf(
        { 200: acceptedSchema, 201: acceptedSchema, 409: refusal(409), 423: refusal(423) },
        {
          body: true,
          codes: [
            'not-found',
            'precondition-required',
            'idempotency-key-mismatch',
            'fingerprint-mismatch',
            'epoch-diverged',
          ],
        },
      ),
    },
    handler: async (request, reply) => {
      const changeset = request.body;
      checkKey(request.headers['idempotency-key'], changeset.id);
      const caller = callerOf(request);
      const { plantId } = request.params;
      const tenant = await tenantOf(caller, parts);
      checkEpoch(request.headers[epochHeader], (await tenant.row()).epoch);
      const context = { by: caller.subject, serverAtMs: now(), lookup, sha256 };
      const outcome = await metrics.inStore('change', () =>
        tenant.changePlant(plantId, (plant) => acceptChangeset(plant, changeset, context)),
      );
      if (outcome === undefined) {
        throw notFound();
      }
      if (outcome.verdict === 'accepted' && !outcome.replayed) {
        bell.ring(bellNameOf(caller, plantId), outcome.accepted.seq);
      }
      if (outcome.verdict === 'accepted' || outcome.verdict === 'rejected') {
        metrics.decided(outcome.replayed ? 'replayed' : outcome.verdict, caller.tenantId);
      }
      return answer(reply, outcome);
    },
  });
}
