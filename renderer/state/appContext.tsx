import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { EngineClient } from '../../shared/contract/engineClient';
import { invariant } from '../../shared/lib/invariant';
import type { ModelOnShow, ModelOnShowStore } from './modelOnShow';
import type { FreezeStore } from './freezeStore';
import type { JobStore } from './jobStore';
import type { ModelActions, ModelState, ModelStore } from './modelStore';
import type { RevisionModels } from './revisionModels';
import type { AppMode, SessionState, SessionStore } from './sessionStore';
import type { SourceStatusStore } from './sourceStatusStore';
import type { SyncStore } from './syncStore';

/** What every screen of a window shares. Made once, when the window connects to the engine. */
export interface App {
  readonly client: EngineClient;
  readonly session: SessionStore;
  readonly jobs: JobStore;
  readonly sources: SourceStatusStore;
  readonly sync: SyncStore;
  readonly freezes: FreezeStore;
  readonly models: { readonly store: ModelStore; readonly actions: ModelActions };
  /** What each mode draws: today's plant, or that of a revision. */
  readonly onShow: Readonly<Record<AppMode, ModelOnShowStore>>;
  readonly revisions: RevisionModels;
}

/** Hands the app down the tree. */
export const AppContext = createContext<App | undefined>(undefined);

/** The app of this window. */
export function useApp(): App {
  const app = useContext(AppContext);
  invariant(app !== undefined, 'used outside of the app');
  return app;
}

/** A part of the sitting's state; redraws when that part changes. */
export function useSession<Part>(part: (state: SessionState) => Part): Part {
  return useStore(useApp().session, part);
}

/** A part of the open plant's state; redraws when that part changes. */
export function useModel<Part>(part: (state: ModelState) => Part): Part {
  return useStore(useApp().models.store, part);
}

/** A part of what this mode draws, today's plant or an earlier one; redraws when that part changes. */
export function useModelOnShow<Part>(part: (state: ModelOnShow) => Part): Part {
  const mode = useSession((state) => state.mode);
  return useStore(useApp().onShow[mode], part);
}
