import type { ServiceApp, ServiceParts } from './serviceApp';

function levelOf(status: number): 'debug' | 'info' | 'error' {
  if (status >= 500) {
    return 'error';
  }
  return status >= 400 ? 'info' : 'debug';
}

/** Counts every answer, and writes one line of log for it: what went well only where somebody wants to see it all. */
export function measureRequests(app: ServiceApp, { metrics }: ServiceParts): void {
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
    const { method } = request;
    const status = reply.statusCode;
    metrics.answered({ route, method: request.is404 ? 'any' : method, status }, reply.elapsedTime / 1_000);
    request.log[levelOf(status)](
      {
        method,
        url: request.url,
        status,
        tookMs: Math.round(reply.elapsedTime * 10) / 10,
        tenant: request.caller?.tenantId,
        token: request.caller?.tokenId,
      },
      'answered',
    );
    done();
  });
}
