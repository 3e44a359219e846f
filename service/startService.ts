import { createHash, randomUUID } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { symbolLookup } from '../shared/model/symbolLookup';
import { symbolCatalogue } from '../shared/symbols/symbolCatalogue';
import { authenticator } from './auth/authenticate';
import { fetchJson } from './auth/fetchJson';
import { type IdentitySettings, identityVerifier } from './auth/identityVerifier';
import { secretScrubber } from './auth/secretScrubber';
import { ChangeBell } from './http/changeBell';
import { createServiceApp } from './http/createServiceApp';
import type { ServiceApp, ServiceLimits, ServiceParts } from './http/serviceApp';
import { ServiceMetrics } from './http/serviceMetrics';
import type { TlsFiles } from './http/serviceServer';
import { type UnusedConnections, watchUnusedConnections } from './http/unusedConnections';
import { serviceVersion } from './serviceVersion';
import type { ServiceStore } from './store/serviceStore';

/** What one caller may ask: enough for a program that sends a week of work, too little to hold up everybody else. */
export const defaultLimits: ServiceLimits = {
  perToken: { perSecond: 500, burst: 1_000 },
  perTenant: { perSecond: 2_000, burst: 4_000 },
  waitingPerToken: 100,
  snapshotsPerTenant: 4,
};

/** How a service is to run. */
export interface ServiceSettings {
  /** Closed by the service when it stops. */
  readonly store: ServiceStore;
  readonly pepper: string;
  /** Where the service keeps files: its disk is watched. Undefined: it keeps none. */
  readonly dataFolder?: string | undefined;
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  readonly tls?: TlsFiles | undefined;
  /** Whose tokens are taken beside the service's own. */
  readonly identities?: IdentitySettings | undefined;
  readonly limits?: Partial<ServiceLimits> | undefined;
  /** Metrics with the ids of tenants. */
  readonly namesTenants?: boolean;
  /** Gets each line of the log, without secrets. Undefined: no log. */
  readonly log?: { readonly level: string; readonly write: (line: string) => void } | undefined;
  readonly now?: () => number;
  /** Left out: whether 5 % of the data folder's disk is free. */
  readonly hasDiskSpace?: () => Promise<boolean>;
}

/** A service that answers. */
export interface RunningService {
  /** `http://127.0.0.1:8740`. */
  readonly address: string;
  readonly app: ServiceApp;
  /** Takes nothing new, ends what is under way within 10 s, and closes the store. May be called twice. */
  stop(): Promise<void>;
}

/** Longest that requests under way may take once the service is to stop. */
const drainMs = 10_000;
/** The rest is for the store to finish what it has begun. */
const leastFreeShare = 0.05;

function diskCheck(folder: string | undefined): () => Promise<boolean> {
  return async () => {
    if (folder === undefined) {
      return true;
    }
    const { bavail, blocks } = await statfs(folder);
    return blocks === 0 || bavail / blocks > leastFreeShare;
  };
}

function partsOf(settings: ServiceSettings, isDraining: () => boolean): ServiceParts {
  const { store, pepper, identities, namesTenants = false, now = Date.now } = settings;
  return {
    store,
    pepper,
    authenticator: authenticator({
      ...{ store, pepper, now },
      identities: identities && identityVerifier(identities, { store, now, fetchJson }),
    }),
    bell: new ChangeBell(),
    metrics: new ServiceMetrics({ namesTenants }),
    limits: { ...defaultLimits, ...settings.limits },
    lookup: symbolLookup(symbolCatalogue),
    version: serviceVersion,
    now,
    newId: randomUUID,
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
    hasDiskSpace: settings.hasDiskSpace ?? diskCheck(settings.dataFolder),
    isDraining,
  };
}

function addressOf(app: ServiceApp, { host, tls }: ServiceSettings): string {
  const { port } = app.server.address() as AddressInfo;
  return `${tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

async function closeApp(app: ServiceApp, unused: UnusedConnections): Promise<void> {
  const closed = app.close();
  unused.close();
  const cutOff = setTimeout(() => app.server.closeAllConnections(), drainMs);
  try {
    await closed;
  } finally {
    clearTimeout(cutOff);
  }
}

/** Starts a service. Rejects when it cannot listen. */
export async function startService(settings: ServiceSettings): Promise<RunningService> {
  let draining = false;
  const parts = partsOf(settings, () => draining);
  const scrub = secretScrubber([settings.pepper]);
  const { log } = settings;
  const app = await createServiceApp(parts, {
    tls: settings.tls,
    log: log && { level: log.level, write: (line) => log.write(scrub(line)) },
  });
  const unused = watchUnusedConnections(app.server, settings.tls !== undefined);
  await app.listen({ host: settings.host, port: settings.port });
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    draining = true;
    parts.bell.drain();
    await closeApp(app, unused);
    await settings.store.close();
  };
  return { address: addressOf(app, settings), app, stop: () => (stopped ??= stop()) };
}
