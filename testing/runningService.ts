import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueToken, type TokenWish } from '../service/auth/issueToken';
import { type RunningService, type ServiceSettings, startService } from '../service/startService';
import type { ServiceStore } from '../service/store/serviceStore';
import { openSqliteStore } from '../service/store/sqlite/sqliteStore';
import type { Role } from '../shared/sync/syncWire';

/** A tenant of a service that was started for a test, with a token for each role. */
export interface TestTenant {
  readonly id: string;
  readonly tokens: Readonly<Record<Role, string>>;
  /** One more token. */
  makeToken(wish: Partial<TokenWish>): Promise<string>;
}

/** The real service over loopback on real files, in this process. */
export interface TestService {
  /** The same after a restart. */
  readonly address: string;
  /** Where it keeps its tenants. */
  readonly folder: string;
  readonly pepper: string;
  readonly tenant: TestTenant;
  /** Every line that it has logged. */
  readonly logLines: readonly string[];
  /** The store of the service that runs now. */
  store(): ServiceStore;
  addTenant(id: string): Promise<TestTenant>;
  /** Stops the service; its tenants stay. */
  stop(): Promise<void>;
  /** Stops it when it runs, and starts it at the same address. */
  restart(): Promise<void>;
  /** Stops it and removes its files. May be called twice. */
  dispose(): Promise<void>;
}

/** What a service for a test is to be like; everything may be left out. */
export type TestServiceOptions = Partial<Omit<ServiceSettings, 'store' | 'pepper' | 'log'>> & {
  /** Left out: SQLite in the folder. */
  readonly openStore?: (folder: string) => Promise<ServiceStore>;
};

/** No test is about being too fast unless it says so. */
const generous = { perSecond: 1e6, burst: 1e6 };

const roles: readonly Role[] = ['viewer', 'editor', 'approver', 'admin'];

async function makeTenant(store: ServiceStore, id: string, pepper: string): Promise<TestTenant> {
  const nowMs = Date.now();
  const made = await store.createTenant({ id, name: `Tenant ${id}`, createdAtMs: nowMs, epoch: `epoch of ${id}` });
  const makeToken = async (wish: Partial<TokenWish>): Promise<string> => {
    const tenant = (await store.tenant(id)) ?? made;
    const whole = { subject: 'somebody', role: 'editor' as const, plantIds: [], expiresAtMs: undefined, ...wish };
    return (await issueToken(tenant, whole, { pepper, nowMs: Date.now(), by: 'test' })).text;
  };
  const tokens = await Promise.all(
    roles.map(async (role) => [role, await makeToken({ subject: `${role} of ${id}`, role })] as const),
  );
  return { id, tokens: Object.fromEntries(tokens) as Record<Role, string>, makeToken };
}

/** Starts a service with one tenant, `works`. Tests have to dispose of it. */
export async function startTestService(options: TestServiceOptions = {}): Promise<TestService> {
  const folder = mkdtempSync(join(tmpdir(), 'sightglass-service-'));
  const pepper = randomBytes(32).toString('base64url');
  const logLines: string[] = [];
  const { openStore = openSqliteStore, ...settings } = options;
  let store = await openStore(folder);
  const start = (port: number): Promise<RunningService> =>
    startService({
      host: '127.0.0.1',
      dataFolder: folder,
      ...settings,
      ...{ port, store, pepper },
      limits: { perToken: generous, perTenant: generous, ...settings.limits },
      log: { level: 'debug', write: (line) => logLines.push(line) },
    });
  // Stores write one after the other, so tokens are made before anybody asks.
  const tenant = await makeTenant(store, 'works', pepper);
  let service = await start(settings.port ?? 0);
  const { address } = service;
  const stop = (): Promise<void> => service.stop();
  return {
    ...{ address, folder, pepper, tenant, logLines, stop },
    store: () => store,
    addTenant: (id) => makeTenant(store, id, pepper),
    restart: async () => {
      await stop();
      store = await openStore(folder);
      service = await start(Number(new URL(address).port));
    },
    dispose: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
