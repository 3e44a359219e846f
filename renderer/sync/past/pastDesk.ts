import type { Revision } from '../../../shared/contract/syncCalls';
import { type AppError, explainError } from '../../../shared/lib/appError';
import { ok, type Result } from '../../../shared/lib/result';
import type { PlantModel } from '../../../shared/model/plantModel';
import { comparisonOf } from '../../../shared/sync/past/comparison';
import { atMostEvery } from '../../state/atMostEvery';
import type { App } from '../../state/appContext';
import { reveal, select } from '../../state/sessionStore';
import { sheetsInOrder } from '../../state/sheetsInOrder';
import { type ComparisonView, createPastStore, type PastFilter, type PastStore, type Side } from './pastStore';
import { createRevisionList, type RevisionList } from './revisionList';

/** A revision that the service, or the journal, has given its number. */
export type NumberedRevision = Revision & { readonly seq: number };

/** Edits come one a second while somebody draws. */
const reloadEveryMs = 500;

function isNumbered(revision: Revision): revision is NumberedRevision {
  return revision.seq !== undefined;
}

/** The history of the plant in Model mode: the list, the drawing as of a revision, comparing, reverting. */
export class PastDesk {
  readonly store: PastStore = createPastStore();
  readonly #app: App;
  readonly #list: RevisionList;
  /** The newest wish; what an older one brings is thrown away. */
  #wish = 0;

  constructor(app: App) {
    this.#app = app;
    this.#list = createRevisionList(app, this.store);
  }

  /** Keeps the list on what happens to the plant. Answers what ends it. */
  follow(): () => void {
    const { client, models, session } = this.#app;
    const reload = atMostEvery(reloadEveryMs, () => {
      if (this.store.getState().isOpen) {
        void this.#list.reload();
      }
    });
    const compareAgain = atMostEvery(reloadEveryMs, () => void this.#compareAgain());
    const stops = [
      client.on('sync:revisions-changed', reload.soon),
      models.store.subscribe((state, before) => {
        if (state.project?.path !== before.project?.path) {
          this.close();
          return;
        }
        if (state.revision !== before.revision) {
          reload.soon();
        }
        if (state.model !== before.model) {
          compareAgain.soon();
        }
      }),
      session.subscribe((state, before) => {
        if (state.selection !== before.selection && this.store.getState().filter.onlySelected) {
          reload.soon();
        }
      }),
      reload.stop,
      compareAgain.stop,
    ];
    return () => stops.forEach((stop) => stop());
  }

  open(): void {
    this.#app.session.setState({ mode: 'model', panelOpen: true });
    this.store.setState({ isOpen: true, message: undefined });
    void this.#list.reload(true);
  }

  close(): void {
    this.backToToday();
    this.store.setState({ isOpen: false, rows: [], complete: false, people: [], message: undefined });
  }

  more(): void {
    void this.#list.more();
  }

  narrow(filter: Partial<PastFilter>): void {
    this.store.setState((state) => ({ filter: { ...state.filter, ...filter } }));
    void this.#list.reload(true);
  }

  /** Shows the plant as it was at a moment, whatever else the list is narrowed to. */
  async lookAt(timeMs: number): Promise<void> {
    const asks = { before: Number.MAX_SAFE_INTEGER, most: 1, filter: { untilMs: timeMs } };
    const page = await this.#ask(this.#app.client.call('sync:revisions', asks));
    const revision = page?.revisions.find(isNumbered);
    if (revision !== undefined) {
      this.choose(revision);
    } else if (page !== undefined) {
      this.store.setState({ message: 'Nothing of this plant is known from before that moment' });
    }
  }

  /** Shows the drawing as of a revision, or compares it with the one that waits for another. */
  choose(revision: Revision): void {
    const { compareFrom } = this.store.getState();
    this.store.setState({ chosenId: revision.id, message: undefined });
    if (!isNumbered(revision)) {
      this.store.setState({ message: 'Not sent yet: today’s drawing shows it' });
    } else if (compareFrom !== undefined && compareFrom !== revision.seq) {
      const [before, after] = [compareFrom, revision.seq].toSorted((one, other) => one - other);
      this.compare({ kind: 'revision', seq: before ?? 0 }, { kind: 'revision', seq: after ?? 0 });
    } else {
      void this.#look(revision);
    }
  }

  /** Goes to a row above (-1) or below. */
  step(by: 1 | -1): void {
    const { rows, chosenId } = this.store.getState();
    const place = rows.findIndex(({ id }) => id === chosenId);
    const next = rows[place === -1 ? rows.findIndex(isNumbered) : place + by];
    if (next !== undefined) {
      this.choose(next);
    }
  }

  compare(before: Side, after: Side): void {
    void this.#compare(before, after);
  }

  /** The next revision that is chosen is compared with this one; undefined: with none. */
  compareFrom(seq: number | undefined): void {
    this.store.setState({ compareFrom: seq });
  }

  /** Goes to a difference of the comparison. */
  goTo(place: number): void {
    const { view } = this.store.getState();
    const difference = view.kind === 'comparison' ? view.comparison.differences[place] : undefined;
    if (view.kind !== 'comparison' || difference === undefined) {
      return;
    }
    this.store.setState({ view: { ...view, at: place } });
    const { session } = this.#app;
    const { sheetId, componentId, connectionId } = difference.place ?? {};
    const line = connectionId === undefined ? undefined : view.comparison.drawing.connections.get(connectionId);
    const shown = componentId ?? line?.from.componentId;
    if (sheetId !== undefined && shown !== undefined) {
      reveal(session, sheetId, shown);
      select(session, componentId === undefined ? [] : [componentId], connectionId === undefined ? [] : [connectionId]);
    } else if (sheetId !== undefined) {
      session.setState({ sheetId });
    }
  }

  /** Goes to the next difference (1) or the one before. */
  turn(by: 1 | -1): void {
    const { view } = this.store.getState();
    if (view.kind === 'comparison' && view.comparison.differences.length > 0) {
      const count = view.comparison.differences.length;
      this.goTo(view.at === undefined ? (by === 1 ? 0 : count - 1) : (view.at + by + count) % count);
    }
  }

  /** From a comparison back to the list, with the drawing as of the row that is chosen there. */
  backToList(): void {
    const { rows, chosenId } = this.store.getState();
    const chosen = rows.find(({ id }) => id === chosenId);
    if (chosen !== undefined && isNumbered(chosen)) {
      void this.#look(chosen);
    } else {
      this.backToToday();
    }
  }

  backToToday(): void {
    this.#wish += 1;
    this.store.setState({ view: { kind: 'today' }, chosenId: undefined, compareFrom: undefined });
    this.#app.onShow.model.show(undefined);
    this.#keepSheet();
    this.#keepSelection();
  }

  /** Takes a revision back by a new edit, and tells what was left as it is. */
  async revert({ seq, label }: NumberedRevision): Promise<void> {
    const answer = await this.#app.client.call('sync:revert', { seq });
    if (!answer.ok) {
      this.store.setState({ message: explainError(answer.error) });
      return;
    }
    const { kept, ...saved } = answer.value;
    this.backToToday();
    this.#app.models.actions.showSaved(saved);
    const left = kept.length === 0 ? '' : ` Left as it is: ${kept.join(' ')}`;
    this.store.setState({ message: `“${label}” was taken back. Undo brings it back.${left}` });
  }

  async #look(revision: NumberedRevision): Promise<void> {
    const model = await this.#ask(this.#app.revisions.read(revision.seq));
    if (model !== undefined) {
      this.#app.onShow.model.show({ seq: revision.seq, atMs: revision.atMs, model });
      this.store.setState({ view: { kind: 'revision', revision } });
      this.#keepSheet();
    }
  }

