import { createServer, type Socket } from 'node:net';
import { honestMe } from '../serviceDocuments';
import { answerJson, type ServerIdentity, startScriptedServer } from '../scriptedServer';
import { otherTestCertificates, testCertificates } from '../testCertificates';
import type { HostilePlace } from './hostilePlay';

interface Opened {
  readonly address: string;
  readonly dispose: () => unknown;
}

/** A listener on loopback that does what it likes with a connection, spoken to over plain HTTP. */
async function onSocket(play: (socket: Socket) => void, scheme = 'http'): Promise<Opened> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    play(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { readonly port: number };
  const dispose = (): void => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  };
  return { address: `${scheme}://127.0.0.1:${String(port)}`, dispose };
}

/** Writes something as soon as a question has come. */
function onceAsked(reply: (socket: Socket) => void): () => Promise<Opened> {
  return () => onSocket((socket) => socket.once('data', () => reply(socket)));
}

function dripping(text: string): (socket: Socket) => void {
  return (socket) => {
    const timer = setInterval(() => socket.write(text), 20);
    socket.on('close', () => clearInterval(timer));
  };
}

/** An honest service behind a certificate; `host`: the name by which it is asked. */
function behind(identity: ServerIdentity | boolean, host = 'localhost'): () => Promise<Opened> {
  return async () => {
    const server = await startScriptedServer((_, response) => answerJson(response, 200, honestMe()), identity);
    return { address: server.url.replace('localhost', host), dispose: server.dispose };
  };
}

const { authorityPem } = testCertificates;
const { serverPem, serverKeyPem, expiredPem, expiredKeyPem } = otherTestCertificates;
const replaced = { certificatePem: serverPem, keyPem: serverKeyPem };
const expired = { certificatePem: expiredPem, keyPem: expiredKeyPem };
const nothingToClose = { dispose: () => undefined };

async function nobody(): Promise<Opened> {
  const opened = await onSocket(() => undefined);
  opened.dispose();
  return opened;
}

/** What may stand at an address instead of a service. */
export const hostilePlaces: readonly HostilePlace[] = [
  { what: 'nobody listens', reason: 'unreachable', detail: /nothing listens/, open: nobody },
  {
    ...{ what: 'no such host', reason: 'unreachable', detail: /no such host/ },
    open: async () => ({ address: 'https://no-such-host.invalid:443', ...nothingToClose }),
  },
  {
    ...{ what: 'every connection is closed', reason: 'unreachable', detail: /broke off|socket hang up/ },
    open: () => onSocket((socket) => socket.destroy()),
  },
  {
    ...{ what: 'a connection is taken and nothing said', reason: 'timeout', detail: /no answer in/ },
    open: () => onSocket(() => undefined),
  },
  {
    ...{ what: 'headers that drip without end', reason: 'timeout', detail: /no answer in/ },
    open: onceAsked((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      dripping('x-a: b\r\n')(socket);
    }),
  },
  {
    ...{ what: 'provisional answers without end', reason: 'timeout', detail: /no answer in/ },
    open: onceAsked(dripping('HTTP/1.1 102 Processing\r\n\r\n')),
  },
  {
    ...{ what: 'a connection that breaks in the headers', reason: 'unreachable', detail: /broke off|socket hang up/ },
    open: onceAsked((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-ty')),
  },
  {
    ...{ what: 'another protocol', reason: 'not-a-service', detail: /does not speak HTTP/ },
    open: () => onSocket((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')),
  },
  {
    ...{ what: 'headers of 1 MB', reason: 'not-a-service', detail: /does not speak HTTP/ },
    open: onceAsked((socket) => socket.end(`HTTP/1.1 200 OK\r\nx-a: ${'a'.repeat(1e6)}\r\n\r\n{}`)),
  },
  {
    ...{ what: 'two lengths of one body', reason: 'not-a-service', detail: /does not speak HTTP/ },
    open: onceAsked((socket) =>
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}'),
    ),
  },
  {
    ...{ what: 'an address without TLS elsewhere', reason: 'not-a-service', detail: /over https only/ },
    open: async () => ({ address: 'http://plants.example:8080', ...nothingToClose }),
  },
  {
    ...{ what: 'no TLS where there should be', reason: 'certificate', detail: /SSL|EPROTO|TLS/ },
    open: () => onSocket((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'), 'https'),
  },
  { what: 'an authority nobody knows', reason: 'certificate', detail: /UNABLE|SELF/, open: behind(true) },
  { what: 'a certificate that was replaced', reason: 'certificate', detail: /./, authorityPem, open: behind(replaced) },
  {
    ...{ what: 'a certificate that has expired', reason: 'certificate', detail: /EXPIRED/, open: behind(expired) },
    authorityPem: otherTestCertificates.authorityPem,
  },
  {
    ...{ what: 'a certificate of another name', reason: 'certificate', detail: /ALTNAME/, authorityPem },
    open: behind(true, '127.0.0.1'),
  },
  { what: 'an authority that is none', reason: 'certificate', detail: /./, authorityPem: 'x', open: behind(true) },
];
