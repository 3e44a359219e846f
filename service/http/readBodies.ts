import type { FastifyRequest } from 'fastify';
import { wireLimits } from '../../shared/sync/syncWire';
import { isDeeperThan } from './jsonDepth';
import { ServiceProblem } from './problem';
import type { ServiceApp } from './serviceApp';

/** RFC 7396. */
export const mergePatchType = 'application/merge-patch+json';
const jsonType = 'application/json';

/** Takes JSON bodies only, of the type that the route wants, not too deep, and without keys that change prototypes. */
export function readBodies(app: ServiceApp): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<string>(
    [jsonType, mergePatchType],
    { parseAs: 'string' },
    (request: FastifyRequest, body, done) => {
      const wanted = request.routeOptions.config.mediaType ?? jsonType;
      const given = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
      if (given !== wanted) {
        done(new ServiceProblem('unsupported-media-type', `Send the body as ${wanted}.`));
      } else if (isDeeperThan(body, wireLimits.depth)) {
        done(new ServiceProblem('bad-json', `The body nests deeper than ${wireLimits.depth} levels.`));
      } else {
        void parse(request, body, done);
      }
    },
  );
}
