import { isSourceUrl, originOf } from '../influx/sourceUrl';

/** True for host names that never leave this machine; `host` without a port, IPv6 in brackets. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** Host without scheme, port and path, in small letters. */
function hostIn(typed: string): string {
  return /^(?:[a-z][a-z0-9+.-]*:\/\/)?(\[[^\]]*\]|[^/:?#]*)/i.exec(typed)?.[1]?.toLowerCase() ?? '';
}

/** What a person typed, with a scheme: TLS, but for a service on this machine. */
function withScheme(typed: string): string {
  const trimmed = typed.trim().replace(/\/+$/, '');
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)) {
    return trimmed;
  }
  return `${isLoopbackHost(hostIn(trimmed)) ? 'http' : 'https'}://${trimmed}`;
}

/** Why what a person typed is no address of a tenant's service, as a sentence; undefined: it is one. */
export function addressProblem(typed: string): string | undefined {
  if (typed.trim() === '') {
    return 'Type the address of the tenant, for instance plants.example';
  }
  const url = withScheme(typed);
  if (!isSourceUrl(url)) {
    return 'This is no address. It looks like plants.example or https://plants.example:8443';
  }
  if (!/^https?:\/\/[^/]*$/i.test(url)) {
    return 'An address of a tenant ends after the host and port';
  }
  return /^https:/i.test(url) || isLoopbackHost(hostIn(url))
    ? undefined
    : 'A tenant is reached over https only, since the token and the plant would be readable on the way';
}

/** The address in one spelling, by which a tenant is kept: `https://plants.example:443`. Undefined: it is none. */
export function serviceAddressOf(typed: string): string | undefined {
  return addressProblem(typed) === undefined ? originOf(withScheme(typed)) : undefined;
}

/** An address as a person reads it, without user and password that may stand in it: `plants.example`, `localhost:8080`. */
export function addressText(address: string): string {
  return address
    .trim()
    .slice(0, 100)
    .replace(/^https?:\/\//, '')
    .replace(/^.*@/, '')
    .replace(/:443$/, '');
}
