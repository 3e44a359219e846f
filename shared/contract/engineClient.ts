import type { AppError } from '../lib/appError';
import { err, type Result } from '../lib/result';
import {
  type EngineCall,
  type EngineEvent,
  type EngineEventData,
  type EngineRequest,
  type EngineResponse,
  engineEvents,
} from './calls';
import type { EngineMessage, MessagePortLike, Progress } from './engineMessages';

/** How a caller may steer one call. */
export interface CallOptions {
  /** Aborting makes the call answer `cancelled` at once and stops the engine's work. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** The engine as a window sees it. */
export interface EngineClient {
  call<C extends EngineCall>(
    name: C,
    request: EngineRequest<C>,
    options?: CallOptions,
  ): Promise<Result<EngineResponse<C>, AppError>>;
  /** Returns the function that stops listening. */
  on<E extends EngineEvent>(name: E, listener: (data: EngineEventData<E>) => void): () => void;
}

interface PendingCall {
  readonly settle: (result: Result<never, AppError> | Result<unknown, AppError>) => void;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/** Speaks the engine's protocol over a port. Answers are trusted: the engine checks them before it sends. */
export function createEngineClient(port: MessagePortLike): EngineClient {
  const pending = new Map<number, PendingCall>();
  const listeners = new Map<string, Set<(data: never) => void>>();
  let lastId = 0;

  port.listen((raw) => {
    const message = raw as EngineMessage;
    if (message.kind === 'event') {
      const data = engineEvents[message.name as EngineEvent].parse(message.data);
      listeners.get(message.name)?.forEach((listener) => listener(data as never));
      return;
    }
    const call = pending.get(message.id);
    if (message.kind === 'progress') {
      call?.onProgress?.(message.progress);
      return;
    }
    pending.delete(message.id);
    call?.settle(message.result);
  });

  return {
    call(name, request, options = {}) {
      const { signal, onProgress } = options;
      if (signal?.aborted === true) {
        return Promise.resolve(err({ code: 'cancelled' }));
      }
      lastId += 1;
      const id = lastId;
      return new Promise((resolve) => {
        const cancel = (): void => {
          pending.delete(id);
          port.post({ kind: 'cancel', id });
          resolve(err({ code: 'cancelled' }));
        };
        const settle = (result: Result<unknown, AppError>): void => {
          signal?.removeEventListener('abort', cancel);
          resolve(result as Result<never, AppError>);
        };
        pending.set(id, { settle, onProgress });
        signal?.addEventListener('abort', cancel, { once: true });
        port.post({ kind: 'call', id, name, request });
      });
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => set.delete(listener);
    },
  };
}
