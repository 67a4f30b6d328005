import { px } from '../../ui/px';
import type { TableColumn } from './tableColumns';

/** Width of a cell whose column the user gave one; the style sheet takes it up where there is room. */
export function cellStyle({ width }: Pick<TableColumn, 'width'>): Readonly<Record<string, string>> | undefined {
  return width === undefined ? undefined : { '--width': px(width) };
}
