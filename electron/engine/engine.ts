import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { EngineEvent, EngineEventData, ProjectSummary } from '../../shared/contract/calls';
import type { MessagePortLike } from '../../shared/contract/engineMessages';
import { type CallContext, type EngineConnection, serveEngine } from '../../shared/contract/engineServer';
import { AppFailure, type AppError, toAppError } from '../../shared/lib/appError';
import type { PlantModel } from '../../shared/model/plantModel';
import { buildDemoProject } from './demo/buildDemoProject';
import { createScrubPause, systemPauseClock } from './export/scrubPause';
import { createHandlers } from './handlers/createHandlers';
import { undoAnswer } from './handlers/modelHandlers';
import { openInflux } from './influx/openInflux';
import { OpenPlant } from './openPlant';
import { readMachineSettings, writeMachineSettings } from './machineSettings';
import type { PlantServices } from './plantServices';
import { noSecretBox, type SecretBox } from './secrets/secretBox';
import { ConnectionStore } from './sources/connectionStore';
import type { OpenSource } from './sources/openedSource';
import { HttpServiceClient } from './sync/httpServiceClient';
import { type OpenService, TenantStore } from './sync/tenantStore';
import type { TenantServices } from './sync/tenantServices';
import { writeDefect } from './writeDefect';

/** The name of who is logged in to this machine; empty where it has none. */
function personOfMachine(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}

/** What the engine needs from whoever starts it. */
export interface EngineOptions {
  readonly userDataFolder: string;
  readonly onProjectChanged: (path: string | undefined) => void;
  /** Left out: secrets stay in memory. */
  readonly secrets?: SecretBox;
  /** How data sources are opened; left out: as the InfluxDBs they are. */
  readonly openSource?: OpenSource;
  /** How services of tenants are reached; left out: over HTTP. */
  readonly openService?: OpenService;
  /** The tenants that somebody is signed in to; left out: those that this machine knows. */
  readonly tenants?: TenantServices;
}

const openHttpService: OpenService = (connection, options) => new HttpServiceClient(connection, options);

