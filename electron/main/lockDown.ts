import type { App, Session, WebContents } from 'electron';
import { isOwnPage, startPage } from './appOrigin';

/** Nothing a page can ask a browser for is granted: no camera, no location, no notifications, no devices, no downloads. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
}

const harmlessProtocols: ReadonlySet<string> = new Set(['data:', 'blob:', 'devtools:']);

/** Pages come from the program itself; whatever else is asked for is refused before it leaves the machine. */
export function denyForeignRequests(session: Session): void {
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !isOwnPage(details.url) && !harmlessProtocols.has(new URL(details.url).protocol) });
  });
}

function lockContents(contents: WebContents): void {
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isOwnPage(event.url)) {
      event.preventDefault();
    }
  });
  // An empty page is entered without asking first: it is left again.
  contents.on('did-navigate', (_event, url) => {
    if (!isOwnPage(url)) {
      void contents.loadURL(startPage);
    }
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** Every page, whoever opened it: it stays where it is, opens nothing and embeds nothing. */
export function lockAllContents(app: App): void {
  app.on('web-contents-created', (_event, contents) => lockContents(contents));
}
