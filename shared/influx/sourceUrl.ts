/** The parts of an address, by RFC 3986, as far as they are of use here; user, query and fragment have no place. */
const form = /^(https?):\/\/(\[[0-9a-f:.]+\]|[^\s/?#@:[\]]+)(?::(\d{1,5}))?(\/[^\s?#]*)?$/i;

/** True for an `http` or `https` address without user, password, query or fragment. */
export function isSourceUrl(url: string): boolean {
  const port = Number(form.exec(url)?.[3] ?? '1');
  return form.test(url) && port > 0 && port < 65_536;
}

/** Scheme, host and port in one spelling, by which credentials are kept: `http://historian:8086`. The url must be one. */
export function originOf(url: string): string {
  const [, scheme = '', host = '', port] = form.exec(url) ?? [];
  const known = scheme.toLowerCase() === 'https' ? '443' : '80';
  return `${scheme}://${host}`.toLowerCase() + `:${Number(port ?? known)}`;
}

/** Host and port as a person reads them: `historian:8086`. */
export function hostOf(url: string): string {
  return originOf(url).replace(/^https?:\/\//, '');
}

/** What a person typed, made an address where it can be: `historian:8086` gets its scheme, outer blanks and a last slash go. */
export function toSourceUrl(typed: string): string {
  const trimmed = typed.trim().replace(/\/+$/, '');
  return trimmed === '' || /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`;
}
