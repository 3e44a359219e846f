import { beforeEach, describe, expect, it } from 'vitest';
import type { EngineRequest } from '../../../shared/contract/calls';
import type { EngineClient } from '../../../shared/contract/engineClient';
import { err, ok } from '../../../shared/lib/result';
import { composePatches } from '../../../shared/model/composePatches';
import { setProperty } from '../../../shared/model/commands/setFields';
import { documentFromModel } from '../../../shared/model/plantDocument';
import { meet, type Meeting, type MeetingEdit, taggedWorks } from '../../../testing/meetingEdits';
import type { App } from '../../state/appContext';
import { createApp } from '../../state/createApp';
import { createSessionStore } from '../../state/sessionStore';
import { type ConflictReview, createReview } from './createReview';

const setOf =
  (tag: string, text: string): MeetingEdit =>
  (context) => {
    const ids = [...context.model.components.values()].flatMap((one) => (one.tag === tag ? [one.id] : []));
    return setProperty(context, { ids, name: 'size', text });
  };

/** An engine that holds what a meeting left behind. */
class ScriptedEngine {
  met: Meeting;
  readonly resolved: EngineRequest<'sync:resolve'>[] = [];
  failing = false;
  readonly #listeners = new Map<string, (data: never) => void>();

  constructor(met: Meeting) {
    this.met = met;
  }

