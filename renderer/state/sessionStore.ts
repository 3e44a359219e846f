import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TenantKey } from '../../shared/contract/syncCalls';
import type { ComponentId, ConnectionId, DataSourceId, SheetId } from '../../shared/model/ids';

export type AppMode = 'operate' | 'model';
export type ThemeName = 'light' | 'dark';
/** How far the person sits from the screen: scales read-outs, tags and markers, not the chrome. */
export type ViewingDistance = 'desk' | 'console' | 'wall';

/** What is picked out on the drawing. */
export interface Selection {
  readonly components: ReadonlySet<ComponentId>;
  readonly connections: ReadonlySet<ConnectionId>;
}

/** What of the connections is open over the window. */
export type ConnectionsPage =
  | { readonly kind: 'list' }
  /** The form of one connection; undefined: of a new one. `fromList`: over the list, which comes back after it. */
  | { readonly kind: 'form'; readonly sourceId: DataSourceId | undefined; readonly fromList: boolean };

/** What of the tenants is open over the window. */
export type TenantsPage =
  | { readonly kind: 'list' }
  /** `address`: what stands in the form at first. `next`: what is shown once somebody is signed in; undefined: nothing. */
  | { readonly kind: 'sign-in'; readonly address: string; readonly next: 'plants' | 'publish' | undefined }
  /** Undefined: of the first tenant that somebody is signed in to. */
  | { readonly kind: 'plants'; readonly tenant: TenantKey | undefined }
  | { readonly kind: 'publish' }
  /** The open plant, which its service does not have any more. */
  | { readonly kind: 'publish-again' };

/** This sitting: nothing here is saved in the plant. */
export interface SessionState {
  readonly mode: AppMode;
  readonly theme: ThemeName;
  readonly viewingDistance: ViewingDistance;
  /** Undefined until a plant is open. */
  readonly sheetId: SheetId | undefined;
  readonly selection: Selection;
  readonly commandPaletteOpen: boolean;
  /** What the drawing is asked to bring into view; `count` makes asking twice for the same thing count. */
  readonly revealed: { readonly componentId: ComponentId; readonly count: number } | undefined;
  /** The CSV file whose import is being prepared. */
  readonly historyFile: string | undefined;
  /** Undefined: closed. */
  readonly connections: ConnectionsPage | undefined;
  /** Undefined: closed. */
  readonly tenants: TenantsPage | undefined;
  /** Where downloads of tenants' plants that did not come to an end are kept: paths by plant id. */
  readonly begunDownloads: ReadonlyMap<string, string>;
  /** The data source whose series the dock of sensors lists; undefined: the plant's own sensors. */
  readonly browsedSourceId: DataSourceId | undefined;
  /** An export of history is being prepared. */
  readonly exportOpen: boolean;
  /** In replay the drawing stays today's. */
  readonly todaysDrawing: boolean;
  readonly panelOpen: boolean;
  readonly dockOpen: boolean;
}

/** Nothing picked out. */
export const emptySelection: Selection = { components: new Set(), connections: new Set() };

export type SessionStore = StoreApi<SessionState>;

/** A new sitting, in Operate. */
export function createSessionStore(theme: ThemeName): SessionStore {
  return createStore<SessionState>(() => ({
    mode: 'operate',
    theme,
    viewingDistance: 'desk',
    sheetId: undefined,
    selection: emptySelection,
    commandPaletteOpen: false,
    revealed: undefined,
    historyFile: undefined,
    connections: undefined,
    tenants: undefined,
    begunDownloads: new Map(),
    browsedSourceId: undefined,
    exportOpen: false,
    todaysDrawing: false,
    panelOpen: true,
    dockOpen: true,
  }));
}

/** Picks out exactly these components and lines. */
export function select(
  store: SessionStore,
  components: Iterable<ComponentId>,
  connections: Iterable<ConnectionId> = [],
): void {
  store.setState({ selection: { components: new Set(components), connections: new Set(connections) } });
}

/** Shows a component: its sheet, picked out, in view. */
export function reveal(store: SessionStore, sheetId: SheetId, componentId: ComponentId): void {
  const count = (store.getState().revealed?.count ?? 0) + 1;
  store.setState({ sheetId, revealed: { componentId, count } });
  select(store, [componentId]);
}
