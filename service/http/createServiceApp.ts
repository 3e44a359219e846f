import swagger from '@fastify/swagger';
import { randomUUID } from 'node:crypto';
import Fastify, { LogController } from 'fastify';
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { wireLimits } from '../../shared/sync/syncWire';
import { admitCallers, demandPolicies } from './admitCallers';
import { leaveWhenDraining } from './leaveWhenDraining';
import { measureRequests } from './measureRequests';
import { openApiOptions } from './openApiOptions';
import { readBodies } from './readBodies';
import { routeIndex } from './routeIndex';
import { auditRoutes } from './routes/auditRoutes';
import { conflictRoutes } from './routes/conflictRoutes';
import { entityRoutes } from './routes/entityRoutes';
import { entityPatchRoute } from './routes/entityPatchRoute';
import { freezeRoutes } from './routes/freezeRoutes';
import { tokenRoutes } from './routes/tokenRoutes';
import { changesetRoutes } from './routes/changesetRoutes';
import { healthRoutes } from './routes/healthRoutes';
import { logRoutes } from './routes/logRoutes';
import { meRoutes } from './routes/meRoutes';
import { plantRoutes } from './routes/plantRoutes';
import { snapshotRoutes } from './routes/snapshotRoutes';
import type { ServiceApp, ServiceParts } from './serviceApp';
import { serviceServer, type TlsFiles } from './serviceServer';
import { handleError, tellProblems } from './tellProblems';

/** How the app is served and logs. */
export interface ServiceAppOptions {
  /** Undefined: plain HTTP. */
  readonly tls?: TlsFiles | undefined;
  /** Undefined: no log. */
  readonly log?: { readonly level: string; readonly write: (line: string) => void } | undefined;
}

const allRoutes: readonly ((app: ServiceApp, parts: ServiceParts) => void)[] = [
  healthRoutes,
  meRoutes,
  plantRoutes,
  changesetRoutes,
  logRoutes,
  snapshotRoutes,
  entityRoutes,
  entityPatchRoute,
  conflictRoutes,
  freezeRoutes,
  auditRoutes,
  tokenRoutes,
];

function makeApp({ tls, log }: ServiceAppOptions): ServiceApp {
  return Fastify({
    serverFactory: (handler) => serviceServer(handler, tls),
    logger: log === undefined ? false : { level: log.level, stream: { write: log.write } },
    // One line a request is written by `measureRequests`.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: wireLimits.bodyBytes,
    // Addresses that cannot be read do not come as far as the error handler.
    frameworkErrors: (error, _request, reply) => {
      handleError(error, reply.request, reply);
    },
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    // Who is still connected while the service drains is answered, not turned away.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 600 },
  }).withTypeProvider<ZodTypeProvider>();
}

/** Makes the service's app; it does not listen yet. Throws when a route does not say who may use it. */
export async function createServiceApp(parts: ServiceParts, options: ServiceAppOptions = {}): Promise<ServiceApp> {
  const app = makeApp(options);
  app.setValidatorCompiler(validatorCompiler);
  // What goes out was made by this code or checked on its way in: it is not validated once more, only written.
  app.setSerializerCompiler(() => (data: unknown) => JSON.stringify(data));
  demandPolicies(app);
  const index = routeIndex(app);
  tellProblems(app, index.methodsAt);
  measureRequests(app, parts);
  leaveWhenDraining(app, parts);
  admitCallers(app, parts);
  readBodies(app);
  await app.register(swagger, openApiOptions(parts.version));
  for (const addRoutes of allRoutes) {
    addRoutes(app, parts);
  }
  await app.ready();
  return app;
}
