import * as l10n from '@vscode/l10n';
import { sumText, shareText } from '../model/columnText';
import type { LayerColumn } from '../model/layerModel';
import type { TimelineSteps } from './timelineSteps';
import { unitCountText } from '../model/unitCountText';

/** What lies between two places of the axis: `12 kernels, 6.61 ms, 11.5 %`. A step counts when its middle is inside. */
export function rangeSum({ model, layers, starts }: TimelineSteps, [from, to]: readonly [number, number], sums: LayerColumn): string {
  let [count, sum] = [0, 0];
  layers.forEach((layer, step) => {
    const middle = ((starts[step] ?? 0) + (starts[step + 1] ?? 0)) / 2;
    if (middle < from || middle > to) return;
    count++;
    sum += sums.values[layer] || 0;
  });
  const counted = unitCountText(model.profile === undefined ? 'nodes' : 'kernels', count);
  const amount = sums.unit === 'macs' ? l10n.t('{0} MACs', sumText(sums, sum)) : sumText(sums, sum);
  return [counted, amount, shareText(sums, sum)].filter(Boolean).join(', ');
}
