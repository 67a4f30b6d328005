import { sumText, shareText } from '../model/columnText';
import type { LayerColumn } from '../model/layerModel';
import type { TimelineSteps } from './timelineSteps';

/** What lies between two places of the axis: `12 kernels, 6.61 ms, 11.5 %`. A step counts when its middle is inside. */
export function rangeSum({ model, layers, starts }: TimelineSteps, [from, to]: readonly [number, number], sums: LayerColumn): string {
  let [count, sum] = [0, 0];
  layers.forEach((layer, step) => {
    const middle = ((starts[step] ?? 0) + (starts[step + 1] ?? 0)) / 2;
    if (middle < from || middle > to) return;
    count++;
    sum += sums.values[layer] || 0;
  });
  const unit = model.profile === undefined ? 'node' : 'kernel';
  const title = sums.unit === 'macs' ? ' MACs' : '';
  return [`${count} ${unit}${count === 1 ? '' : 's'}`, sumText(sums, sum) + title, shareText(sums, sum)].filter(Boolean).join(', ');
}
