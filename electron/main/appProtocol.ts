import { readFile } from 'node:fs/promises';
import { protocol, type Session } from 'electron';
import { appScheme, contentSecurityPolicy, contentTypeOf, resolveRequest } from './appOrigin';

/** Has to be called before the app is ready: makes the pages' scheme behave like a secure web origin. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

const refused = (): Response => new Response('Not found', { status: 404 });

/** Serves the built pages from their folder and nothing else from anywhere. */
export function serveApp(session: Session, folder: string): void {
  session.protocol.handle(appScheme, async (request) => {
    const path = request.method === 'GET' ? resolveRequest(request.url, folder) : undefined;
    const contentType = path === undefined ? undefined : contentTypeOf(path);
    if (path === undefined || contentType === undefined) {
      return refused();
    }
    try {
      return new Response(await readFile(path), {
        headers: {
          'Content-Type': contentType,
          'Content-Security-Policy': contentSecurityPolicy,
          'X-Content-Type-Options': 'nosniff',
          'Cross-Origin-Opener-Policy': 'same-origin',
          'Cross-Origin-Embedder-Policy': 'require-corp',
        },
      });
    } catch {
      return refused();
    }
  });
}
