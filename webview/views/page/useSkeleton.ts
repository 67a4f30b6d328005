import { useEffect, useRef, useState } from 'preact/hooks';

/** Short waits show nothing, and what was shown does not flash by (design spec 4.10). */
const DELAY_MS = 150;
const LEAST_MS = 300;

/** Whether a skeleton stands for what is loading: from a while after the start, and then for some time at least. */
export function useSkeleton(isLoading: boolean): boolean {
  const [isShown, setShown] = useState(false);
  const shownAt = useRef(0);
  useEffect(() => {
    const left = isLoading ? DELAY_MS : Math.max(0, shownAt.current + LEAST_MS - performance.now());
    if (isLoading === isShown) return undefined;
    const timer = setTimeout(() => {
      shownAt.current = performance.now();
      setShown(isLoading);
    }, left);
    return () => clearTimeout(timer);
  }, [isLoading, isShown]);
  return isShown;
}
