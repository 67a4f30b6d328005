import * as l10n from '@vscode/l10n';
import { useId, useMemo, useState } from 'preact/hooks';
import { formatValue } from '../../../src/shared/base/formatNumber';
import { rangeValue } from '../model/groupValue';
import { spokenLayer } from '../model/spokenLayer';
import type { LayerColumn, LayerModel } from '../model/layerModel';
import { openDetails } from '../page/showDetails';
import { usePage } from '../page/usePage';

interface Props {
  readonly model: LayerModel;
  readonly area: LayerColumn;
  readonly section: string | undefined;
  /** From the keyboard. */
  readonly onFocus: (isFocused: boolean) => void;
}

type Item = { readonly kind: 'section'; readonly section: number } | { readonly kind: 'layer'; readonly layer: number };

/** The item that keys act on, as long as nothing else was selected since. */
interface Cursor {
  readonly item: number;
  readonly selected: number;
}

const WINDOW = 40;

/** The map for keyboard and screen readers: a tree of sections and layers. */
export function MapTwin({ model, area, section, onFocus }: Props) {
  const store = usePage();
  const id = useId();
  const items = useMemo(() => itemsOf(model, section), [model, section]);
  const [cursor, setCursor] = useState<Cursor | undefined>(undefined);
  const selected = store.selectedIn(model);
  const atSelected = items.findIndex(item => item.kind === 'layer' && item.layer === selected);
  const own = cursor !== undefined && cursor.selected === selected ? Math.min(cursor.item, items.length - 1) : atSelected;
  const active = Math.max(0, own);
  const go = (index: number) => {
    const target = Math.max(0, Math.min(items.length - 1, index));
    const item = items[target];
    onFocus(item?.kind === 'layer');
    setCursor({ item: target, selected: item?.kind === 'layer' ? item.layer : selected });
    if (item?.kind === 'layer') store.select(model.layers[item.layer]?.key);
  };
  const openLayer = (index: number) => {
    go(index);
    openDetails(store);
  };
  const key = (event: KeyboardEvent) => {
    const item = items[active];
    const step = STEPS.get(event.key);
    if (event.key === 'Enter' && item?.kind === 'section') store.arrange({ mapSection: model.sections[item.section]?.name });
    else if (event.key === 'Enter' && item !== undefined) openLayer(active);
    else if (step !== undefined) go(active + step);
    else if (event.key === 'Home' || event.key === 'End') go(event.key === 'Home' ? 0 : items.length - 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const from = Math.max(0, active - WINDOW);
  return (
    <div
      class="map-twin"
      role="tree"
      tabIndex={0}
      aria-label={l10n.t('Where it goes')}
      aria-activedescendant={`${id}-${active}`}
      onKeyDown={key}
      onFocus={event => onFocus(items[active]?.kind === 'layer' && event.currentTarget.matches(':focus-visible'))}
      onBlur={() => onFocus(false)}
    >
      {items.slice(from, active + WINDOW).map((item, offset) => (
        <div
          key={from + offset}
          id={`${id}-${from + offset}`}
          class="visually-hidden"
          role="treeitem"
          aria-level={item.kind === 'layer' && (model.layers[item.layer]?.section ?? -1) >= 0 ? 2 : 1}
          aria-expanded={item.kind === 'section' ? true : undefined}
          aria-selected={item.kind === 'layer' && item.layer === selected}
        >
          {textOf(model, area, item)}
        </div>
      ))}
    </div>
  );
}

const STEPS: ReadonlyMap<string, number> = new Map([
  ['ArrowDown', 1],
  ['ArrowRight', 1],
  ['ArrowUp', -1],
  ['ArrowLeft', -1],
  ['PageDown', 10],
  ['PageUp', -10],
]);

function itemsOf(model: LayerModel, only: string | undefined): readonly Item[] {
  if (model.sections.length === 0) return model.layers.map((_, layer) => ({ kind: 'layer', layer }));
  const loose = only === undefined ? model.layers.flatMap(({ section }, layer) => (section < 0 ? [layer] : [])) : [];
  const inSections = model.sections.flatMap(({ name, first, end }, section): readonly Item[] => {
    if (only !== undefined && name !== only) return [];
    return [
      { kind: 'section', section },
      ...Array.from({ length: end - first }, (_, index): Item => ({ kind: 'layer', layer: first + index })),
    ];
  });
  return [...inSections, ...loose.map((layer): Item => ({ kind: 'layer', layer }))];
}

function textOf(model: LayerModel, area: LayerColumn, item: Item): string {
  if (item.kind === 'layer') return spokenLayer(model, area, item.layer);
  const section = model.sections[item.section];
  return section === undefined ? '' : `${section.name}, ${formatValue(rangeValue(area, section.first, section.end), area.unit)}`;
}
