import type { AppError } from '../lib/appError';
import type { Result } from '../lib/result';

/** How far a long call is. `total` is undefined while it is not known. */
export interface Progress {
  readonly done: number;
  readonly total: number | undefined;
  /** What is being counted or done, in plain words: `samples`, `Simulating 12 Mar`. */
  readonly label: string;
}

/** From a window to the engine. Ids are chosen by the window, ascending. */
export type WindowMessage =
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly request: unknown }
  | { readonly kind: 'cancel'; readonly id: number };

/** From the engine to a window. Every call gets exactly one answer, also when it was cancelled. */
export type EngineMessage =
  | { readonly kind: 'answer'; readonly id: number; readonly result: Result<unknown, AppError> }
  | { readonly kind: 'progress'; readonly id: number; readonly progress: Progress }
  | { readonly kind: 'event'; readonly name: string; readonly data: unknown };

/** The part of a message port that both sides need; DOM ports, Electron's and Node's all fit behind it. */
export interface MessagePortLike {
  readonly post: (message: unknown) => void;
  readonly listen: (listener: (message: unknown) => void) => void;
}
