import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ElectronApplication, Page } from '@playwright/test';
import { expect, test } from '../fixtures/app';
import { readLaunchPlan } from '../fixtures/launchPlan';

// The numbers are those of Electron's own security checklist.

/** A server that must never hear of us. */
async function listen(): Promise<{ readonly url: string; readonly hits: () => number; readonly server: Server }> {
  let count = 0;
  const server = createServer((_request, response) => {
    count += 1;
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.end('<title>elsewhere</title>');
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, hits: () => count, server };
}

/** What the page's process says about itself, from the main process. */
function preferencesOf(app: ElectronApplication): Promise<Record<string, unknown>> {
  return app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const read: () => Record<string, unknown> = Reflect.get(contents ?? {}, 'getLastWebPreferences');
    return { ...read.call(contents) };
  });
}

async function violationsOf(page: Page, attempt: () => Promise<unknown>): Promise<readonly string[]> {
  await page.evaluate(() => {
    const seen: string[] = [];
    Reflect.set(window, 'seenViolations', seen);
    document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
  });
  await attempt();
  await page.waitForTimeout(300);
  return page.evaluate(() => [...(Reflect.get(window, 'seenViolations') as string[])]);
}

const startPage = 'app://sightglass/index.html';

test('[2 3 4 6 8 9 10 11] the page has a browser’s powers and no more', async ({ startApp }) => {
  const { app, window: page } = await startApp();
  expect(await preferencesOf(app)).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
  });
  expect((await preferencesOf(app))['nodeIntegrationInWorker']).not.toBe(true);
  const globals = await page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer'].filter((name) => name in window),
  );
  expect(globals).toEqual([]);
});

test('[4] the page’s process runs in the operating system’s sandbox', async ({ startApp }) => {
  const { app } = await startApp();
  const metrics = await app.evaluate(({ app: electronApp }) => ({
    asked: electronApp.commandLine.hasSwitch('no-sandbox'),
    pids: electronApp
      .getAppMetrics()
      .filter(({ type }) => type === 'Tab')
      .map(({ pid }) => pid),
  }));
  expect(metrics.asked).toBe(false);
  expect(metrics.pids.length).toBeGreaterThan(0);
  for (const pid of process.platform === 'linux' ? metrics.pids : []) {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    expect(status).toMatch(/^Seccomp:\s+2$/m);
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
    // Two numbers: it lives in a process namespace of its own.
    expect(status).toMatch(/^NSpid:\s+\d+\s+\d+/m);
    expect(status).not.toMatch(/^Uid:\s+0\s/m);
  }
});

test('[5] every permission is denied', async ({ startApp }) => {
  const { window: page } = await startApp();
  const states = await page.evaluate(async () => {
    const names = [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'clipboard-read',
      'midi',
      'persistent-storage',
    ];
    const query = async (name: string): Promise<string> =>
      navigator.permissions.query({ name: name as PermissionName }).then(
        ({ state }) => `${name} ${state}`,
        () => `${name} denied`,
      );
    return Promise.all(names.map(query));
  });
  expect(states.filter((state) => !state.endsWith(' denied'))).toEqual([]);
  const camera = await page.evaluate(() =>
    navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => 'granted',
      () => 'refused',
    ),
  );
  expect(camera).toBe('refused');
});

test('[7] the policy lets in nothing but the program’s own files', async ({ startApp }) => {
  const { window: page } = await startApp();
  const elsewhere = await listen();
  const violations = await violationsOf(page, () =>
    page.evaluate((url) => {
      const quietly = (attempt: () => unknown): unknown => {
        try {
          return attempt();
        } catch {
          return undefined;
        }
      };
      const tryAll = (): void => {
        const element = document.createElement('div');
        const frame = document.createElement('iframe');
        const picture = document.createElement('img');
        const script = document.createElement('script');
        quietly(() => element.setAttribute('onclick', "window.canary = 'handler'"));
        element.click();
        quietly(() => (Reflect.get(window, 'eval') as (text: string) => unknown)("window.canary = 'eval'"));
        quietly(() => Reflect.construct(Function, ["window.canary = 'function'"])());
        quietly(() => (element.innerHTML = '<img src=x onerror="window.canary=1">'));
        quietly(() => (script.src = url));
        quietly(() => (script.text = "window.canary = 'script'"));
        quietly(() => new WebSocket(url.replace('http', 'ws')));
        frame.src = url;
        picture.src = `${url}pixel.png`;
        document.body.append(element, frame, picture, script);
        void fetch(url).catch(() => undefined);
      };
      Reflect.set(window, 'canary', 'alive');
      // In a task of its own: what the inspector evaluates is excused from the policy.
      return new Promise<void>((done) => {
        setTimeout(() => {
          tryAll();
          done();
        });
      });
    }, elsewhere.url),
  );
  await page.waitForTimeout(300);
  elsewhere.server.close();
  expect(await page.evaluate(() => String(Reflect.get(window, 'canary')))).toBe('alive');
  expect(elsewhere.hits()).toBe(0);
  expect([...new Set(violations)].sort()).toEqual(['connect-src', 'frame-src', 'img-src', 'require-trusted-types-for']);
});

