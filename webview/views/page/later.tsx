import type { VNode } from 'preact';
import { useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { usePage } from './usePage';

interface Props<T> {
  readonly value: T | undefined;
  /** What stands for a value; for `undefined` what keeps its place. May depend on nothing else but signals. */
  readonly children: (value: T | undefined) => VNode;
}

/** A part of the page that is drawn after those without this around them: until its turn comes it stays as it was for the value before. */
export function Later<T>({ value, children }: Props<T>) {
  const { later } = usePage();
  const [shown, setShown] = useState<T | undefined>(undefined);
  useLayoutEffect(() => {
    if (later === undefined) return undefined;
    let isCurrent = true;
    later(() => {
      if (isCurrent) setShown(() => value);
    });
    return () => {
      isCurrent = false;
    };
  }, [later, value]);
  const drawn = later === undefined ? value : shown;
  // The same element is not compared again when only what is around it is drawn.
  return useMemo(() => children(drawn), [drawn]);
}
