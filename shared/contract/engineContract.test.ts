import { describe, expect, test, vi } from 'vitest';
import { AppFailure } from '../lib/appError';
import { createEngineClient } from './engineClient';
import type { MessagePortLike } from './engineMessages';
import { type CallContext, type EngineHandlers, serveEngine } from './engineServer';

// Rule numbers refer to docs/spec/contract.md.

/** Two ports joined as two processes join them: copies cross, later. */
function joinedPorts(): readonly [MessagePortLike, MessagePortLike] {
  const listeners: [(message: unknown) => void, (message: unknown) => void] = [() => undefined, () => undefined];
  const port = (own: 0 | 1, other: 0 | 1): MessagePortLike => ({
    post: (message) => queueMicrotask(() => listeners[other](structuredClone(message))),
    listen: (listener) => {
      listeners[own] = listener;
    },
  });
  return [port(0, 1), port(1, 0)];
}

function served(handlers: Partial<EngineHandlers>) {
  const [engineSide, windowSide] = joinedPorts();
  const connection = serveEngine(engineSide, handlers as EngineHandlers);
  return { connection, client: createEngineClient(windowSide), windowSide };
}

const summary = { path: 'p', plantName: 'Plant', timeZone: 'UTC', demo: false, revision: 1 };

describe('the contract of engine and window', () => {
  test('[K1] a call is answered by its handler', async () => {
    const { client } = served({ 'project:open': async ({ path }) => ({ ...summary, path }) });
    expect(await client.call('project:open', { path: 'x' })).toEqual({ ok: true, value: { ...summary, path: 'x' } });
  });

  test('[K2] a request that does not fit never reaches a handler', async () => {
    const handler = vi.fn();
    const { client } = served({ 'project:open': handler });
    const answer = await client.call('project:open', { path: '' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'bad-request' } });
    expect(handler).not.toHaveBeenCalled();
  });

  test('[K2] an answer that does not fit never reaches a window', async () => {
    const { client } = served({ 'project:open': async () => ({ ...summary, revision: 'one' as unknown as number }) });
    expect(await client.call('project:open', { path: 'x' })).toMatchObject({
      ok: false,
      error: { code: 'unexpected' },
    });
  });

  test('[K2] a name that is not in the table is refused, also one that every object has', async () => {
    const { windowSide } = served({});
    const answers: unknown[] = [];
    windowSide.listen((message) => answers.push(message));
    for (const [id, name] of ['no:such', 'constructor', '__proto__'].entries()) {
      windowSide.post({ kind: 'call', id, name, request: {} });
    }
    await vi.waitFor(() => expect(answers).toHaveLength(3));
    expect(answers).toEqual(
      [0, 1, 2].map((id) => ({
        kind: 'answer',
        id,
        result: { ok: false, error: expect.objectContaining({ code: 'bad-request' }) },
      })),
    );
  });

  test('[K3] expected failures arrive as values, defects as "unexpected"', async () => {
    const { client } = served({
      'project:open': async () => {
        throw new AppFailure({ code: 'file-missing', path: 'x' });
      },
      'model:export': async () => {
        throw new TypeError('boom');
      },
    });
    expect(await client.call('project:open', { path: 'x' })).toEqual({
      ok: false,
      error: { code: 'file-missing', path: 'x' },
    });
    expect(await client.call('model:export', { path: 'x' })).toEqual({
      ok: false,
      error: { code: 'unexpected', detail: 'boom' },
    });
  });

  test('[K4] cancelling answers at once and fires the signal of the handler', async () => {
    let context: CallContext | undefined;
    const { client } = served({
      'project:open': (_request, given) => {
        context = given;
        return new Promise(() => undefined);
      },
    });
    const controller = new AbortController();
    const answer = client.call('project:open', { path: 'x' }, { signal: controller.signal });
    await vi.waitFor(() => expect(context).toBeDefined());
    controller.abort();
    expect(await answer).toEqual({ ok: false, error: { code: 'cancelled' } });
    await vi.waitFor(() => expect(context?.signal.aborted).toBe(true));
  });

  test('[K5] progress arrives before the answer and not after cancelling', async () => {
    const { client } = served({
      'project:open': async (_request, { report }) => {
        report({ done: 1, total: 2, label: 'days' });
        return summary;
      },
    });
    const seen: unknown[] = [];
    await client.call('project:open', { path: 'x' }, { onProgress: (progress) => seen.push(progress) });
    expect(seen).toEqual([{ done: 1, total: 2, label: 'days' }]);
  });

  test('[K6] when a window is gone its calls are aborted', async () => {
    let context: CallContext | undefined;
    const { client, connection } = served({
      'project:open': (_request, given) => {
        context = given;
        return new Promise(() => undefined);
      },
    });
    void client.call('project:open', { path: 'x' });
    await vi.waitFor(() => expect(context).toBeDefined());
    connection.dispose();
    expect(context?.signal.aborted).toBe(true);
  });

  test('[K7] announcements reach whoever listens, until they stop', async () => {
    const { client, connection } = served({});
    const heard: unknown[] = [];
    const stop = client.on('project:changed', (data) => heard.push(data));
    connection.announce('project:changed', { project: summary });
    await vi.waitFor(() => expect(heard).toEqual([{ project: summary }]));
    stop();
    connection.announce('project:changed', {});
    await Promise.resolve();
    expect(heard).toHaveLength(1);
  });
});
