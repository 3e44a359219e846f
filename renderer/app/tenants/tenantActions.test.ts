import { afterEach, describe, expect, test, vi } from 'vitest';
import type { EngineClient } from '../../../shared/contract/engineClient';
import type { SyncStatus, TenantPlant } from '../../../shared/contract/syncCalls';
import type { AppError } from '../../../shared/lib/appError';
import { err, ok, type Result } from '../../../shared/lib/result';
import type { App } from '../../state/appContext';
import { createJobStore } from '../../state/jobStore';
import { createModelStore } from '../../state/modelStore';
import { createSessionStore, type TenantsPage } from '../../state/sessionStore';
import { createSyncStore } from '../../state/syncStore';
import { downloadPlant, publishAgain } from './tenantActions';

// Rule numbers refer to docs/spec/tenants.md.

const works = { address: 'https://plants.example:443', tenantId: 'works' };
const plant: TenantPlant = { id: 'p', name: 'Pump house', revision: 3, changedAtMs: 0, components: 20 };
const unreached: AppError = { code: 'service-failed', reason: 'unreachable', host: 'plants.example', detail: '' };
const failures: readonly (readonly [AppError, boolean])[] = [
  [unreached, true],
  [{ code: 'cancelled' }, true],
  [{ code: 'file-exists', path: '/a' }, false],
  [{ code: 'no-write-access', path: '/a' }, false],
];

/** Where the person keeps things, each time they are asked; undefined: they cancel. */
function places(...chosen: readonly (string | undefined)[]): { readonly asked: () => number } {
  const left = [...chosen];
  const call = vi.fn(() => Promise.resolve(ok({ path: left.shift() })));
  vi.stubGlobal('window', { bridge: { call } });
  return { asked: () => call.mock.calls.length };
}

function appThat(answers: readonly (AppError | undefined)[]): { readonly app: App; readonly paths: string[] } {
  const paths: string[] = [];
  const left = [...answers];
  const client = {
    call: (_: string, request: { readonly path: string }) => {
      paths.push(request.path);
      const failure = left.shift();
      return Promise.resolve(failure === undefined ? ok({}) : err(failure));
    },
  } as unknown as EngineClient;
  return { app: { client, session: createSessionStore('light'), jobs: createJobStore() } as unknown as App, paths };
}

afterEach(() => vi.unstubAllGlobals());

test('[Y65] a plant is kept where the person says, or nowhere', async () => {
  const asking = places('/plants/a.sightglass', undefined);
  const { app, paths } = appThat([undefined]);
  expect(await downloadPlant(app, works, plant)).toBe(true);
  expect(await downloadPlant(app, works, plant)).toBe(false);
  expect(paths).toEqual(['/plants/a.sightglass']);
  expect(asking.asked()).toBe(2);
  expect(app.session.getState().begunDownloads.size).toBe(0);
});

test.each(failures)('[Y65] after %j it goes on where it began: %s', async (failure, goesOn) => {
  const asking = places('/plants/a.sightglass', '/plants/b.sightglass');
  const { app, paths } = appThat([failure, undefined]);
  expect(await downloadPlant(app, works, plant)).toBe(false);
  expect(app.session.getState().begunDownloads.has('p')).toBe(goesOn);
  expect(await downloadPlant(app, works, plant)).toBe(true);
  expect(paths).toEqual(['/plants/a.sightglass', goesOn ? '/plants/a.sightglass' : '/plants/b.sightglass']);
  expect(asking.asked()).toBe(goesOn ? 1 : 2);
  expect(app.session.getState().begunDownloads.size).toBe(0);
});

describe('publishing again', () => {
  const local: SyncStatus = { phase: 'local', pendingCount: 0, conflictCount: 0, revision: 0 };

  /** A window that asks whether to publish again, and an engine that answers when it is told to. */
  function asked() {
    const answers: ((answer: Result<SyncStatus, AppError>) => void)[] = [];
    const client = {
      call: () => new Promise((resolve) => answers.push(resolve)),
      on: () => () => undefined,
    } as unknown as EngineClient;
    const session = createSessionStore('light');
    session.setState({ tenants: { kind: 'publish-again' } });
    const app = { client, session, sync: createSyncStore(client, createModelStore(client).store) };
    return { app, answer: (told: Result<SyncStatus, AppError>) => answers.forEach((tell) => tell(told)) };
  }

  test('[Y82] closes the dialog that asked', async () => {
    const { app, answer } = asked();
    const publishing = publishAgain(app);
    answer(ok(local));
    expect(await publishing).toBeUndefined();
    expect(app.session.getState().tenants).toBeUndefined();
    expect(app.sync.getState().status).toEqual(local);
  });

  test.each<TenantsPage>([{ kind: 'sign-in', address: 'plants.example', next: undefined }, { kind: 'publish-again' }])(
    '[Y82] leaves %j alone, opened while it was on its way',
    async (later) => {
      const { app, answer } = asked();
      const publishing = publishAgain(app);
      app.session.setState({ tenants: later });
      answer(ok(local));
      await publishing;
      expect(app.session.getState().tenants).toBe(later);
    },
  );

  test('[Y82] says what failed where it was asked', async () => {
    const { app, answer } = asked();
    const publishing = publishAgain(app);
    answer(err(unreached));
    expect(await publishing).toEqual(unreached);
    expect(app.session.getState().tenants).toEqual({ kind: 'publish-again' });
  });
});
