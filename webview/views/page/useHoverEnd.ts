import { useLayoutEffect } from 'preact/hooks';
import { usePage } from './usePage';

/** What is drawn no more has no layer under the pointer: elements that are taken away from under it are not left by it. `shown`: what another takes the place of. */
export function useHoverEnd(shown?: string): void {
  const store = usePage();
  useLayoutEffect(
    () => () => {
      store.hovered.value = undefined;
    },
    [shown],
  );
}
