import { useEffect, useState } from 'preact/hooks';
import { usePage } from './usePage';

/** What a card is shown of: what is under the pointer, else what the keyboard is on. Escape closes it until that is something else. `onClose`: is told so. */
export function useCard<T extends number | object>(under: T | undefined, focused: T | undefined, onClose?: () => void): T | undefined {
  const store = usePage();
  const [closed, setClosed] = useState<{ readonly of: T | undefined }>({ of: undefined });
  const current = under ?? focused;
  const shown = current === closed.of ? undefined : current;
  useEffect(() => {
    if (current !== closed.of) setClosed({ of: undefined });
  }, [current]);
  useEffect(() => {
    if (shown === undefined) return undefined;
    const close = () => {
      setClosed({ of: shown });
      onClose?.();
    };
    store.openCards.add(close);
    return () => {
      store.openCards.delete(close);
    };
  }, [shown]);
  return shown;
}
