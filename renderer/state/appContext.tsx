import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { EngineClient } from '../../shared/contract/engineClient';
import { invariant } from '../../shared/lib/invariant';
import type { JobStore } from './jobStore';
import type { ModelActions, ModelState, ModelStore } from './modelStore';
import type { SessionState, SessionStore } from './sessionStore';
import type { SourceStatusStore } from './sourceStatusStore';

/** What every screen of a window shares. Made once, when the window connects to the engine. */
export interface App {
  readonly client: EngineClient;
  readonly session: SessionStore;
  readonly jobs: JobStore;
  readonly sources: SourceStatusStore;
  readonly models: { readonly store: ModelStore; readonly actions: ModelActions };
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
