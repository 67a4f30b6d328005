import * as l10n from '@vscode/l10n';
import { formatCount, formatSignificant } from '../../../src/shared/base/formatNumber';
import type { Figures } from '../../ui/chartOrTable';

/** A histogram as figures: how many values lie in each of its equal bins from `min` to `max`. */
export function binFigures(
  label: string,
  counts: ArrayLike<number>,
  { min, max }: { readonly min: number; readonly max: number },
): Figures {
  const edge = (bin: number) => formatSignificant(min + ((max - min) * bin) / counts.length);
  return {
    label,
    count: counts.length,
    columns: [
      { title: l10n.t('From … to'), width: 3, text: bin => `${edge(bin)} … ${edge(bin + 1)}` },
      { title: l10n.t('Values'), width: 2, isNumber: true, text: bin => formatCount(counts[bin] ?? 0) },
    ],
  };
}
