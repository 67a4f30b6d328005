import { shareText, sumText } from '../model/columnText';
import type { LayerColumn } from '../model/layerModel';

/** What stands beside a section's name: value and share (`8.27 ms · 15 %`), or the share alone; without a share the value. */
export function sectionText(column: LayerColumn, value: number, form: 'all' | 'share' = 'all'): string {
  const share = shareText(column, value, 0);
  const amount = sumText(column, value);
  if (share === '') return form === 'all' ? amount : '';
  return form === 'all' ? `${amount} · ${share}` : share;
}

/** The last number of a name, where there is no room for more: `layer.11` → `11`. */
export function shortSectionName(name: string): string {
  return /[._/ -]?(\d+)$/.exec(name)?.[1] ?? '';
}