  client(): EngineClient {
    return {
      call: ((name: string, request: never) => Promise.resolve(this.#answer(name, request))) as EngineClient['call'],
      on: (name, listener) => {
        this.#listeners.set(name, listener as never);
        return () => undefined;
      },
    };
  }

  announce(name: string, data: unknown = {}): void {
    this.#listeners.get(name)?.(data as never);
  }

  #answer(name: string, request: EngineRequest<'sync:resolve'> & EngineRequest<'sync:revision-patch'>) {
    const { model, conflicts, revisions } = this.met;
    switch (name) {
      case 'model:read':
        return ok({ document: documentFromModel(model), revision: 1 });
      case 'sync:conflicts':
        return ok({ conflicts });
      case 'sync:status':
        return ok({ phase: 'synced', pendingCount: 0, conflictCount: 1, revision: 206, tenant: { subject: 'Me' } });
      case 'sync:revisions':
        return ok({ revisions: [...revisions].reverse(), complete: true });
      case 'sync:revision-patch':
        return ok({ patch: revisions.find(({ seq }) => seq === request.seq)?.patch });
      case 'sync:resolve':
        if (this.failing) {
          return err({ code: 'write-failed', detail: 'the disk is full' });
        }
        this.resolved.push(request);
        return ok({
          patch: request.resolutions.map(({ patch }) => patch).reduce(composePatches, { changes: [] }),
          revision: 2,
          undoLabel: request.label,
        });
      default:
        return err({ code: 'bad-request', detail: name });
    }
  }
}

let engine: ScriptedEngine;
let app: App;
let review: ConflictReview;

async function open(met: Meeting): Promise<void> {
  engine = new ScriptedEngine(met);
  const client = engine.client();
  app = createApp(client, createSessionStore('light'));
  await app.models.actions.load({ path: '/w.sightglass', plantName: 'W', timeZone: 'UTC', demo: false, revision: 1 });
  review = createReview(app, () => 0);
  await review.actions.refresh();
}

const items = () => review.onShow()?.review.items ?? [];

describe('a review in a window', () => {
  beforeEach(async () => {
    await open(
      meet(taggedWorks(), {
        mine: [setOf('A-3', 'DN 125'), setOf('A-4', 'DN 80')],
        theirs: [setOf('A-3', 'DN 200'), setOf('A-4', 'DN 100')],
      }),
    );
  });

  it('[R33] opens in Model mode at the first item; next and previous go round; its sheet is shown', () => {
    app.session.setState({ mode: 'operate' });
    review.actions.open();
    expect(app.session.getState().mode).toBe('model');
    expect(app.session.getState().sheetId).toBe(items()[0]?.sheetId);
    expect(review.store.getState().focusId).toBe(items()[0]?.id);
    review.actions.step(-1);
    expect(review.store.getState().focusId).toBe(items()[1]?.id);
    review.actions.step(1);
    expect(review.store.getState().focusId).toBe(items()[0]?.id);
  });

  it('[R34] nothing is sent before everything is decided; then it is one call, and the plant shows it', async () => {
    const [first, second] = items();
    review.actions.open();
    await review.actions.apply();
    if (first === undefined || second === undefined) {
      throw new Error('two items');
    }
    review.actions.take(first, 'mine');
    await review.actions.apply();
    expect(engine.resolved).toEqual([]);
    review.actions.take(second, 'theirs');
    await review.actions.apply();
    expect(engine.resolved).toHaveLength(1);
    expect(engine.resolved[0]?.resolutions.map(({ take }) => take)).toEqual(['mine', 'theirs']);
    const sizes = [...(app.models.store.getState().model?.components.values() ?? [])].map(
      (one) => one.properties['size'],
    );
    expect(sizes).toContain('DN 125');
    expect(sizes).toContain('DN 100');
    expect(app.models.store.getState().undoLabel).toBe('Decide 2 conflicts');
    expect(review.store.getState().open).toBe(false);
    expect(items()).toEqual([]);
  });

  it('[R15] proposals are called so in the step that decides them', async () => {
    const other = { kind: 'area', id: 'north' };
    const conflicts = engine.met.conflicts.map((one) => ({
      ...one,
      conflicts: one.conflicts.map(({ op }) => ({ op, kind: 'frozen' as const, other })),
    }));
    engine.met = { ...engine.met, conflicts };
    await review.actions.refresh();
    review.actions.close();
    expect(review.store.getState().announcement).toBe('Nothing was changed. The proposals wait.');
    items().forEach((item) => review.actions.take(item, 'mine'));
    await review.actions.apply();
    expect(app.models.store.getState().undoLabel).toBe('Decide 2 proposals');
  });

  it('[R34] what could not be kept is told, and every decision is still there', async () => {
    engine.failing = true;
    review.actions.open();
    items().forEach((item) => review.actions.take(item, 'mine'));
    await review.actions.apply();
    expect(app.models.store.getState().failure?.code).toBe('write-failed');
    expect(review.store.getState()).toMatchObject({ open: true, applying: false });
    expect(review.store.getState().decisions.size).toBe(2);
  });

  it('[R35] decisions stay when other conflicts come, but not when their question has become another', async () => {
    items().forEach((item) => review.actions.take(item, 'mine'));
    const later = meet(taggedWorks(), {
      mine: [setOf('A-3', 'DN 125'), setOf('A-4', 'DN 80'), setOf('A-2', 'DN 50')],
      theirs: [setOf('A-3', 'DN 200'), setOf('A-4', 'DN 150'), setOf('A-2', 'DN 65')],
    });
    engine.met = { ...later, model: app.models.store.getState().model ?? later.model };
    app.models.store.setState({ model: later.model });
    await review.actions.refresh();
    expect(items().map(({ title }) => title)).toEqual(['A-3, size', 'A-4, size', 'A-2, size']);
    const { decisions } = review.store.getState();
    expect(items().map(({ rows }) => rows.map(({ id }) => decisions.has(id)))).toEqual([[true], [false], [false]]);
  });

  it('[R15] a proposal is told as released only once it is known which areas are frozen', async () => {
    const other = { kind: 'area', id: 'north' };
    const conflicts = engine.met.conflicts.map((conflict) => ({
      ...conflict,
      conflicts: conflict.conflicts.map(({ op }) => ({ op, kind: 'frozen' as const, other })),
    }));
    engine.met = { ...engine.met, conflicts };
    await review.actions.refresh();
    const note = () => items()[0]?.rows[0]?.notes[0];
    expect(note()).toContain('was frozen when this was sent');
    engine.announce('sync:freezes-changed', { frozen: [{ areaId: 'north' }] });
    expect(note()).toContain('is frozen: this is kept as a proposal');
    engine.announce('sync:freezes-changed', { frozen: [] });
    expect(note()).toContain('was released: this can be sent again');
  });

  it('[R36] edits of others wait with them until somebody takes them over', async () => {
    engine.met = {
      ...engine.met,
      conflicts: engine.met.conflicts.map((one) => ({ ...one, mine: false, by: 'Colleague' })),
    };
    await review.actions.refresh();
    expect(items()).toEqual([]);
    await review.actions.adopt(engine.met.conflicts[0]?.id ?? '');
    expect(items().map(({ title, mine }) => [title, mine.isOwn])).toEqual([['A-3, size', false]]);
  });
});
