import { type CommandPlace, databaseOf, dataFolderOf } from './commandPlace';
import { runningAddress } from './runningNote';
import { type ServiceCall, textOf } from './serviceArguments';
import { ServiceUsageError } from './serviceUsageError';

const defaultPort = 8740;

/** Where the service listens. Only this machine can reach it unless it is told otherwise. */
export function listenAddressOf(call: ServiceCall): { readonly host: string; readonly port: number } {
  const text = textOf(call, 'port') ?? String(defaultPort);
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new ServiceUsageError(`--port ${text} is no port`);
  }
  return { host: textOf(call, 'host') ?? '127.0.0.1', port };
}

function givenAddressOf(call: ServiceCall): string | undefined {
  return textOf(call, 'address')?.replace(/\/+$/, '');
}

/** The address that people type for a service that listens: the one given, else that on this machine. */
export function publicAddressAt(call: ServiceCall, port: number): string {
  const given = givenAddressOf(call);
  if (given !== undefined) {
    return given;
  }
  const { host } = listenAddressOf(call);
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const name = isEverywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `${textOf(call, 'certificate') === undefined ? 'http' : 'https'}://${name}:${port}`;
}

/**
 * The address that people type: the one given, else that of the service that runs with the data folder, else that at
 * which it would run.
 */
export function publicAddressOf(call: ServiceCall, place: CommandPlace): string {
  // A database may be shared by services of other machines, so none of them is the one.
  const running = databaseOf(call) === undefined ? runningAddress(dataFolderOf(call, place)) : undefined;
  return givenAddressOf(call) ?? running ?? publicAddressAt(call, listenAddressOf(call).port);
}
