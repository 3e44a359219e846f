import type { RevisionFilter } from '../../../shared/contract/syncCalls';
import { explainError } from '../../../shared/lib/appError';
import type { App } from '../../state/appContext';
import type { PastStore } from './pastStore';

const pageSize = 200;
/** The engine answers at most so many at once. */
const mostAtOnce = 1_000;

/** Reads the list of revisions as far as it is looked at. */
export interface RevisionList {
  /** Reads it anew, as far as it was read; with another filter from the beginning. */
  readonly reload: (fromStart?: boolean) => Promise<void>;
  /** Reads the next page, unless there is none or one is being read. */
  readonly more: () => Promise<void>;
}

function filterOf(app: App, store: PastStore): RevisionFilter {
  const { by, text, onlySelected, moment } = store.getState().filter;
  const [selected] = app.session.getState().selection.components;
  return {
    ...(by === undefined ? {} : { by }),
    ...(text.trim() === '' ? {} : { text: text.trim() }),
    ...(onlySelected && selected !== undefined ? { componentId: selected } : {}),
    ...(moment.timeMs === undefined ? {} : { untilMs: moment.timeMs }),
  };
}

/** Makes the reader of the list. An answer to an older question than the newest is thrown away. */
export function createRevisionList(app: App, store: PastStore): RevisionList {
  let asked = 0;
  const read = async (asks: { readonly before?: number; readonly most: number }): Promise<void> => {
    const question = (asked += 1);
    store.setState({ isLoading: true });
    const answer = await app.client.call('sync:revisions', { ...asks, filter: filterOf(app, store) });
    if (question !== asked) {
      return;
    }
    if (!answer.ok) {
      store.setState({ isLoading: false, complete: true, message: explainError(answer.error) });
      return;
    }
    const { revisions, complete } = answer.value;
    store.setState(({ rows, people }) => ({
      rows: asks.before === undefined ? revisions : [...rows, ...revisions],
      people: [...new Set([...people, ...revisions.map(({ by }) => by)])].sort(),
      // Where nothing more came, more comes later: the history before is being fetched.
      complete: complete || revisions.length < asks.most,
      isCutOff: !complete && revisions.length < asks.most,
      isLoading: false,
    }));
  };
  return {
    reload: (fromStart = false) => {
      const { rows } = store.getState();
      return read({ most: fromStart ? pageSize : Math.min(Math.max(rows.length, pageSize), mostAtOnce) });
    },
    more: async () => {
      const { rows, complete, isLoading } = store.getState();
      const last = rows.at(-1);
      if (!complete && !isLoading && last !== undefined) {
        // A page full of what was not sent yet is followed by the newest that was.
        await read({ before: last.seq ?? Number.MAX_SAFE_INTEGER, most: pageSize });
      }
    },
  };
}
