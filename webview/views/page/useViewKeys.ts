import { useLayoutEffect, useRef } from 'preact/hooks';
import { usePage } from './usePage';

/** Lets the view on screen take keys before the page does, wherever the focus is; `take` tells whether it took one. */
export function useViewKeys(take: (event: KeyboardEvent) => boolean): void {
  const store = usePage();
  const latest = useRef(take);
  latest.current = take;
  useLayoutEffect(() => {
    store.viewKeys = event => latest.current(event);
    return () => {
      store.viewKeys = undefined;
    };
  }, [store]);
}
