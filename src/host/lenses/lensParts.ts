import { formatCount, formatDuration, formatDurationInterval, formatShare } from '../../shared/base/formatNumber';
import { shortened } from '../../shared/base/shortened';
import type { ModelState } from '../../shared/protocol/hostWebview';
import type { LayerSummary } from '../../shared/report/layerSummary';
import type { LatencyStatistics, Profile } from '../../shared/report/latency';
import { providerName } from '../../shared/report/providerName';
import { threadsText } from '../../shared/report/threadsText';
import type { LayerRanks } from './layerRanks';

/** What a click on a part of a lens does; `undefined` for text. */
export type LensAction = 'profile' | 'optimize' | 'compare' | 'quantize' | 'prune';

export interface LensPart {
  readonly text: string;
  readonly action?: LensAction;
}

/** Ordinals are told for the first few only. */
const RANKED = 5;
const MOST_OPS = 3;
/** Leaves room for a time and a share in the 60 characters of a line. */
const LONGEST_PATH = 32;
const ORDINALS = ['1st', '2nd', '3rd', '4th', '5th'];

/** On the line of the model: its latency, or what is known without a run. */
export function modelLens({ model, profile, profileIsStale, variants }: ModelState): readonly LensPart[] {
  if (profile === undefined || profileIsStale) return staticLens(model);
  const compare = `Compare ${variants.length} ${variants.length === 1 ? 'Variant' : 'Variants'}`;
  return [
    { text: latencyText(profile.latency) },
    { text: conditionsText(profile) },
    { text: 'Optimize…', action: 'optimize' },
    ...(variants.length === 0 ? [] : [{ text: compare, action: 'compare' } as const]),
  ];
}

/** On the line that opens a group. */
export function groupLens(path: string, latencyMs: number, share: number): readonly LensPart[] {
  return [{ text: shortened(path, LONGEST_PATH) }, { text: formatDuration(latencyMs) }, { text: `${formatShare(share, 0)} of time` }];
}

/** On the line of a layer's anchor: its time, what runs in the same kernel, and what can be done about it. */
export function nodeLens(
  layer: LayerSummary,
  ranks: LayerRanks,
  opOf: (node: number) => string,
  actions: readonly LensAction[],
  variantText?: string,
): readonly LensPart[] {
  const rank = ranks.of(layer.anchor);
  const place = rank < RANKED ? `, ${ORDINALS[rank] ?? ''} of ${ranks.count}` : '';
  const others = fusedOps(layer, opOf);
  return [
    { text: `${formatDuration(layer.latencyMs ?? NaN)} (${formatShare(layer.share ?? NaN)}${place})` },
    ...(others === '' ? [] : [{ text: `with ${others}` }]),
    ...(variantText === undefined ? [] : [{ text: variantText }]),
    ...(actions.includes('quantize') ? [{ text: 'Quantize', action: 'quantize' } as const] : []),
    ...(actions.includes('prune') ? [{ text: 'Prune…', action: 'prune' } as const] : []),
  ];
}

function staticLens(model: ModelState['model']): readonly LensPart[] {
  const totals = model?.analysis.totals;
  return [
    { text: 'Profile', action: 'profile' },
    ...(totals === undefined
      ? []
      : [{ text: `${formatCount(totals.params + totals.constantParams + totals.quantizedParams)} parameters` }]),
    ...(totals?.macs === undefined ? [] : [{ text: `${formatCount(totals.macs)} MACs` }]),
  ];
}

function latencyText({ medianMs, lowMs, highMs }: LatencyStatistics): string {
  return `${formatDuration(medianMs)} (${formatDurationInterval(lowMs, highMs, medianMs)})`;
}

function conditionsText({ environment: { provider, threads, imported } }: Profile): string {
  if (imported !== undefined) return 'imported';
  return `${providerName(provider).toUpperCase()}, ${threadsText(threads)}`;
}

/** Ops of the other nodes that the anchor's own kernel covers: `Add, Relu`. */
function fusedOps({ anchor, kernels }: LayerSummary, opOf: (node: number) => string): string {
  const own = kernels.find(kernel => kernel.anchor === anchor && !kernel.added);
  const ops = (own?.covers ?? []).filter(node => node !== anchor).map(opOf);
  const shown = ops.slice(0, MOST_OPS).join(', ');
  return ops.length > MOST_OPS ? `${shown} and ${ops.length - MOST_OPS} more` : shown;
}
