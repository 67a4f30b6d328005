import * as l10n from '@vscode/l10n';
import { useMemo, useState } from 'preact/hooks';
import type { FilterTerm } from '../model/filterQuery';
import { layerOps, matchLayer } from '../model/matchLayer';
import type { LayerModel } from '../model/layerModel';
import { usePage } from '../page/usePage';

/** One chip per operator with the number of layers that have it after the other terms; a chip toggles its `op:` term. */
export function OpChips({ model, most }: { readonly model: LayerModel; readonly most: number }) {
  const store = usePage();
  const [showsAll, setShowsAll] = useState(false);
  const terms = store.terms.value;
  const counts = useMemo(() => countOps(model, terms), [model, terms]);
  const chosen = new Set(terms.flatMap(term => (isOpTerm(term) && !term.negated ? [term.text] : [])));
  const isChosen = (op: string) => chosen.has(op.toLowerCase());
  const shown = showsAll ? counts : counts.filter(([op], index) => index < most || isChosen(op));
  const more = counts.length - shown.length;
  return (
    <span class="chips">
      {shown.map(([op, count]) => (
        <button
          key={op}
          type="button"
          class="chip"
          aria-pressed={isChosen(op)}
          onClick={() => store.arrange({ filter: toggleTerm(store.ui.value.filter, op, isChosen(op)) })}
        >
          {op} <span>{count}</span>
        </button>
      ))}
      {more > 0 || showsAll ? (
        <button type="button" class="chip" aria-expanded={showsAll} onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? l10n.t('Fewer') : l10n.t('{0} more', more)}
        </button>
      ) : undefined}
    </span>
  );
}

function isOpTerm(term: FilterTerm): term is FilterTerm & { readonly kind: 'field' } {
  return term.kind === 'field' && term.field === 'op';
}

function countOps(model: LayerModel, terms: readonly FilterTerm[]): readonly (readonly [string, number])[] {
  const others = terms.filter(term => !isOpTerm(term));
  const counts = new Map<string, number>();
  model.layers.forEach((layer, index) => {
    if (!matchLayer(model, index, others)) return;
    for (const op of layerOps(model, layer)) counts.set(op, (counts.get(op) ?? 0) + 1);
  });
  return [...counts].sort((a, b) => b[1] - a[1]);
}

/** Adds `op:` of an operator to the query or takes it out; one operator at a time, since terms are ANDed. */
function toggleTerm(query: string, op: string, isChosen: boolean): string {
  const rest = query
    .split(/\s+/)
    .filter(word => word !== '' && !/^op:/i.test(word))
    .join(' ');
  return isChosen ? rest : `${rest} op:${op}`.trim();
}
