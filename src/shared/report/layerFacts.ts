import { formatBytes, formatCount, formatDuration, formatShare } from '../base/formatNumber';
import * as l10n from '../base/l10n';
import type { MatchedTimes } from './comparedFile';
import { kernelTimes } from './kernelTimes';
import type { Kernel, Profile } from './latency';
import { matchedMs } from './matchedMs';
import type { ModelView } from './modelView';

// What the cards of pages and the hovers of the text form say of a layer, a line each; empty where nothing is known. Times in milliseconds.

/** Times of the file that a model is compared with. */
export type ComparedTimes = Pick<MatchedTimes, 'nodeMs' | 'floorMs'> & { readonly name: string };

/** `2.04 ms ± 30 µs (half the 95 % interval), 3.6 % of time`; the spread of a single kernel alone, and `≤ 20 µs` at the floor. */
export function timeFact(kernels: readonly Kernel[], profile: Profile): string {
  if (kernels.length === 0) return '';
  const { medianMs } = kernelTimes(kernels);
  const time = measuredDuration(medianMs, profile.floorMs);
  if (medianMs <= profile.floorMs) return time;
  const spread = spreadFact(kernels, profile);
  const share = formatShare(medianMs / kernelTimes(profile.kernels).medianMs);
  return l10n.t('{0}, {1} of time', spread === '' ? time : `${time} ${spread}`, share);
}

/** `± 30 µs (half the 95 % interval)`: of the median of a single kernel, above the floor. */
export function spreadFact(kernels: readonly Kernel[], { floorMs }: Profile): string {
  const [kernel, ...others] = kernels;
  if (kernel === undefined || others.length > 0 || kernel.medianMs <= floorMs || kernel.highMs <= kernel.lowMs) return '';
  return l10n.t('± {0} (half the 95 % interval)', formatDuration((kernel.highMs - kernel.lowMs) / 2));
}

/** `In int8: 1.35 ms`. */
export function variantFact({ name, nodeMs, floorMs }: ComparedTimes, nodes: readonly number[]): string {
  const timeMs = matchedMs(nodeMs, nodes);
  return timeMs === undefined ? '' : l10n.t('In {0}: {1}', name, measuredDuration(timeMs, floorMs));
}

/** `Conv + Relu, one kernel: nchwc.Conv`; `kernel`: the one that runs the layer's anchor. */
export function kernelFact({ nodeOps }: ModelView, nodes: readonly number[], kernel: Kernel | undefined): string {
  if (kernel?.covers.length === 0) return l10n.t('added by the runtime');
  const ops = [...new Set((kernel?.covers ?? nodes).map(node => nodeOps[node] ?? ''))].join(' + ');
  return kernel === undefined ? ops : l10n.t('{0}, one kernel: {1}', ops, kernel.op);
}

/** `MACs, weights: 231 M, 9.44 MB`; empty for what the file has no node of. */
export function costFact({ analysis }: ModelView, nodes: readonly number[]): string {
  if (nodes.length === 0) return '';
  const sum = (id: string): number => {
    const values = analysis.columns.find(column => column.id === id)?.values;
    return nodes.reduce((total, node) => total + (values?.[node] ?? NaN), 0);
  };
  return l10n.t('MACs, weights: {0}, {1}', formatCount(sum('macs')), formatBytes(sum('weightBytes')));
}

/** `≤ 20 µs` at the floor, below which times are not told apart. */
export function measuredDuration(timeMs: number, floorMs: number): string {
  return timeMs > floorMs ? formatDuration(timeMs) : `≤ ${formatDuration(floorMs)}`;
}
