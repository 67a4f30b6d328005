import * as l10n from '@vscode/l10n';
import { formatBytes, formatDuration, formatShare, formatSignificant } from '../../../src/shared/base/formatNumber';
import type { LayerModel } from '../model/layerModel';
import { layerMeasures, type LayerMeasures } from './layerMeasures';
import { withStrong, type Sentence } from './sentence';

const MOST_SENTENCES = 3;
/** Layers of one kind are "like the others" within this, and better from this factor on (design spec 4.9). */
const ALIKE = 0.2;
const BETTER = 1.2;
const SPREAD = 0.15;

/**
 * At most three sentences on why a layer takes its time, each from a measured number and a comparison; empty without a measured time.
 * Rules that need the machine's roofs are left out: they are not measured yet.
 */
export function whySlow(model: LayerModel, index: number): readonly Sentence[] {
  const own = layerMeasures(model, index);
  if (own === undefined || own.timeMs <= (model.profile?.floorMs ?? 0)) return own === undefined ? [] : aroundIt(own);
  const peers = peersOf(model, own);
  return [...byOperator(own, peers), ...aroundIt(own), ...spread(own)].slice(0, MOST_SENTENCES);
}

function byOperator(own: LayerMeasures, peers: readonly LayerMeasures[]): readonly Sentence[] {
  if (/^ConvTranspose$/.test(own.op)) return [...arithmetic(own, peers), ...transposedConv(own)];
  if (own.depthwise) return [depthwise(own)];
  if (isContraction(own)) return [...arithmetic(own, peers), ...fewPositions(own), ...unalignedChannels(own)];
  if (/^(Resize|Upsample|Concat|Transpose|Slice|Gather|Pad|Split|Expand|Tile)$/.test(own.op)) return [copies(own)];
  return movesBytes(own, peers);
}

function isContraction({ op, macs }: LayerMeasures): boolean {
  return macs > 0 && /Conv|MatMul|Gemm/.test(op);
}

function arithmetic(own: LayerMeasures, peers: readonly LayerMeasures[]): readonly Sentence[] {
  const speed = rate(own);
  if (!Number.isFinite(speed)) return [];
  const typical = median(peers.map(rate));
  const shown = `${formatSignificant(speed)} GFLOP/s`;
  const others = { count: peers.length, op: own.op, kind: own.kind, typical: formatSignificant(typical) };
  if (peers.length >= 3 && Math.abs(typical / speed - 1) < ALIKE) {
    return [
      withStrong(l10n.t('Nothing unusual: {strong}, like the other {count} {op} layers of its kind (median {typical}).', others), shown),
    ];
  }
  if (peers.length >= 3 && typical >= speed * BETTER) {
    return [withStrong(l10n.t('Reaches {strong}; the other {count} {kind} layers reach {typical}.', others), shown)];
  }
  return [withStrong(l10n.t('Reaches {strong}.'), shown)];
}

function fewPositions({ weightBytes, outputPositions, op }: LayerMeasures): readonly Sentence[] {
  if (outputPositions === undefined || outputPositions > 64 || !(weightBytes >= 1e6) || op !== 'Conv') return [];
  const sentence =
    outputPositions === 1
      ? l10n.t('Each of its {strong} of weights is used for one output position.')
      : l10n.t('Each of its {strong} of weights is used for only {count} output positions.', { count: outputPositions });
  return [withStrong(sentence, formatBytes(weightBytes))];
}

function unalignedChannels({ outputChannels, op }: LayerMeasures): readonly Sentence[] {
  if (op !== 'Conv' || outputChannels === undefined || outputChannels % 16 === 0) return [];
  return [[l10n.t('{0} output channels are not a multiple of 16: the last block of lanes is not full.', outputChannels)]];
}

function transposedConv({ kind }: LayerMeasures): readonly Sentence[] {
  return /2×2/.test(kind) ? [[l10n.t('Where kernel equals stride it is a 1×1 Conv and a rearrangement.')]] : [];
}

function depthwise(own: LayerMeasures): Sentence {
  const amounts = { perByte: formatSignificant(own.flops / own.movedBytes), speed: bandwidth(own) };
  const sentence = l10n.t('Depthwise: {perByte} FLOP per byte, so memory sets the limit. It moves {strong} at {speed}.', amounts);
  return withStrong(sentence, formatBytes(own.movedBytes));
}

function copies(own: LayerMeasures): Sentence {
  const speed = bandwidth({ ...own, movedBytes: own.outputBytes });
  return withStrong(l10n.t('No arithmetic: it copies. Writes {strong} at {speed}.', { speed }), formatBytes(own.outputBytes));
}

function movesBytes(own: LayerMeasures, peers: readonly LayerMeasures[]): readonly Sentence[] {
  if (!(own.movedBytes > 0)) return [];
  const sentence = withStrong(l10n.t('Moves {bytes} at {strong}.', { bytes: formatBytes(own.movedBytes) }), bandwidth(own));
  const all = [own, ...peers];
  const together = all.reduce((sum, { timeMs }) => sum + timeMs, 0);
  if (peers.length < 2) return [sentence];
  return [sentence, [l10n.t('The {0} {1} layers take {2} together.', all.length, own.op, formatDuration(together))]];
}

/** The kernels around the anchor cost more than 60 % of it. */
function aroundIt(own: LayerMeasures): readonly Sentence[] {
  if (own.satelliteMs <= own.timeMs * 0.6 || own.satellites < 1) return [];
  return [withStrong(aroundText(own), formatDuration(own.satelliteMs))];
}

function aroundText({ satellites: count, satelliteMs, timeMs, op }: LayerMeasures): string {
  const factor = satelliteMs / timeMs;
  const times = formatSignificant(factor, 2);
  if (factor < 1.5)
    return count === 1 ? l10n.t('The kernel around it takes {strong}.') : l10n.t('The {count} kernels around it take {strong}.', { count });
  return count === 1
    ? l10n.t('The kernel around it takes {strong}, {times}× the {op} itself.', { times, op })
    : l10n.t('The {count} kernels around it take {strong}, {times}× the {op} itself.', { count, times, op });
}

function spread({ kernel }: LayerMeasures): readonly Sentence[] {
  const half = (kernel.highMs - kernel.lowMs) / 2 / kernel.medianMs;
  return half > SPREAD ? [[l10n.t('Its time is known to ±{0} only: it varies from run to run.', formatShare(half, 0))]] : [];
}

/** Other measured layers of the same op and window. */
function peersOf(model: LayerModel, own: LayerMeasures): readonly LayerMeasures[] {
  return model.layers.flatMap(({ node }, index) => {
    if (node === own.node || model.view.nodeOps[node] !== own.op) return [];
    const other = layerMeasures(model, index);
    return other !== undefined && other.kind === own.kind && other.depthwise === own.depthwise ? [other] : [];
  });
}

/** GFLOP/s of the anchor. */
function rate({ flops, timeMs }: LayerMeasures): number {
  return flops / timeMs / 1e6;
}

function bandwidth({ movedBytes, timeMs }: LayerMeasures): string {
  return `${formatSignificant(movedBytes / timeMs / 1e6)} GB/s`;
}

function median(values: readonly number[]): number {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
