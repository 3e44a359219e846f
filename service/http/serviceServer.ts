import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { ProblemCode } from './problem';
import { rawProblem } from './tellProblems';

/** The certificate that the service shows and its key, both PEM. */
export interface TlsFiles {
  readonly certificate: string;
  readonly key: string;
}

/** What may not take longer: a client that sends its request byte by byte holds a connection no longer than this. */
const headersTimeoutMs = 10_000;
const requestTimeoutMs = 30_000;
/** Longer than the idle time of common proxies, so that it is the proxy that closes a connection and no request is lost. */
const keepAliveTimeoutMs = 72_000;
const requestsPerSocket = 10_000;

const unreadable: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  HPE_HEADER_OVERFLOW: ['headers-too-large', 'The headers of the request are larger than is taken.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['request-timeout', 'The request did not arrive in time.'],
};

function refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [code, detail] = unreadable[error.code ?? ''] ?? ['bad-request', 'What was sent is not an HTTP request.'];
  socket.end(rawProblem(code, detail));
}

/** The bare server, with limits on how long and how much one connection may ask. */
export function serviceServer(handler: RequestListener, tls: TlsFiles | undefined): Server {
  const limits = {
    headersTimeout: headersTimeoutMs,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    connectionsCheckingInterval: 5_000,
  };
  const server =
    tls === undefined
      ? createServer(limits, handler)
      : createTlsServer({ ...limits, cert: tls.certificate, key: tls.key, minVersion: 'TLSv1.2' }, handler);
  server.maxRequestsPerSocket = requestsPerSocket;
  server.on('clientError', refuseUnreadable);
  return server;
}
