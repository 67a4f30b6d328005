import type { RefObject } from 'preact';
import { withoutKey } from '../../../src/shared/base/withoutKey';
import { COLUMN_WIDTH } from '../page/columnWidth';
import { usePage } from '../page/usePage';
import { columnKey } from './columnOrder';
import type { TableColumn } from './tableColumns';

/** Width of a column in pixels: as it is on screen, set within its limits, or as it comes. */
export function useColumnWidth(column: TableColumn, head: RefObject<HTMLElement | null>) {
  const store = usePage();
  const key = columnKey(column);
  return {
    now: () => column.width ?? Math.round(head.current?.getBoundingClientRect().width ?? COLUMN_WIDTH.least),
    set: (wanted: number): number => {
      const next = Math.round(Math.max(COLUMN_WIDTH.least, Math.min(COLUMN_WIDTH.most, wanted)));
      store.arrange({ columnWidths: { ...store.ui.value.columnWidths, [key]: next } });
      return next;
    },
    reset: () => store.arrange({ columnWidths: withoutKey(store.ui.value.columnWidths, key) }),
  };
}
