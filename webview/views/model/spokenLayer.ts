import * as l10n from '@vscode/l10n';
import { columnText, isCold, shareText } from './columnText';
import { opParts, rankOf, type OpParts } from './layerText';
import type { LayerColumn, LayerModel } from './layerModel';

const SPOKEN: readonly (readonly [RegExp, string])[] = [
  [/^(.*)\u202fms$/, l10n.t('{0} milliseconds')],
  [/^(.*)\u202fµs$/, l10n.t('{0} microseconds')],
  [/^(.*)\u202fs$/, l10n.t('{0} seconds')],
  [/^(.*)\u202f%$/, l10n.t('{0} percent')],
  [/^≤ (.*)$/, l10n.t('at most {0}')],
];

/**
 * A layer for a screen reader: `layer4.0.conv2, Conv 3×3, 47 of 58, 2.04 milliseconds, 3.6 percent, rank 3, fused with Relu` (design spec 9). The number of all stands behind its
 * place in the order of execution; a rank is called one.
 */
export function spokenLayer(model: LayerModel, column: LayerColumn, index: number): string {
  const layer = model.layers[index];
  if (layer === undefined) return '';
  const value = column.values[index] ?? NaN;
  const parts = opParts(model, layer);
  const title = column.id === 'latencyMs' ? '' : ` ${column.title}`;
  const amount = Number.isNaN(value) ? l10n.t('{0} unknown', column.title) : spokenValue(columnText(column, value)) + title;
  const share = Number.isNaN(value) || isCold(column, value) ? '' : spokenValue(shareText(column, value));
  const place = l10n.t('{0} of {1}', index + 1, model.layers.length);
  const rank = column.categories === undefined ? rankOf(column.values, index) : undefined;
  const ranked = rank === undefined ? '' : l10n.t('rank {0}', rank);
  return [layer.name, parts.op, place, amount, share, ranked, ...spokenParts(parts)].filter(Boolean).join(', ');
}

function spokenParts({ merged, fused, others }: OpParts): readonly string[] {
  return [
    merged > 0 ? l10n.t('{0} nodes', merged) : '',
    fused.length > 0 ? l10n.t('fused with {0}', fused.join(', ')) : '',
    others === 0 ? '' : others === 1 ? l10n.t('1 more kernel') : l10n.t('{0} more kernels', others),
  ];
}

/** A value with the word of its unit: `2.04 milliseconds`. */
export function spokenValue(text: string): string {
  return SPOKEN.reduce(
    (words, [pattern, sentence]) => words.replace(pattern, (_, amount: string) => sentence.replace('{0}', amount)),
    text,
  );
}
