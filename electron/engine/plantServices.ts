import type { OfflineState } from '../../shared/contract/offlineCalls';
import type { SourceStatus } from '../../shared/contract/sourceCalls';
import type { TimeRange } from '../../shared/history/timeRange';
import { hostOf } from '../../shared/influx/sourceUrl';
import { AppFailure } from '../../shared/lib/appError';
import type { InfluxConnection } from './influx/influxConnection';
import { defaultMachineSettings } from './machineSettings';
import type { OpenSource } from './sources/openedSource';
import type { SyncNews } from './sync/syncNews';
import { noTenants, type TenantServices } from './sync/tenantServices';
import { writeDefect } from './writeDefect';

/** Answers how to talk to a data source; throws an `AppFailure` when that is not known on this machine. */
export interface Connections {
  connectionTo(source: { readonly url: string; readonly organization: string }): Promise<InfluxConnection>;
  /** Whether a person allowed notes and derived values to be written to this address, and where to. */
  writeBackTo(url: string): { readonly enabled: boolean; readonly database: string; readonly retentionPolicy: string };
}

/** What an open plant tells while nobody asks. */
export interface PlantNews {
  readonly onStatus: (status: SourceStatus) => void;
  /** History was read in the background. */
  readonly onStored: (range: TimeRange) => void;
  /** A range that is taken offline has come further. */
  readonly onOffline: (state: OfflineState) => void;
  /** What the sources say of their series has changed. */
  readonly onDescribed: () => void;
  readonly sync: SyncNews;
}

/** What an open plant needs from the machine it is on. */
export interface PlantServices {
  readonly connections: Connections;
  readonly openSource: OpenSource;
  /** How many bytes of histories that live elsewhere are kept in a plant. */
  readonly cacheLimitBytes: number;
  readonly tenants: TenantServices;
  readonly news: PlantNews;
  /** Who works on this machine, as the history of a plant of no tenant names them. */
  readonly person: string;
}

/** Nobody listens, as on the command line. */
export const noNews: PlantNews = {
  onStatus: () => undefined,
  onStored: () => undefined,
  onOffline: () => undefined,
  onDescribed: () => undefined,
  sync: {
    onStatus: () => undefined,
    onConflicts: () => undefined,
    onRevisions: () => undefined,
    onFreezes: () => undefined,
    onModel: () => undefined,
    onDefect: writeDefect,
  },
};

function notConnected(url: string): AppFailure {
  const detail = 'this program was started without connections';
  return new AppFailure({ code: 'source-failed', reason: 'no-secret', host: hostOf(url), detail });
}

/** Nothing is written back. */
export const nowhere = { enabled: false, database: '', retentionPolicy: '' } as const;

/** For work that touches a plant's own history only: its data sources are never asked. */
export const ownHistoryOnly: PlantServices = {
  connections: {
    connectionTo: ({ url }) => Promise.reject(notConnected(url)),
    writeBackTo: () => nowhere,
  },
  openSource: ({ url }) => Promise.reject(notConnected(url)),
  ...defaultMachineSettings,
  tenants: noTenants,
  news: noNews,
  person: '',
};
