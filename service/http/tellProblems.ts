import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { type ProblemCode, problemBody, problems, problemType, ServiceProblem } from './problem';
import type { ServiceApp } from './serviceApp';
import { isStoreTrouble } from './storeTrouble';

/** What Fastify itself refuses, in the words of the service. */
const frameworkProblems: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'bad-json',
  FST_ERR_CTP_INVALID_JSON_BODY: 'bad-json',
  FST_ERR_MAX_PARAM_LENGTH: 'uri-too-long',
  FST_ERR_BAD_URL: 'bad-request',
};

const longestDetail = 500;

/** Answers with a failure. */
export function sendProblem(reply: FastifyReply, code: ProblemCode, detail: string): FastifyReply {
  const body = problemBody(code, detail);
  // Only where somebody has to look into the log: the same failure is the same to the last byte otherwise.
  const told = body.status >= 500 ? { ...body, requestId: reply.request.id } : body;
  return reply.code(body.status).header('content-type', problemType).send(JSON.stringify(told));
}

function problemOf(error: FastifyError): ServiceProblem {
  if (error instanceof ServiceProblem) {
    return error;
  }
  if (isStoreTrouble(error)) {
    return new ServiceProblem('unavailable', 'The service cannot reach or write what it keeps. Nothing was changed.', {
      'retry-after': '5',
    });
  }
  const detail = error.message.slice(0, longestDetail);
  const known = frameworkProblems[error.code];
  if (known !== undefined) {
    return new ServiceProblem(known, detail);
  }
  const isCallersFault = error.validation !== undefined || (error.statusCode ?? 500) < 500;
  return isCallersFault
    ? new ServiceProblem('bad-request', detail)
    : new ServiceProblem('internal', 'The service failed. Nothing is half done; try again, or tell whoever runs it.');
}

/** Answers with what was thrown, or what Fastify met before there was a route. */
export function handleError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error);
  if (problems[problem.code].status >= 500 && !(error instanceof ServiceProblem)) {
    request.log.error({ err: error }, 'request failed');
  }
  return sendProblem(reply.headers(problem.headers), problem.code, problem.message);
}

/** Makes every failure of the app a problem, also those that no route has a hand in. */
export function tellProblems(app: ServiceApp, methodsAt: (path: string) => readonly string[]): void {
  app.setErrorHandler(handleError);
  app.setNotFoundHandler((request, reply) => {
    const methods = methodsAt(request.url.split('?', 1)[0] ?? '');
    if (methods.length > 0) {
      return sendProblem(
        reply.header('allow', methods.join(', ')),
        'method-not-allowed',
        `Only ${methods.join(', ')} can be done here.`,
      );
    }
    return sendProblem(reply, 'not-found', 'There is nothing at this address that your token can see.');
  });
}

/** A failure of what is not even a request that can be read, for the bare socket. */
export function rawProblem(code: ProblemCode, detail: string): string {
  const body = JSON.stringify(problemBody(code, detail));
  const { status, title } = problems[code];
  return [
    `HTTP/1.1 ${status} ${title}`,
    `content-type: ${problemType}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    '',
    body,
  ].join('\r\n');
}
