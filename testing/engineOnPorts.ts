import { Engine, type EngineOptions } from '../electron/engine/engine';
import { createEngineClient, type EngineClient } from '../shared/contract/engineClient';
import type { MessagePortLike } from '../shared/contract/engineMessages';
import type { AppError } from '../shared/lib/appError';
import type { Result } from '../shared/lib/result';

/** An engine with one window connected to it, as the program connects them. */
export interface EngineOnPorts {
  readonly engine: Engine;
  readonly client: EngineClient;
  /** Everything that came to the window. */
  readonly received: readonly unknown[];
}

/** Starts an engine and connects a window. */
export function startEngineOnPorts(options: EngineOptions, projectPath?: string): EngineOnPorts {
  const engine = new Engine(options);
  engine.start(projectPath);
  const received: unknown[] = [];
  const engineListeners: ((message: unknown) => void)[] = [];
  const windowListeners: ((message: unknown) => void)[] = [(message) => received.push(message)];
  const port = (own: typeof engineListeners, other: typeof engineListeners): MessagePortLike => ({
    post: (message) => queueMicrotask(() => other.forEach((listener) => listener(structuredClone(message)))),
    listen: (listener) => own.push(listener),
  });
  engine.connect(port(engineListeners, windowListeners));
  return { engine, client: createEngineClient(port(windowListeners, engineListeners)), received };
}

/** The value of an answer; a failure is thrown. */
export async function answered<T>(answer: Promise<Result<T, AppError>>): Promise<T> {
  const result = await answer;
  if (!result.ok) {
    throw new Error(JSON.stringify(result.error));
  }
  return result.value;
}
