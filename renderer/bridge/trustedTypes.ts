import { config } from 'zod';

// The content security policy asks for trusted types: no text becomes HTML or script by accident.
// The one thing that is let through is a worker of the program's own.

interface PolicyRules {
  readonly createScriptURL: (url: string) => string;
}

interface TrustedTypesFactory {
  readonly createPolicy: (name: string, rules: PolicyRules) => unknown;
}

/** The rule for script addresses: the program's own, or an error. */
export function ownScriptUrl(url: string, pageUrl: string): string {
  const script = new URL(url, pageUrl);
  const page = new URL(pageUrl);
  if (script.protocol !== page.protocol || script.host !== page.host) {
    throw new TypeError(`Not a script of this program: ${url}`);
  }
  return script.href;
}

const factory = (globalThis as { readonly trustedTypes?: TrustedTypesFactory }).trustedTypes;
factory?.createPolicy('default', { createScriptURL: (url) => ownScriptUrl(url, window.location.href) });

// zod would try whether it may make functions of text. It may not, and the page's log would say so at every start.
config({ jitless: true });
