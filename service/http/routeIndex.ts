import type { ServiceApp } from './serviceApp';

/** Knows which methods there are at an address. */
export interface RouteIndex {
  methodsAt(path: string): readonly string[];
}

/** Listens to the routes that are added from now on. */
export function routeIndex(app: ServiceApp): RouteIndex {
  const methodsByPattern = new Map<string, { readonly pattern: RegExp; readonly methods: string[] }>();
  app.addHook('onRoute', ({ method, url }) => {
    const pattern = new RegExp(`^${url.replaceAll('.', '\\.').replaceAll(/:[A-Za-z]+/g, '[^/]+')}$`);
    const route = methodsByPattern.get(url) ?? { pattern, methods: [] };
    route.methods.push(...[method].flat());
    methodsByPattern.set(url, route);
  });
  return {
    methodsAt: (path) =>
      [...methodsByPattern.values()].filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods),
  };
}
