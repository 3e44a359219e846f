import type { ServiceApp, ServiceParts } from './serviceApp';

/** Makes each answer of a service that is to stop the last one over its connection: nothing new comes in that way. */
export function leaveWhenDraining(app: ServiceApp, { isDraining }: ServiceParts): void {
  app.addHook('onSend', async (_request, reply) => {
    if (isDraining()) {
      reply.header('connection', 'close');
    }
  });
  // An answer whose head was sent before: closing the server does not wait for its connection to be used again.
  app.addHook('onResponse', (request, _reply, done) => {
    if (isDraining()) {
      request.raw.socket.end();
    }
    done();
  });
}
