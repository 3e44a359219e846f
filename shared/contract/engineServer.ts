import { toAppError } from '../lib/appError';
import { err, ok } from '../lib/result';
import {
  type EngineCall,
  type EngineEvent,
  type EngineEventData,
  type EngineRequest,
  type EngineResponse,
  engineCalls,
} from './calls';
import type { EngineMessage, MessagePortLike, Progress, WindowMessage } from './engineMessages';

/** What a handler may use besides the request. */
export interface CallContext {
  readonly signal: AbortSignal;
  readonly report: (progress: Progress) => void;
}

/** One function a call; a missing one does not compile. Expected failures are thrown as `AppFailure`. */
export type EngineHandlers = {
  readonly [C in EngineCall]: (request: EngineRequest<C>, context: CallContext) => Promise<EngineResponse<C>>;
};

/** One window's connection to the engine. */
export interface EngineConnection {
  readonly announce: <E extends EngineEvent>(name: E, data: EngineEventData<E>) => void;
  /** Aborts every call still running, as when the window is gone. */
  readonly dispose: () => void;
}

function isCallName(name: string): name is EngineCall {
  return Object.hasOwn(engineCalls, name);
}

/** Answers one window's calls: parse, run, check the answer, wrap; in that order, once. */
export function serveEngine(port: MessagePortLike, handlers: EngineHandlers): EngineConnection {
  const running = new Map<number, AbortController>();
  const send = (message: EngineMessage): void => port.post(message);

  async function run<C extends EngineCall>(id: number, name: C, rawRequest: unknown): Promise<void> {
    const parsed = engineCalls[name].request.safeParse(rawRequest);
    if (!parsed.success) {
      send({ kind: 'answer', id, result: err({ code: 'bad-request', detail: `${name}: ${parsed.error.message}` }) });
      return;
    }
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const report = (progress: Progress): void => send({ kind: 'progress', id, progress });
      const handler: EngineHandlers[C] = handlers[name];
      const response = await handler(parsed.data as EngineRequest<C>, { signal: controller.signal, report });
      send({ kind: 'answer', id, result: ok(engineCalls[name].response.parse(response)) });
    } catch (error) {
      send({ kind: 'answer', id, result: err(toAppError(error)) });
    } finally {
      running.delete(id);
    }
  }

  port.listen((raw) => {
    const message = raw as WindowMessage;
    if (message.kind === 'cancel') {
      running.get(message.id)?.abort();
    } else if (message.kind === 'call' && isCallName(message.name)) {
      void run(message.id, message.name, message.request);
    } else if (message.kind === 'call') {
      send({ kind: 'answer', id: message.id, result: err({ code: 'bad-request', detail: `no call ${message.name}` }) });
    }
  });

  return {
    announce: (name, data) => send({ kind: 'event', name, data }),
    dispose: () => running.forEach((controller) => controller.abort()),
  };
}
