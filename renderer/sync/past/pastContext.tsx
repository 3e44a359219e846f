import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { invariant } from '../../../shared/lib/invariant';
import type { PastDesk } from './pastDesk';
import type { PastState } from './pastStore';

/** Hands the history of the plant down the tree. */
export const PastContext = createContext<PastDesk | undefined>(undefined);

/** The history of the plant in this window. */
export function usePast(): PastDesk {
  const desk = useContext(PastContext);
  invariant(desk !== undefined, 'used outside of the history of the plant');
  return desk;
}

/** A part of its state; redraws when that part changes. */
export function usePastState<Part>(part: (state: PastState) => Part): Part {
  return useStore(usePast().store, part);
}