test('[12 13] the page stays where it is', async ({ startApp }) => {
  const { window: page } = await startApp();
  const elsewhere = await listen();
  const targets = [
    elsewhere.url,
    'https://example.org/',
    'file:///etc/passwd',
    'data:text/html,<title>elsewhere</title>',
    'app://sightglass.example/index.html',
    'app://other/index.html',
    'about:blank',
    'mailto:someone@example.org',
  ];
  for (const target of targets) {
    await page.evaluate((url) => {
      const link = document.createElement('a');
      link.href = url;
      document.body.append(link);
      link.click();
      link.remove();
    }, target);
    await page.waitForTimeout(150);
    await expect.poll(() => page.url(), { message: target }).toBe(startPage);
  }
  await page.evaluate(() => document.body.append(document.createElement('webview')));
  elsewhere.server.close();
  expect(elsewhere.hits()).toBe(0);
});

test('[14] no second window opens', async ({ startApp }) => {
  const { app, window: page } = await startApp();
  const opened = await page.evaluate(() =>
    [window.location.href, 'https://example.org/', 'about:blank'].map((url) => window.open(url) !== null),
  );
  expect(opened).toEqual([false, false, false]);
  expect(app.windows()).toHaveLength(1);
});

test('[15 20] the bridge has two functions and answers only what is in the contract', async ({ startApp }) => {
  const { window: page } = await startApp();
  const surface = await page.evaluate(() => {
    const bridge: unknown = Reflect.get(window, 'bridge');
    return Object.entries(bridge as object).map(([name, value]) => `${name}: ${typeof value}`);
  });
  expect(surface.sort()).toEqual(['call: function', 'on: function']);
  const answers = await page.evaluate(async () => {
    const { call } = Reflect.get(window, 'bridge') as { call: (name: string, request: unknown) => Promise<unknown> };
    const ask = (name: string, request: unknown): Promise<string> =>
      Promise.resolve()
        .then(() => call(name, request))
        .then(
          (answer) => JSON.stringify(answer),
          (error: Error) => error.message,
        );
    return {
      unknown: await ask('shell:openExternal', { url: 'https://example.org' }),
      inherited: await ask('constructor', {}),
      malformed: await ask('dialog:open-file', { purpose: 'everything' }),
      excess: await ask('shell:info', { more: 1 }),
      known: await ask('shell:info', {}),
    };
  });
  expect(answers.unknown).toContain('Not in the contract');
  expect(answers.inherited).toContain('Not in the contract');
  expect(answers.malformed).toContain('bad-request');
  expect(answers.excess).toContain('bad-request');
  expect(answers.known).toContain('userDataFolder');
});

test('[18] the program’s scheme serves the built page and nothing beside it', async ({ startApp }) => {
  const { window: page } = await startApp();
  const statuses = await page.evaluate(async () => {
    const paths = [
      '/index.html',
      '/..%2fmain.cjs',
      '/%2e%2e/package.json',
      '/..%5cmain.cjs',
      '//etc/passwd',
      '/nothing.js',
    ];
    const ask = (path: string): Promise<number> =>
      fetch(`app://sightglass${path}`).then(
        ({ status }) => status,
        () => 0,
      );
    return Promise.all(paths.map(ask));
  });
  expect(statuses).toEqual([200, 404, 404, 404, 404, 404]);
});

test('a second start with the same files ends and leaves the first as it was', async ({ startApp }) => {
  const first = await startApp();
  const plan = readLaunchPlan();
  const second = spawnSync(plan.executable, [...plan.args, plan.appFolder, `--user-data=${first.userData}`], {
    env: { ...process.env, ...plan.env },
    timeout: 30_000,
  });
  expect(second.status).toBe(0);
  expect(first.app.windows()).toHaveLength(1);
  expect(await first.window.title()).toContain('Sightglass');
});
