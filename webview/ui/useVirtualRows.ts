import { elementScroll, observeElementOffset, observeElementRect, Virtualizer, type VirtualItem } from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useLayoutEffect, useReducer, useRef } from 'preact/hooks';

interface VirtualRows {
  readonly items: readonly VirtualItem[];
  readonly totalHeight: number;
  readonly scrollTo: (index: number) => void;
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
    overscan: 12,
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
    items: rows.getVirtualItems(),
    totalHeight: rows.getTotalSize(),
    scrollTo: index => rows.scrollToIndex(index, { align: 'auto' }),
  };
}
