import * as l10n from '@vscode/l10n';
import { useCallback, useEffect, useId, useMemo, useRef } from 'preact/hooks';
import { px } from '../../ui/px';
import { useVirtualRows } from '../../ui/useVirtualRows';
import type { LayerModel } from '../model/layerModel';
import { usePage } from '../page/usePage';
import { StripRowView } from './stripRowView';
import { stripRows } from './stripRows';

const ROW_HEIGHT = 17;
const SECTION_HEIGHT = 20;
/** After scrolling by hand the strip stays where it is for this long. */
const HANDS_OFF_MS = 3000;

/** All layers as one column of heat: an overview by itself, and the way to select. */
export function LayerStrip({ model }: { readonly model: LayerModel }) {
  const store = usePage();
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const scrolledAt = useRef(-Infinity);
  const column = store.columnOf(model);
  const selected = store.selectedIn(model);
  const { toggled } = store.ui.value;
  const rows = useMemo(
    () => (column === undefined ? [] : stripRows(model, column, selected, name => toggled.includes(`strip:${name}`))),
    [model, column, selected, toggled],
  );
  const height = useCallback((index: number) => (rows[index]?.kind === 'section' ? SECTION_HEIGHT : ROW_HEIGHT), [rows]);
  const virtual = useVirtualRows(scroller, rows.length, height);
  const active = rows.findIndex(row => row.kind === 'layer' && row.layer === selected);
  useEffect(() => {
    if (active >= 0 && performance.now() - scrolledAt.current > HANDS_OFF_MS) virtual.reveal(active);
  }, [active]);
  const go = (from: number, step: 1 | -1) => {
    for (let index = from + step; index >= 0 && index < rows.length; index += step) {
      const row = rows[index];
      if (row?.kind !== 'layer') continue;
      scrolledAt.current = -Infinity;
      store.select(model.layers[row.layer]?.key);
      return;
    }
  };
  const key = (event: KeyboardEvent) => {
    const targets: Readonly<Record<string, () => void>> = {
      ArrowDown: () => go(active, 1),
      ArrowUp: () => go(active < 0 ? rows.length : active, -1),
      Home: () => go(-1, 1),
      End: () => go(rows.length, -1),
      Enter: () => store.act({ kind: 'showInEditor', node: Math.max(0, model.layers[selected]?.node ?? 0) }),
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    target();
  };
  return (
    <div
      ref={scroller}
      class="strip"
      role="tree"
      tabIndex={0}
      aria-label={l10n.t('Layer heatmap')}
      {...(active >= 0 ? { 'aria-activedescendant': `${id}-${active}` } : {})}
      onKeyDown={key}
      onWheel={() => (scrolledAt.current = performance.now())}
    >
      <div class="strip-body" role="presentation" style={{ height: px(virtual.totalHeight) }}>
        {virtual.items.map(({ index, top }) => {
          const row = rows[index];
          return row === undefined ? undefined : (
            <StripRowView key={index} id={`${id}-${index}`} model={model} row={row} top={top} isSelected={index === active} />
          );
        })}
      </div>
    </div>
  );
}
