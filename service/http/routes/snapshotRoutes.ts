import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { constants, createGzip } from 'node:zlib';
import { z } from 'zod';
import type { EntityKey } from '../../../shared/sync/changeset';
import { type HeldLook, holdLook } from '../../plant/heldLook';
import { plantAt } from '../../plant/plantAt';
import { snapshotLines } from '../../plant/snapshotLines';
import { callerOf } from '../admitCallers';
import { answersOf, noBody } from '../answers';
import { notFound, ServiceProblem } from '../problem';
import { plantPolicy } from '../routePolicy';
import type { ServiceApp, ServiceParts } from '../serviceApp';
import { CallerSlots } from '../callerSlots';
import { isKnownTag } from './entityTags';
import { momentText, revisionOf } from './moments';
import { plantParams, tenantOf } from './plantAccess';

const snapshotType = 'application/x-ndjson';

const snapshotQuery = z.object({
  at: momentText.optional().describe('`rev:N` or an ISO time; left out: now.'),
  after: z
    .string()
    .max(300)
    .regex(/^[^ ]+ .+$/s, 'must be a kind and an id with a space between')
    .optional()
    .describe('`KIND ID` of the last record you have: the download goes on after it.'),
});

function keyOf(text: string | undefined): EntityKey | undefined {
  const space = text?.indexOf(' ') ?? -1;
  return text === undefined ? undefined : { kind: text.slice(0, space), id: text.slice(space + 1) };
}

/** Sends lines as they are made, no faster than the client takes them, and lets the look go whatever happens. */
function stream(lines: AsyncGenerator<string>, acceptsGzip: boolean, done: () => void): Readable {
  const source = Readable.from(lines, { objectMode: true, highWaterMark: 2 });
  source.once('close', done);
  if (!acceptsGzip) {
    return source;
  }
  const gzip = createGzip({ level: constants.Z_BEST_SPEED, chunkSize: 64 * 1024 });
  source.once('error', (error) => gzip.destroy(error));
  gzip.once('close', () => source.destroy());
  return source.pipe(gzip);
}

function acceptsGzip({ headers }: FastifyRequest): boolean {
  return /(^|[,\s])gzip(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(String(headers['accept-encoding'] ?? ''));
}

/** A client that takes nothing for so long is cut off: its look holds on to what the store could let go. */
const stalledAfterMs = 30_000;

interface SnapshotRequest {
  readonly parts: ServiceParts;
  readonly look: HeldLook;
  readonly done: () => void;
  readonly epoch: string;
  readonly query: z.infer<typeof snapshotQuery>;
}

async function sendSnapshot(request: FastifyRequest, reply: FastifyReply, snapshot: SnapshotRequest) {
  const { parts, look, done, epoch, query } = snapshot;
  const at = await plantAt(look.plant, await revisionOf(look.plant, query.at), parts.sha256);
  const tag = `"${at.head.seq}-${at.head.digest}"`;
  void reply.headers({ etag: tag, 'cache-control': 'private, no-cache', vary: 'accept-encoding' });
  if (isKnownTag(request.headers['if-none-match'], tag)) {
    done();
    return reply.code(304).send();
  }
  const gzip = acceptsGzip(request);
  if (gzip) {
    void reply.header('content-encoding', 'gzip');
  }
  const lines = stream(snapshotLines(at, { epoch, after: keyOf(query.after) }), gzip, done);
  reply.raw.setTimeout(stalledAfterMs, () => reply.raw.destroy());
  return reply.header('content-type', snapshotType).send(lines);
}

/** Everything of a plant at once: to begin a copy with. */
export function snapshotRoutes(app: ServiceApp, parts: ServiceParts): void {
  const slots = new CallerSlots(parts.limits.snapshotsPerTenant);
  app.route({
    method: 'GET',
    url: '/v1/plants/:plantId/snapshot',
    config: { policy: plantPolicy('viewer') },
    schema: {
      summary:
        'All records of the plant, a line each, between a header and a trailer; `seq` 0 stamps what was overwritten since',
      params: plantParams,
      querystring: snapshotQuery,
      response: answersOf(
        { 200: { description: 'Lines of JSON.', content: { [snapshotType]: { schema: z.string() } } }, 304: noBody },
        { codes: ['not-found'] },
      ),
    },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      const tenant = await tenantOf(caller, parts);
      const leave = slots.enter(caller.tenantId);
      if (leave === undefined) {
        throw new ServiceProblem('unavailable', 'The tenant downloads as many plants as it may at once. Try again.', {
          'retry-after': '2',
        });
      }
      let look: HeldLook | undefined;
      const done = (): void => {
        look?.release();
        leave();
      };
      try {
        look = await holdLook(tenant, request.params.plantId);
        if (look === undefined) {
          throw notFound();
        }
        const { epoch } = await tenant.row();
        await sendSnapshot(request, reply, { parts, look, done, epoch, query: request.query });
        return reply as never;
      } catch (thrown) {
        done();
        throw thrown;
      }
    },
  });
}
