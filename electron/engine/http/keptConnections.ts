import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Socket } from 'node:net';

/** Destroys a socket that does not get its connection in time; its errors are told to the request it serves. */
function watch(socket: unknown, established: 'connect' | 'secureConnect', timeoutMs: number): void {
  if (socket instanceof Socket) {
    const late = Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT' });
    const timer = setTimeout(() => socket.destroy(late), timeoutMs);
    socket.once(established, () => clearTimeout(timer)).once('close', () => clearTimeout(timer));
    // An abort between the last byte of an answer and its end destroys a socket that nobody listens to any more.
    socket.on('error', () => undefined);
  }
}

/**
 * Connections to one server that are kept between requests; those that do not come about are given up. `authorityPem`:
 * certificates to trust instead of the system's.
 */
export function keptConnections(
  isSecure: boolean,
  authorityPem: string | undefined,
  connectTimeoutMs: number,
): HttpAgent {
  const kept = { keepAlive: true, maxFreeSockets: 4, scheduling: 'lifo' } as const;
  const agent = isSecure
    ? // Said outright, so that no setting of the environment turns it off.
      new HttpsAgent({
        ...kept,
        rejectUnauthorized: true,
        ...(authorityPem === undefined ? {} : { ca: authorityPem }),
      })
    : new HttpAgent(kept);
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket = connect(options, callback);
    watch(socket, isSecure ? 'secureConnect' : 'connect', connectTimeoutMs);
    return socket;
  };
  return agent;
}
