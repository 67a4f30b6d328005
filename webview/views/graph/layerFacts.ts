import * as l10n from '@vscode/l10n';
import { formatBytes, formatCount, formatDuration, formatShare } from '../../../src/shared/base/formatNumber';
import type { MatchedTimes } from '../../../src/shared/report/comparedFile';
import { matchedMs } from '../../../src/shared/report/matchedMs';
import { columnText, isCold } from '../model/columnText';
import type { Layer, LayerModel } from '../model/layerModel';
import { ownTimeText } from '../model/ownTime';

/** Times of the file that the model is compared with. */
export interface VariantTimes {
  readonly name: string;
  readonly times: MatchedTimes | undefined;
  /** One of the files changed since they were taken. */
  readonly isStale: boolean;
}

/** Lines of what is known of a layer beside `metric`, the id of the column that its card has already: its time with its spread, what runs as one kernel, what it costs. */
export function layerFacts(model: LayerModel, index: number, metric: string): readonly string[] {
  const layer = model.layers[index];
  if (layer === undefined) return [];
  return [timeText(model, layer, index, metric), kernelText(model, layer), costText(model, layer)].filter(line => line !== '');
}

/** `In int8: 1.35 ms`; empty where nothing that still holds is known. */
export function variantText({ nodes }: Layer, variant: VariantTimes | undefined): string {
  if (variant?.times === undefined || variant.isStale) return '';
  const { nodeMs, floorMs } = variant.times;
  const timeMs = matchedMs(nodeMs, nodes);
  if (timeMs === undefined) return '';
  return l10n.t('In {0}: {1}', variant.name, timeMs > floorMs ? formatDuration(timeMs) : `≤ ${formatDuration(floorMs)}`);
}

/** `2.04 ms ± 30 µs, 3.6 % of time`: half the 95 % interval of the median, of a layer of one kernel; only that where the card has the rest. */
function timeText(model: LayerModel, layer: Layer, index: number, metric: string): string {
  const column = model.columns.get('latencyMs');
  const timeMs = column?.values[index] ?? NaN;
  const isShown = metric === 'latencyMs';
  if (column === undefined || Number.isNaN(timeMs)) return ownTimeText(model, layer);
  if (isCold(column, timeMs)) return isShown ? '' : columnText(column, timeMs);
  const kernel = layer.kernels.length === 1 ? model.profile?.kernels[layer.kernels[0] ?? -1] : undefined;
  const spread = kernel === undefined || kernel.highMs <= kernel.lowMs ? '' : formatDuration((kernel.highMs - kernel.lowMs) / 2);
  if (isShown) return spread === '' ? '' : l10n.t('± {0} (half the 95 % interval)', spread);
  const time = formatDuration(timeMs);
  return l10n.t('{0}, {1} of time', spread === '' ? time : `${time} ± ${spread}`, formatShare(timeMs / column.total));
}

function kernelText({ view, profile }: LayerModel, { nodes, anchorKernel }: Layer): string {
  const kernel = profile?.kernels[anchorKernel];
  if (kernel?.covers.length === 0) return l10n.t('added by the runtime');
  const ops = [...new Set((kernel?.covers ?? nodes).map(node => view.nodeOps[node] ?? ''))].join(' + ');
  return kernel === undefined ? ops : l10n.t('{0}, one kernel: {1}', ops, kernel.op);
}

/** Empty for what the file has no node of. */
function costText({ view }: LayerModel, { nodes }: Layer): string {
  if (nodes.length === 0) return '';
  const sum = (id: string) => {
    const values = view.analysis.columns.find(column => column.id === id)?.values;
    return nodes.reduce((total, node) => total + (values?.[node] ?? NaN), 0);
  };
  return l10n.t('MACs, weights: {0}, {1}', formatCount(sum('macs')), formatBytes(sum('weightBytes')));
}
