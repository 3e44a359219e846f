import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/** Connections over which nobody has asked anything yet; clients open them ahead, and closing a server waits for them. */
export interface UnusedConnections {
  close(): void;
}

/** Watches a server that does not listen yet. */
export function watchUnusedConnections(server: Server, isTls: boolean): UnusedConnections {
  const unused = new Set<Socket>();
  server.on(isTls ? 'secureConnection' : 'connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.on('request', ({ socket }: IncomingMessage) => unused.delete(socket));
  return { close: () => unused.forEach((socket) => socket.destroy()) };
}
