import * as l10n from '@vscode/l10n';
import { useCallback, useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import { px } from '../../ui/px';
import { useVirtualRows } from '../../ui/useVirtualRows';
import type { LayerModel } from '../model/layerModel';
import { isByKey, LAYER_CONTEXT } from '../page/layerContext';
import { usePage } from '../page/usePage';
import { moveInStrip, toggleRow } from './moveInStrip';
import { StripRowView } from './stripRowView';
import { sectionRowId, stripRows } from './stripRows';
import { useHandsOff } from './useHandsOff';

const ROW_HEIGHT = 17;
const SECTION_HEIGHT = 20;

/** The row that keys act on, as long as nothing else was selected since. */
interface Cursor {
  readonly row: string;
  readonly selected: number | undefined;
}

/** All layers as one column of heat: an overview by itself, and the way to select. */
export function LayerStrip({ model }: { readonly model: LayerModel }) {
  const store = usePage();
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState<Cursor | undefined>(undefined);
  const column = store.columnOf(model);
  const selected = store.selectedIn(model);
  const { toggled, selected: key } = store.ui.value;
  const rows = useMemo(
    () => (column === undefined ? [] : stripRows(model, column, selected, row => toggled.includes(row))),
    [model, column, selected, toggled],
  );
  const height = useCallback((index: number) => (rows[index]?.kind === 'section' ? SECTION_HEIGHT : ROW_HEIGHT), [rows]);
  const virtual = useVirtualRows(scroller, rows.length, height);
  const handsOff = useHandsOff(scroller);
  const selectedRow = rows.findIndex(row => row.kind === 'layer' && row.layer === selected);
  const atCursor = cursor === undefined || cursor.selected !== key ? -1 : rows.findIndex(row => row.id === cursor.row);
  const active = atCursor >= 0 ? atCursor : selectedRow;
  useOpenSection(model, selected);
  useEffect(() => {
    if (selectedRow >= 0 && !handsOff.isOff()) handsOff.own(() => virtual.reveal(selectedRow));
  }, [selectedRow]);
  const moveTo = (index: number) => {
    const row = rows[index];
    if (row === undefined) return;
    handsOff.end();
    if (row.kind === 'layer') store.select(model.layers[row.layer]?.key);
    setCursor({ row: row.id, selected: store.ui.value.selected });
    handsOff.own(() => virtual.scrollTo(index));
  };
  const show = (layer: number) => store.act({ kind: 'showInEditor', node: Math.max(0, model.layers[layer]?.node ?? 0) });
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (moveInStrip({ key: event.key, store, rows, active, moveTo, show })) event.preventDefault();
  };
  // VS Code shows a menu on layers alone: by its key on the one that keys act on.
  const onMenu = (event: MouseEvent) => {
    const isOnLayer = isByKey(event) ? rows[active]?.kind === 'layer' : (event.target as Element).closest('[data-layer]') !== null;
    if (!isOnLayer) event.preventDefault();
  };
  return (
    <div
      ref={scroller}
      class={`strip ${active < 0 ? 'without-cursor' : ''}`}
      role="tree"
      tabIndex={0}
      aria-label={l10n.t('Layer heatmap')}
      {...(active >= 0 ? { 'aria-activedescendant': `${id}-${active}` } : {})}
      data-vscode-context={LAYER_CONTEXT}
      onKeyDown={onKey}
      onContextMenu={onMenu}
      onScroll={handsOff.onScroll}
    >
      <div class="strip-body" role="presentation" style={{ height: px(virtual.totalHeight) }}>
        {virtual.items.map(({ index, top }) => {
          const row = rows[index];
          return row === undefined ? undefined : (
            <StripRowView
              key={index}
              id={`${id}-${index}`}
              model={model}
              row={row}
              top={top}
              isSelected={index === selectedRow}
              isActive={index === active}
              onToggle={() => toggleRow(store, row)}
            />
          );
        })}
      </div>
    </div>
  );
}

/** A layer that is selected elsewhere is shown: the section that holds it opens, once. */
function useOpenSection(model: LayerModel, selected: number): void {
  const store = usePage();
  const before = useRef(selected);
  useEffect(() => {
    if (before.current === selected) return;
    before.current = selected;
    const name = model.sections[model.layers[selected]?.section ?? -1]?.name;
    const row = name === undefined ? undefined : sectionRowId(name);
    if (row !== undefined && store.ui.value.toggled.includes(row)) store.toggle(row);
  }, [model, selected]);
}
