import { z } from 'zod';
import type { LogEntry } from '../../../shared/sync/logEntry';
import { logEntryFields } from '../logEntryFields';
import type { PlantReader } from '../../store/serviceStore';
import { callerOf } from '../admitCallers';
import { answersOf } from '../answers';
import { plantPolicy, tenantPolicy } from '../routePolicy';
import type { ServiceApp, ServiceParts } from '../serviceApp';
import { lookAtPlant, plantParams, tenantOf } from './plantAccess';

const pageQuery = z.object({
  after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0).describe('The last line you have.'),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});

const lineSchema = z.object({
  ...logEntryFields,
  created: z.number().int(),
  changed: z.number().int(),
  deleted: z.number().int(),
});

const eventSchema = z.object({
  sequence: z.number().int(),
  atMs: z.number(),
  subject: z.string(),
  what: z
    .string()
    .describe('`token:created`, `token:revoked`, `token:first-used`, `request:denied`, `plant:deleted`, …'),
  detail: z.string(),
});

function lineOf(entry: LogEntry): z.infer<typeof lineSchema> {
  const { seq, id, by, atMs, serverAtMs, label, hash, changes } = entry;
  const count = (change: string): number => changes.filter((logged) => logged.change === change).length;
  return {
    ...{ seq, id, by, atMs, serverAtMs, label, hash },
    ...{ created: count('create'), changed: count('update'), deleted: count('delete') },
  };
}

/** Entries may be large and lines are small: they are read a few at a time. */
const readAtOnce = 50;

async function linesOf(plant: PlantReader, after: number, limit: number): Promise<z.infer<typeof lineSchema>[]> {
  const lines: z.infer<typeof lineSchema>[] = [];
  while (lines.length < limit) {
    const entries = await plant.entries(after + lines.length, Math.min(readAtOnce, limit - lines.length));
    lines.push(...entries.map(lineOf));
    if (entries.length < readAtOnce) {
      break;
    }
  }
  return lines;
}

function plantAuditRoute(app: ServiceApp, parts: ServiceParts): void {
  app.route({
    method: 'GET',
    url: '/v1/plants/:plantId/audit',
    config: { policy: plantPolicy('viewer') },
    schema: {
      summary: 'Who changed how much of the plant, when: the log without its contents',
      params: plantParams,
      querystring: pageQuery,
      response: answersOf({ 200: z.object({ lines: z.array(lineSchema) }) }, { codes: ['not-found'] }),
    },
    handler: async (request) => {
      const { after, limit } = request.query;
      const place = { caller: callerOf(request), plantId: request.params.plantId };
      return { lines: await lookAtPlant(parts, place, (plant) => linesOf(plant, after, limit)) };
    },
  });
}

/** Who did what: to a plant, and to the tenant besides its plants. */
export function auditRoutes(app: ServiceApp, parts: ServiceParts): void {
  plantAuditRoute(app, parts);
  app.route({
    method: 'GET',
    url: '/v1/audit',
    config: { policy: tenantPolicy('admin') },
    schema: {
      summary: 'What happened to tokens, what was denied, what was deleted; in order, without gaps',
      querystring: pageQuery,
      response: answersOf({ 200: z.object({ events: z.array(eventSchema) }) }),
    },
    handler: async (request) => {
      const { after, limit } = request.query;
      const tenant = await tenantOf(callerOf(request), parts);
      const events = await tenant.securityEvents(after, limit);
      return {
        events: events.map(({ sequence, atMs, subject, what, detail }) => ({ sequence, atMs, subject, what, detail })),
      };
    },
  });
}
