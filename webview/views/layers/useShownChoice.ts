import { useMemo } from 'preact/hooks';
import { usePage } from '../page/usePage';
import { shownChoice, type ShownChoice } from './shownLayers';

/** Several layers that are chosen and shown, the same object until something of it changes. */
export function useShownChoice(): ShownChoice | undefined {
  const store = usePage();
  const [chosen, terms, brush, main] = [store.chosen.value, store.terms.value, store.brush.value, store.model.value];
  return useMemo(() => shownChoice(store), [chosen?.model, chosen?.mask, terms, brush, main]);
}
