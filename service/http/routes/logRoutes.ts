import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { changesSchema, type FrozenList, type Head, headSchema, wireLimits } from '../../../shared/sync/syncWire';
import type { Caller } from '../../auth/caller';
import { frozenListOf } from '../../plant/frozenList';
import { type LogPage, logPage } from '../../plant/logPage';
import { callerOf } from '../admitCallers';
import { answersOf } from '../answers';
import { CallerSlots } from '../callerSlots';
import { ServiceProblem } from '../problem';
import { plantPolicy } from '../routePolicy';
import type { ServiceApp, ServiceParts } from '../serviceApp';
import { epochDiverged } from './changesetRoutes';
import { bellNameOf, headOf, lookAtPlant, plantParams } from './plantAccess';

const changesQuery = z.object({
  since: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0).describe('The last entry you have.'),
  limit: z.coerce.number().int().min(1).max(wireLimits.changesPage).default(wireLimits.changesPage),
  wait: z.coerce
    .number()
    .min(0)
    .max(wireLimits.waitSeconds)
    .default(0)
    .describe('Seconds to wait for the next entry when there is none.'),
  hash: headSchema.shape.hash.optional().describe('Hash of entry `since` as you have it: 410 when it is another here.'),
  freezes: z
    .string()
    .max(64)
    .optional()
    .describe('Tag of the frozen areas as you have them, any text for none: answered at once when they are others.'),
});
type ChangesQuery = z.infer<typeof changesQuery>;

interface LogQuestion {
  readonly caller: Caller;
  readonly plantId: string;
  readonly query: ChangesQuery;
}

/** Fires when the client goes away, so that nothing waits for nobody. */
function goneSignal({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  raw.once('close', () => gone.abort());
  return gone.signal;
}

/** A page, and the frozen areas for who asks for them and has others. */
interface Answer {
  readonly page: LogPage;
  readonly epoch: string;
  readonly freezes: FrozenList | undefined;
}

async function pageOf(parts: ServiceParts, { caller, plantId, query }: LogQuestion): Promise<Answer> {
  const { since, limit, hash, freezes: known } = query;
  const { page, epoch, freezes } = await lookAtPlant(parts, { caller, plantId }, async (plant, tenant) => ({
    page: await logPage(plant, { since, limit, hash }),
    epoch: (await tenant.row()).epoch,
    freezes: known === undefined ? undefined : frozenListOf(await plant.frozenAreas(), parts.sha256),
  }));
  if ('divergedAt' in page) {
    throw page.divergedAt < since
      ? epochDiverged(page.divergedAt)
      : new ServiceProblem('epoch-diverged', `Entry ${since} of the log is another than the one you have.`);
  }
  return { page, epoch, freezes: freezes?.tag === known ? undefined : freezes };
}

function textOf({ page: { row, entries }, epoch, freezes }: Answer): string {
  const head: Head = headOf(row, epoch);
  const told = freezes === undefined ? '' : `,"freezes":${JSON.stringify(freezes)}`;
  return `{"entries":[${entries.join(',')}],"head":${JSON.stringify(head)}${told}}`;
}

/** What happened to a plant after an entry; waits for the next one where that is wanted. */
export function logRoutes(app: ServiceApp, parts: ServiceParts): void {
  const slots = new CallerSlots(parts.limits.waitingPerToken);

  /** A token that waits as often as it may is answered at once. */
  const rang = async ({ tenantId, tokenId }: Caller, wait: () => Promise<void>): Promise<void> => {
    const leave = slots.enter(`${tenantId} ${tokenId}`);
    if (leave !== undefined) {
      await wait().finally(leave);
    }
  };

  const answer = async (question: LogQuestion, reply: FastifyReply): Promise<string> => {
    const { caller, plantId, query } = question;
    const timeoutMs = query.wait * 1_000;
    const readHead = () =>
      lookAtPlant(parts, { caller, plantId }, async (plant) => ({
        seq: (await plant.row()).head.seq,
        freezes: frozenListOf(await plant.frozenAreas(), parts.sha256).tag,
      }));
    const waiter = parts.bell.listen(bellNameOf(caller, plantId), readHead);
    try {
      const first = await pageOf(parts, question);
      if (first.page.entries.length > 0 || first.freezes !== undefined || timeoutMs === 0) {
        return textOf(first);
      }
      const signal = goneSignal(reply);
      await rang(caller, () => waiter.rang({ seen: query.since, freezes: query.freezes, timeoutMs, signal }));
      return textOf(await pageOf(parts, question));
    } finally {
      waiter.close();
    }
  };

  app.route({
    method: 'GET',
    url: '/v1/plants/:plantId/changes',
    config: { policy: plantPolicy('viewer') },
    schema: {
      summary: 'Log entries after one, in order and without a gap; a page may end early',
      params: plantParams,
      querystring: changesQuery,
      response: answersOf({ 200: changesSchema }, { codes: ['not-found', 'epoch-diverged'] }),
    },
    handler: async (request, reply) => {
      const { plantId } = request.params;
      const text = await answer({ caller: callerOf(request), plantId, query: request.query }, reply);
      return reply.header('content-type', 'application/json; charset=utf-8').send(text as never);
    },
  });
}
