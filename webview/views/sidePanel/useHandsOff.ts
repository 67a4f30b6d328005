import type { RefObject } from 'preact';
import { useMemo } from 'preact/hooks';

/** After scrolling by hand a list stays where it is for this long. */
const HANDS_OFF_MS = 3000;

interface HandsOff {
  /** Whether the user has just scrolled: by wheel, scrollbar or touch. */
  readonly isOff: () => boolean;
  /** Scrolls without that counting as the user's doing. */
  readonly own: (scroll: () => void) => void;
  /** Whatever the user did, the list follows again. */
  readonly end: () => void;
  readonly onScroll: () => void;
}

/** Tells scrolling by hand from scrolling to the selection, by where the list was put last. */
export function useHandsOff(scroller: RefObject<HTMLElement | null>): HandsOff {
  return useMemo(() => {
    let [scrolledAt, own] = [-Infinity, -1];
    return {
      isOff: () => performance.now() - scrolledAt < HANDS_OFF_MS,
      own: scroll => {
        scroll();
        own = scroller.current?.scrollTop ?? -1;
      },
      end: () => (scrolledAt = -Infinity),
      onScroll: () => {
        if (scroller.current?.scrollTop !== own) scrolledAt = performance.now();
      },
    };
  }, []);
}
