import { expect, test } from 'vitest';
import type { EngineClient } from '../../../../shared/contract/engineClient';
import type { BrowsedSeries } from '../../../../shared/contract/sourceCalls';
import type { AppError } from '../../../../shared/lib/appError';
import { err, ok } from '../../../../shared/lib/result';
import { asId } from '../../../../shared/model/ids';
import { pageRows, pagesOf, rowAt } from './browsePages';
import { BrowseStore } from './browseStore';
import { testSeries } from './testSeries';

// Rule numbers refer to docs/spec/connections.md.

interface Asked {
  readonly query: string;
  readonly offset: number;
  readonly limit: number;
  readonly refresh: boolean;
  readonly isCancelled: () => boolean;
  readonly answer: (failure?: AppError) => Promise<void>;
}

/** A source whose answers are given by hand, in any order. */
function scriptedSource(rowsOf: (query: string) => readonly BrowsedSeries[]) {
  const asked: Asked[] = [];
  const call = (_name: string, request: Omit<Asked, 'answer'>, options: { readonly signal: AbortSignal }) =>
    new Promise((resolve) => {
      const { query, offset, limit, refresh } = request;
      options.signal.addEventListener('abort', () => resolve(err({ code: 'cancelled' })));
      const answer = async (failure?: AppError): Promise<void> => {
        const rows = rowsOf(query);
        const found = { found: rows.length, total: rows.length, readAtMs: 1, rows: rows.slice(offset, offset + limit) };
        resolve(failure === undefined ? ok(found) : err(failure));
        // What the store does with it comes in later turns.
        await new Promise((done) => setImmediate(done));
      };
      asked.push({ query, offset, limit, refresh, answer, isCancelled: () => options.signal.aborted });
    });
  const store = new BrowseStore({ call, on: () => () => undefined } as unknown as EngineClient, asId('source'));
  const last = (): Asked => {
    const newest = asked.at(-1);
    expect(newest).toBeDefined();
    return newest as Asked;
  };
  return { asked, last, store, state: () => store.store.getState() };
}

const many = Array.from({ length: 20_000 }, (_, index) => testSeries(`s${index}`));
const wholeList = () => many;

test('[N20] rows lie on pages', () => {
  expect(pagesOf({ start: 0, end: 0 })).toEqual([]);
  expect(pagesOf({ start: 0, end: pageRows })).toEqual([0]);
  expect(pagesOf({ start: pageRows - 1, end: pageRows + 1 })).toEqual([0, 1]);
});

test('[N20] the first page comes with the search, others as they come into view', async () => {
  const { asked, last, store, state } = scriptedSource(wholeList);
  void store.search('');
  expect(state().isReading).toBe(true);
  await last().answer();
  expect(state()).toMatchObject({ isReading: false, found: 20_000 });
  store.want({ start: 10, end: 40 });
  expect(asked).toHaveLength(1);
  store.want({ start: 9_990, end: 10_020 });
  expect(asked.slice(1).map(({ offset }) => offset)).toEqual([9_500, 10_000]);
  await last().answer();
  expect(rowAt(state().pages, 10_007)?.name).toBe('s10007');
  expect(rowAt(state().pages, 9_999)).toBeUndefined();
});

test('[N20] a page that goes out of view before it came is cancelled', async () => {
  const { asked, last, store, state } = scriptedSource(wholeList);
  void store.search('');
  await last().answer();
  store.want({ start: 5_000, end: 5_020 });
  const passed = last();
  store.want({ start: 15_000, end: 15_020 });
  expect(passed.isCancelled()).toBe(true);
  expect(asked.at(-1)).toMatchObject({ offset: 15_000 });
  await passed.answer();
  expect(rowAt(state().pages, 5_000)).toBeUndefined();
});

test('[N20] the newest search wins, and no row of an older one stands below it', async () => {
  const { asked, last, store, state } = scriptedSource((query) => many.filter(({ name }) => name.includes(query)));
  void store.search('');
  await last().answer();
  store.want({ start: 600, end: 620 });
  const page = last();
  void store.search('s1');
  const first = last();
  void store.search('s19');
  expect(page.isCancelled()).toBe(true);
  expect(first.isCancelled()).toBe(true);
  await first.answer();
  expect(state().query).toBe('');
  await last().answer();
  await page.answer();
  expect(state()).toMatchObject({ query: 's19', found: 1_111 });
  expect(state().pages.size).toBe(1);
  expect(asked).toHaveLength(4);
});

test('[N20] a list that was read anew meanwhile is not mixed with the one before', async () => {
  let rows = many;
  const { last, store, state } = scriptedSource(() => rows);
  void store.search('');
  await last().answer();
  store.want({ start: 600, end: 620 });
  rows = many.slice(5);
  await last().answer();
  expect(last()).toMatchObject({ query: '', offset: 0 });
  await last().answer();
  expect(state().found).toBe(19_995);
  expect(rowAt(state().pages, 0)?.name).toBe('s5');
});

test('[N21] the rows of a range are read before they are picked, in large pieces', async () => {
  const { asked, last, store, state } = scriptedSource(wholeList);
  void store.search('');
  await last().answer();
  const all = store.readAll({ start: 0, end: 20_000 });
  while (state().pages.size < 40) {
    await last().answer();
  }
  expect(await all).toBe(true);
  expect(asked.slice(1).map(({ offset }) => offset)).toEqual([500, 5_500, 10_500, 15_500]);
  expect(rowAt(state().pages, 19_999)?.name).toBe('s19999');
});

test('[N21] a range is not picked when another search comes between', async () => {
  const { last, store } = scriptedSource(wholeList);
  void store.search('');
  await last().answer();
  const all = store.readAll({ start: 0, end: 20_000 });
  void store.search('s1');
  expect(await all).toBe(false);
});

test('[N20] a search that fails leaves the rows and says why; the next that is answered clears it', async () => {
  const { last, store, state } = scriptedSource(wholeList);
  void store.search('');
  await last().answer();
  void store.search('', { refresh: true });
  expect(last().refresh).toBe(true);
  await last().answer({ code: 'no-project-open' });
  expect(state()).toMatchObject({ isReading: false, found: 20_000, failure: { code: 'no-project-open' } });
  void store.search('');
  await last().answer();
  expect(state().failure).toBeUndefined();
});
