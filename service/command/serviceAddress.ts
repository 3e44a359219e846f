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

/** The address that people type: the one given, else that of the service on this machine. */
export function publicAddressOf(call: ServiceCall): string {
  const given = textOf(call, 'address');
  if (given !== undefined) {
    return given.replace(/\/+$/, '');
  }
  const { host, port } = listenAddressOf(call);
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const name = isEverywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `${textOf(call, 'certificate') === undefined ? 'http' : 'https'}://${name}:${port}`;
}
