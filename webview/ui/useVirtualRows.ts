import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useLayoutEffect, useReducer, useRef } from 'preact/hooks';

interface VirtualRows {
  /** Rows on screen; `top` counts from the first row. */
  readonly items: readonly { readonly index: number; readonly top: number }[];
  readonly totalHeight: number;
  /** Brings a row onto the screen by the shortest way. */
  readonly scrollTo: (index: number) => void;
  /** Brings a row that is off screen to its middle. */
  readonly reveal: (index: number) => void;
}

/** Which of `count` rows of known heights are on screen in a scrolled element. */
export function useVirtualRows(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: (index: number) => number,
  headerHeight = 0,
): VirtualRows {
  const [, redraw] = useReducer((revision: number) => revision + 1, 0);
  const virtualizer = useRef<Virtualizer<HTMLElement, HTMLElement> | undefined>(undefined);
  const options = {
    count,
    getScrollElement: () => scroller.current,
    estimateSize: rowHeight,
    overscan: 6,
    scrollMargin: headerHeight,
    scrollPaddingStart: headerHeight,
    initialRect: { width: 0, height: 600 },
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    onChange: () => redraw(undefined),
  };
  const rows = (virtualizer.current ??= new Virtualizer<HTMLElement, HTMLElement>(options));
  rows.setOptions(options);
  useLayoutEffect(() => rows._didMount(), []);
  useLayoutEffect(() => rows._willUpdate());
  // Heights depend on the rows shown, which the virtualizer cannot see change.
  useLayoutEffect(() => rows.measure(), [rowHeight]);
  return {
    items: rows.getVirtualItems().map(({ index, start }) => ({ index, top: start - headerHeight })),
    totalHeight: rows.getTotalSize(),
    scrollTo: index => rows.scrollToIndex(index, { align: 'auto' }),
    reveal: index => {
      if (!isOnScreen(rows, index, headerHeight)) rows.scrollToIndex(index, { align: 'center' });
    },
  };
}

function isOnScreen(rows: Virtualizer<HTMLElement, HTMLElement>, index: number, headerHeight: number): boolean {
  const measured = rows.measurementsCache[index];
  const top = rows.scrollOffset ?? 0;
  const height = rows.scrollElement?.clientHeight ?? 0;
  return measured !== undefined && measured.start - headerHeight >= top && measured.end <= top + height;
}