  async #compare(before: Side, after: Side): Promise<void> {
    const models = await this.#ask(this.#both(before, after));
    if (models !== undefined) {
      this.#showComparison({ before, after, comparison: comparisonOf(models.before, models.after), at: undefined });
      this.store.setState({ compareFrom: undefined, message: undefined });
      this.turn(1);
    }
  }

  /** Today goes on while one compares with it: colleagues edit. One stays at the difference one is at. */
  async #compareAgain(): Promise<void> {
    const { view } = this.store.getState();
    if (view.kind !== 'comparison' || (view.before.kind !== 'today' && view.after.kind !== 'today')) {
      return;
    }
    const wish = this.#wish;
    const models = await this.#both(view.before, view.after);
    const { view: shown } = this.store.getState();
    const { before, after } = view;
    const isSame = shown.kind === 'comparison' && shown.before === before && shown.after === after;
    if (models.ok && wish === this.#wish && isSame) {
      const comparison = comparisonOf(models.value.before, models.value.after);
      const key = shown.at === undefined ? undefined : shown.comparison.differences[shown.at]?.key;
      const place = comparison.differences.findIndex((difference) => difference.key === key);
      this.#showComparison({ before, after, comparison, at: place === -1 ? undefined : place });
    }
  }

  #showComparison(comparing: Omit<ComparisonView, 'kind'>): void {
    const { before, after, comparison } = comparing;
    const seq = after.kind === 'revision' ? after.seq : before.kind === 'revision' ? before.seq : 0;
    this.#app.onShow.model.show({ seq, atMs: 0, model: comparison.drawing });
    this.store.setState({ view: { kind: 'comparison', ...comparing } });
    this.#keepSheet();
  }

  async #both(before: Side, after: Side): Promise<Result<{ before: PlantModel; after: PlantModel }, AppError>> {
    const [one, other] = [await this.#modelOf(before), await this.#modelOf(after)];
    return !one.ok ? one : !other.ok ? other : ok({ before: one.value, after: other.value });
  }

  async #modelOf(side: Side): Promise<Result<PlantModel, AppError>> {
    const { model } = this.#app.models.store.getState();
    const isToday = side.kind === 'today' && model !== undefined;
    return isToday ? ok(model) : this.#app.revisions.read(side.kind === 'today' ? 0 : side.seq);
  }

  /** The answer to the newest wish; undefined for older ones and for failures, which are told. */
  async #ask<Value>(question: Promise<Result<Value, AppError>>): Promise<Value | undefined> {
    const wish = (this.#wish += 1);
    const answer = await question;
    if (wish !== this.#wish) {
      return undefined;
    }
    if (!answer.ok) {
      this.store.setState({ message: explainError(answer.error) });
      return undefined;
    }
    return answer.value;
  }

  /** What was picked out in the past and is not there today is let go. */
  #keepSelection(): void {
    const { session, models } = this.#app;
    const { model } = models.store.getState();
    const { components, connections } = session.getState().selection;
    const [kept, lines] = [
      [...components].filter((id) => model?.components.has(id) === true),
      [...connections].filter((id) => model?.connections.has(id) === true),
    ];
    if (kept.length < components.size || lines.length < connections.size) {
      select(session, kept, lines);
    }
  }

  /** A sheet that is not in what is shown gives way to the first. */
  #keepSheet(): void {
    const { session, onShow } = this.#app;
    const { model } = onShow.model.getState();
    const { sheetId } = session.getState();
    if (model !== undefined && (sheetId === undefined || !model.sheets.has(sheetId))) {
      session.setState({ sheetId: sheetsInOrder(model)[0]?.id });
    }
  }
}
