import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { usePage } from './usePage';

/** A part of the page that takes long to make and shows nothing of the model, such as a control: its turn comes after the page was painted without it. */
export function AfterFirstPaint({ children }: { readonly children: ComponentChildren }) {
  const { later } = usePage();
  const [isDue, setDue] = useState(later === undefined);
  useLayoutEffect(() => {
    let isCurrent = true;
    later?.(() => {
      if (isCurrent) setDue(true);
    });
    return () => {
      isCurrent = false;
    };
  }, []);
  return isDue ? <>{children}</> : null;
}