/** Holds the open plant and answers the windows. Plain Node: the same under Electron, a test and the command line. */
export class Engine {
  /** What this machine keeps to prove itself to data sources. */
  readonly connections: ConnectionStore;
  /** The tenants that this machine knows. */
  readonly tenantStore: TenantStore;
  /** The tenants that somebody is signed in to on this machine. */
  readonly tenants: TenantServices;
  readonly openService: OpenService;
  /** Keeps bulk reads out of the way of whoever moves through time. */
  readonly scrubPause = createScrubPause(systemPauseClock);
  readonly #options: EngineOptions;
  readonly #services: Omit<PlantServices, 'cacheLimitBytes'>;
  readonly #connections = new Set<EngineConnection>();
  #plant: OpenPlant | undefined;
  #demoBuild: Promise<void> | undefined;
  /** Why the plant that was to be opened at the start could not be; told once. */
  #startFailure: AppError | undefined;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.connections = new ConnectionStore(
      join(options.userDataFolder, 'connections.json'),
      options.secrets ?? noSecretBox,
    );
    this.openService = options.openService ?? openHttpService;
    this.tenantStore = new TenantStore({
      path: join(options.userDataFolder, 'tenants.json'),
      box: options.secrets ?? noSecretBox,
      open: this.openService,
    });
    this.tenants = options.tenants ?? this.tenantStore;
    this.#services = {
      connections: this.connections,
      openSource: options.openSource ?? openInflux,
      tenants: this.tenants,
      person: personOfMachine(),
      news: {
        onStatus: (status) => this.announce('source:status-changed', status),
        onOffline: (state) => this.announce('offline:changed', state),
        onStored: (range) => this.announce('history:stored', range),
        onDescribed: () => this.announce('history:described', {}),
        sync: {
          onStatus: (status) => this.announce('sync:status-changed', status),
          onConflicts: () => this.announce('sync:conflicts-changed', {}),
          onRevisions: () => this.announce('sync:revisions-changed', {}),
          onFreezes: (frozen) => this.announce('sync:freezes-changed', { frozen: [...frozen] }),
          onModel: (patch) => this.announce('model:changed', { patch, ...undoAnswer(this.plant().file.undoState()) }),
          onDefect: writeDefect,
        },
      },
    };
  }

  /** Opens what the program was started with; undefined: the plant that was open last. */
  start(projectPath: string | undefined): void {
    const path = projectPath ?? this.#rememberedPath();
    if (path !== undefined) {
      try {
        this.#take(OpenPlant.open(path, this.#servicesNow()));
      } catch (error) {
        this.#startFailure = toAppError(error);
      }
    }
  }

  /** Where the example plant lives on this machine. */
  get demoPath(): string {
    return join(this.#options.userDataFolder, 'Example plant.sightglass');
  }

  get #memoryPath(): string {
    return join(this.#options.userDataFolder, 'last-plant.json');
  }

  connect(port: MessagePortLike): EngineConnection {
    const connection = serveEngine(port, createHandlers(this));
    this.#connections.add(connection);
    return {
      announce: connection.announce,
      dispose: () => {
        this.#connections.delete(connection);
        connection.dispose();
      },
    };
  }

  announce<E extends EngineEvent>(name: E, data: EngineEventData<E>): void {
    this.#connections.forEach((connection) => connection.announce(name, data));
  }

  /** The open plant's summary; undefined when none is. Throws once what went wrong at the start. */
  current(): ProjectSummary | undefined {
    const failure = this.#startFailure;
    this.#startFailure = undefined;
    if (failure !== undefined) {
      throw new AppFailure(failure);
    }
    return this.#plant?.summary(this.demoPath);
  }

  /** The open plant. Throws an `AppFailure` when none is. */
  plant(): OpenPlant {
    if (this.#plant === undefined) {
      throw new AppFailure({ code: 'no-project-open' });
    }
    return this.#plant;
  }

  /** Keeps at most so much of histories that live elsewhere, in this plant and in those that are opened on this machine. */
  setCacheLimit(cacheLimitBytes: number): void {
    writeMachineSettings(this.#settingsPath, { cacheLimitBytes });
    this.#plant?.cache.setLimitBytes(cacheLimitBytes);
  }

  get #settingsPath(): string {
    return join(this.#options.userDataFolder, 'settings.json');
  }

  #servicesNow(): PlantServices {
    return { ...this.#services, ...readMachineSettings(this.#settingsPath) };
  }

  /** The open plant; undefined when none is. */
  openPlantOrNone(): OpenPlant | undefined {
    return this.#plant;
  }

  /** Remembers where the open plant is, where it belongs to a tenant: to be called when that has become so. */
  rememberPlace(): void {
    const link = this.#plant?.sync.link();
    if (this.#plant !== undefined && link !== undefined) {
      this.tenantStore.rememberPlant(link, link.plantId, this.#plant.file.path);
    }
  }

  /** Opens a plant in place of the open one, which stays when that fails. */
  openPlant(path: string): ProjectSummary {
    return this.#switchTo(path, () => OpenPlant.open(path, this.#servicesNow()));
  }

  /** Makes a plant and opens it in place of the open one, which stays when that fails. */
  createPlant(path: string, model: PlantModel): ProjectSummary {
    return this.#switchTo(path, () => OpenPlant.create(path, model, this.#servicesNow()));
  }

  #switchTo(path: string, open: () => OpenPlant): ProjectSummary {
    if (this.#plant?.file.path === path) {
      return this.#plant.summary(this.demoPath);
    }
    const opened = open();
    this.#plant?.dispose();
    const summary = this.#take(opened);
    this.announce('project:changed', { project: summary });
    return summary;
  }

  /** Opens the example plant; where it does not exist it is made first, beside its place, and moved there when whole. */
  async openDemo(context: CallContext): Promise<ProjectSummary> {
    const path = this.demoPath;
    if (!existsSync(path)) {
      mkdirSync(this.#options.userDataFolder, { recursive: true });
      // A second window that asks meanwhile waits for the same plant.
      this.#demoBuild ??= buildDemoProject(path, context).finally(() => (this.#demoBuild = undefined));
      await this.#demoBuild;
    }
    return this.openPlant(path);
  }

  close(): void {
    this.#connections.forEach((connection) => connection.dispose());
    this.#plant?.dispose();
    this.#plant = undefined;
    this.tenantStore.dispose();
  }

  #take(plant: OpenPlant): ProjectSummary {
    this.#plant = plant;
    plant.begin();
    this.rememberPlace();
    this.#options.onProjectChanged(plant.file.path);
    mkdirSync(this.#options.userDataFolder, { recursive: true });
    writeFileSync(this.#memoryPath, JSON.stringify({ path: plant.file.path }));
    return plant.summary(this.demoPath);
  }

  /** The plant that was open last, if its file is still there. A memory that cannot be read is no memory. */
  #rememberedPath(): string | undefined {
    try {
      const memory: unknown = JSON.parse(readFileSync(this.#memoryPath, 'utf8'));
      const path = typeof memory === 'object' && memory !== null && 'path' in memory ? memory.path : undefined;
      return typeof path === 'string' && existsSync(path) ? path : undefined;
    } catch {
      rmSync(this.#memoryPath, { force: true });
      return undefined;
    }
  }
}
