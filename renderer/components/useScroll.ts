import { type RefObject, useEffect, useRef, useState } from 'react';

/** Where a scrolled list stands, px. */
export interface ScrollPlace {
  readonly topPx: number;
  readonly heightPx: number;
}

/** Follows the scrolling of the element that the reference is put on. */
export function useScroll(): { readonly element: RefObject<HTMLDivElement | null>; readonly scroll: ScrollPlace } {
  const element = useRef<HTMLDivElement>(null);
  const [scroll, setScroll] = useState<ScrollPlace>({ topPx: 0, heightPx: 200 });
  useEffect(() => {
    const view = element.current;
    if (view === null) {
      return undefined;
    }
    const read = (): void => setScroll({ topPx: view.scrollTop, heightPx: view.clientHeight });
    const observer = new ResizeObserver(read);
    observer.observe(view);
    view.addEventListener('scroll', read, { passive: true });
    return () => {
      observer.disconnect();
      view.removeEventListener('scroll', read);
    };
  }, []);
  return { element, scroll };
}

/** Where to scroll so that a row is in view, with as little movement as can be. */
export function scrollTopFor(row: number, scroll: ScrollPlace, rowHeightPx: number): number {
  return Math.min(Math.max(scroll.topPx, (row + 1) * rowHeightPx - scroll.heightPx), row * rowHeightPx);
}
