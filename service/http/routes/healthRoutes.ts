import { z } from 'zod';
import { answersOf } from '../answers';
import { ServiceProblem } from '../problem';
import { openPolicy } from '../routePolicy';
import type { ServiceApp, ServiceParts } from '../serviceApp';

const stateSchema = z.object({ state: z.string() });

/** How long an answer about the store stands: whoever asks is not known, so asking must cost little. */
const readyForMs = 1_000;

/** Answers why the service is not ready; undefined: it is. */
function readinessCheck({ store, now, hasDiskSpace, isDraining }: ServiceParts): () => Promise<string | undefined> {
  let checkedAtMs = -Infinity;
  let last: Promise<string | undefined> = Promise.resolve(undefined);
  const check = async (): Promise<string | undefined> => {
    try {
      await store.checkWritable();
      return (await hasDiskSpace()) ? undefined : 'The disk of the service is nearly full.';
    } catch {
      return 'The service cannot write what it keeps.';
    }
  };
  return () => {
    if (isDraining()) {
      return Promise.resolve('The service is being stopped.');
    }
    if (now() - checkedAtMs >= readyForMs) {
      checkedAtMs = now();
      last = check();
    }
    return last;
  };
}

function metricsRoute(app: ServiceApp, { metrics, bell }: ServiceParts): void {
  app.route({
    method: 'GET',
    url: '/metrics',
    config: { policy: openPolicy },
    schema: {
      summary: 'Counters and times, as Prometheus reads them',
      security: [],
      response: answersOf(
        { 200: { description: 'Text.', content: { 'text/plain': { schema: z.string() } } } },
        { open: true },
      ),
    },
    handler: (_request, reply) => {
      void reply.header('content-type', 'text/plain; version=0.0.4');
      return metrics.text(bell.waitingCount());
    },
  });
}

function descriptionRoute(app: ServiceApp): void {
  app.route({
    method: 'GET',
    url: '/openapi.json',
    config: { policy: openPolicy },
    schema: {
      summary: 'This description',
      security: [],
      response: answersOf({ 200: z.record(z.string(), z.unknown()) }, { open: true }),
    },
    handler: () => app.swagger() as unknown as Record<string, unknown>,
  });
}

/** Whether the service lives, can work, what it counts, and what it can be asked. */
export function healthRoutes(app: ServiceApp, parts: ServiceParts): void {
  const whyNotReady = readinessCheck(parts);
  app.route({
    method: 'GET',
    url: '/healthz',
    config: { policy: openPolicy },
    schema: {
      summary: 'Whether the process lives',
      security: [],
      response: answersOf({ 200: stateSchema }, { open: true }),
    },
    handler: () => ({ state: 'alive' }),
  });
  app.route({
    method: 'GET',
    url: '/readyz',
    config: { policy: openPolicy },
    schema: {
      summary: 'Whether it can work: the store is writable, the disk has room, and it is not being stopped',
      security: [],
      response: answersOf({ 200: stateSchema }, { open: true }),
    },
    handler: async () => {
      const why = await whyNotReady();
      if (why !== undefined) {
        throw new ServiceProblem('unavailable', why);
      }
      return { state: 'ready' };
    },
  });
  metricsRoute(app, parts);
  descriptionRoute(app);
}
