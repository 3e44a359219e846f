import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { messageOf } from '../../shared/lib/appError';
import type { TlsFiles } from '../http/serviceServer';
import { type RunningService, startService } from '../startService';
import type { ServiceStore } from '../store/serviceStore';
import { type CommandPlace, dataFolderOf, openStore, pepperOf } from './commandPlace';
import { identitySettingsOf } from './identityOptions';
import { noteRunning } from './runningNote';
import { listenAddressOf, publicAddressAt } from './serviceAddress';
import { isGiven, type ServiceCall, textOf } from './serviceArguments';
import { ServiceUsageError } from './serviceUsageError';

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

function readPem(path: string, option: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ServiceUsageError(`--${option} cannot be read: ${messageOf(error)}`);
  }
}

function tlsOf(call: ServiceCall, { folder }: CommandPlace): TlsFiles | undefined {
  const [certificate, key] = [textOf(call, 'certificate'), textOf(call, 'key')];
  if (certificate === undefined && key === undefined) {
    return undefined;
  }
  if (certificate === undefined || key === undefined) {
    throw new ServiceUsageError('TLS needs both --certificate and --key');
  }
  return {
    certificate: readPem(resolve(folder, certificate), 'certificate'),
    key: readPem(resolve(folder, key), 'key'),
  };
}

function levelOf(call: ServiceCall): string {
  const level = textOf(call, 'log-level') ?? 'info';
  if (!levels.includes(level)) {
    throw new ServiceUsageError(`--log-level ${level} is none of ${levels.join(', ')}`);
  }
  return level;
}

/** What went wrong while it began to listen, in words that say what to do. */
function explainListening(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return new Error(`Port ${port} of ${host} is in use by another program. Choose another one with --port`);
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new Error(`${host} is no address of this machine. Choose another one with --host`);
  }
  if (code === 'EACCES') {
    return new Error(`Port ${port} of ${host} may not be used by this user. Choose one above 1023 with --port`);
  }
  return error;
}

/** The port that it got, where it took a free one. */
function portOf({ app }: RunningService): number {
  return (app.server.address() as AddressInfo).port;
}

async function greeting(store: ServiceStore, address: string, where: string): Promise<string> {
  const count = (await store.tenants()).length;
  const next =
    count === 0
      ? 'There is no tenant yet. In another terminal: npm run service -- tenant create NAME'
      : `It keeps ${count} ${count === 1 ? 'tenant' : 'tenants'}. Another one: npm run service -- tenant create NAME`;
  return `The service answers at ${address} and keeps its tenants in ${where}.\n${next}\n`;
}

/** Runs the service until it is told to stop. */
export async function serve(call: ServiceCall, place: CommandPlace): Promise<void> {
  const { host, port } = listenAddressOf(call);
  const tls = tlsOf(call, place);
  const level = levelOf(call);
  const identities = identitySettingsOf(call);
  const usesPostgres = textOf(call, 'postgres') !== undefined;
  const dataFolder = usesPostgres ? undefined : dataFolderOf(call, place);
  const pepper = pepperOf(call, place);
  const store = await openStore(call, place);
  try {
    const service = await startService({
      ...{ store, pepper, dataFolder, host, port, tls, identities },
      namesTenants: isGiven(call, 'metrics-tenants'),
      log: { level, write: place.out },
    });
    const address = publicAddressAt(call, portOf(service));
    const forget = dataFolder === undefined ? undefined : noteRunning(dataFolder, address);
    place.out(await greeting(store, service.address, dataFolder ?? 'a PostgreSQL database'));
    if (!place.stopped.aborted) {
      await once(place.stopped, 'abort');
    }
    forget?.();
    await service.stop();
    place.out('The service has stopped; everything it answered is kept.\n');
  } catch (error) {
    await store.close();
    throw explainListening(error, host, port);
  }
}
