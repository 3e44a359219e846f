import type { AppError } from '../lib/appError';
import type { Result } from '../lib/result';
import type { ShellCall, ShellEvent, ShellEventData, ShellRequest, ShellResponse } from './shell';

/** What the preload puts on the window as `bridge`: all that a page can reach outside itself. */
export interface ShellBridge {
  readonly call: <C extends ShellCall>(
    name: C,
    request: ShellRequest<C>,
  ) => Promise<Result<ShellResponse<C>, AppError>>;
  /** Returns the function that stops listening. */
  readonly on: <E extends ShellEvent>(name: E, listener: (data: ShellEventData<E>) => void) => () => void;
}
