import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../../../shared/contract/engineClient';
import type { Progress } from '../../../../shared/contract/engineMessages';
import type { AppError } from '../../../../shared/lib/appError';
import type { DataSourceId } from '../../../../shared/model/ids';
import { type BrowsePages, pageRows, pagesOf, type RowRange, rowAt, withRows } from './browsePages';

/** The list of a data source's series as a person looks at it. */
export interface BrowseState {
  /** The words that the rows were found by. */
  readonly query: string;
  /** How many series the words find, and how many there are. */
  readonly found: number;
  readonly total: number;
  /** When the source was asked for its list; undefined until there was an answer. */
  readonly readAtMs: number | undefined;
  readonly pages: BrowsePages;
  /** A search or a refresh is under way. */
  readonly isReading: boolean;
  readonly progress: Progress | undefined;
  /** Why the last search or refresh was not answered; the rows are those of the one before. */
  readonly failure: AppError | undefined;
}

/** The engine answers at most so many rows at once. */
const mostRows = 5_000;
const wholePages = mostRows / pageRows;

const unread: BrowseState = {
  query: '',
  found: 0,
  total: 0,
  readAtMs: undefined,
  pages: new Map(),
  isReading: false,
  progress: undefined,
  failure: undefined,
};

/** Reads the list of one data source, page by page as it is looked at. */
export class BrowseStore {
  readonly store: StoreApi<BrowseState> = createStore<BrowseState>(() => unread);
  readonly #client: EngineClient;
  readonly #sourceId: DataSourceId;
  /** The pages under way. */
  readonly #reads = new Map<number, AbortController>();
  #search: AbortController | undefined;
  /** The rows of a range that is being picked. */
  #all: AbortController | undefined;

  constructor(client: EngineClient, sourceId: DataSourceId) {
    this.#client = client;
    this.#sourceId = sourceId;
  }

  /** Shows what the words find. The rows of before stay until the new ones are here; the newest search wins. */
  async search(query: string, how: { readonly refresh: boolean } = { refresh: false }): Promise<void> {
    this.#stop();
    const search = new AbortController();
    const { signal } = search;
    this.#search = search;
    this.store.setState({ isReading: true, progress: undefined });
    const onProgress = (progress: Progress): void => this.store.setState(signal.aborted ? {} : { progress });
    const request = { sourceId: this.#sourceId, query, offset: 0, limit: pageRows, ...how };
    const answer = await this.#client.call('source:browse', request, { signal, onProgress });
    if (signal.aborted) {
      return;
    }
    this.#search = undefined;
    const settled = { isReading: false, progress: undefined };
    if (answer.ok) {
      const { found, total, readAtMs, rows } = answer.value;
      const pages = withRows(new Map(), 0, rows);
      this.store.setState({ ...settled, query, found, total, readAtMs, pages, failure: undefined });
    } else {
      this.store.setState({ ...settled, failure: answer.error });
    }
  }

  /** Reads the pages that rows in view lie on, and no longer those that are out of view. */
  want(range: RowRange): void {
    const wanted = pagesOf(range);
    for (const [page, read] of this.#reads) {
      if (!wanted.includes(page)) {
        read.abort();
        this.#reads.delete(page);
      }
    }
    const { pages } = this.store.getState();
    for (const page of wanted) {
      if (!pages.has(page) && !this.#reads.has(page)) {
        const read = new AbortController();
        this.#reads.set(page, read);
        void this.#read({ firstPage: page, limit: pageRows }, read.signal).finally(() => {
          if (this.#reads.get(page) === read) {
            this.#reads.delete(page);
          }
        });
      }
    }
  }

  /** Reads every row of a range. False: it could not, or another search came between. */
  async readAll({ start, end }: RowRange): Promise<boolean> {
    this.#all?.abort();
    const all = new AbortController();
    this.#all = all;
    const { query } = this.store.getState();
    const missing = pagesOf({ start, end }).filter((page) => !this.store.getState().pages.has(page));
    for (let next = missing[0]; next !== undefined; next = missing.find((page) => !this.#has(page))) {
      const isRead = await this.#read({ firstPage: next, limit: wholePages * pageRows }, all.signal);
      if (!isRead || this.store.getState().query !== query) {
        return false;
      }
    }
    return true;
  }

  dispose(): void {
    this.#stop();
  }

  #has(page: number): boolean {
    const { pages, found } = this.store.getState();
    return pages.has(page) || rowAt(pages, page * pageRows) !== undefined || page * pageRows >= found;
  }

  #stop(): void {
    this.#search?.abort();
    this.#search = undefined;
    this.#all?.abort();
    this.#reads.forEach((read) => read.abort());
    this.#reads.clear();
  }

  /** True when the rows are in. They are not where another list is shown by now. */
  async #read(
    { firstPage, limit }: { readonly firstPage: number; readonly limit: number },
    signal: AbortSignal,
  ): Promise<boolean> {
    const { query } = this.store.getState();
    const request = { sourceId: this.#sourceId, query, offset: firstPage * pageRows, limit, refresh: false };
    const answer = await this.#client.call('source:browse', request, { signal });
    const now = this.store.getState();
    if (signal.aborted || now.query !== query || this.#search !== undefined) {
      return false;
    }
    if (!answer.ok) {
      this.store.setState({ failure: answer.error });
      return false;
    }
    if (answer.value.found !== now.found) {
      // The source's list was read anew meanwhile: rows of two lists must not be mixed.
      void this.search(query);
      return false;
    }
    this.store.setState({ pages: withRows(now.pages, firstPage, answer.value.rows) });
    return true;
  }
}
