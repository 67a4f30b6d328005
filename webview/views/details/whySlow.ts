import { formatBytes, formatDuration, formatSignificant } from '../../../src/shared/base/formatNumber';
import type { LayerModel } from '../model/layerModel';
import { layerMeasures, type LayerMeasures } from './layerMeasures';
import type { Sentence } from './sentence';

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
  const shown = { strong: `${formatSignificant(speed)} GFLOP/s` };
  if (peers.length >= 3 && Math.abs(typical / speed - 1) < ALIKE) {
    return [
      ['Nothing unusual: ', shown, `, like the other ${peers.length} ${own.op} layers of its kind (median ${formatSignificant(typical)}).`],
    ];
  }
  if (peers.length >= 3 && typical >= speed * BETTER) {
    return [['Reaches ', shown, `; the other ${peers.length} ${own.kind} layers reach ${formatSignificant(typical)}.`]];
  }
  return [['Reaches ', shown, '.']];
}

function fewPositions({ weightBytes, outputPositions, op }: LayerMeasures): readonly Sentence[] {
  if (outputPositions === undefined || outputPositions > 64 || !(weightBytes >= 1e6) || op !== 'Conv') return [];
  const positions = outputPositions === 1 ? 'one output position' : `only ${outputPositions} output positions`;
  return [['Each of its ', { strong: formatBytes(weightBytes) }, ` of weights is used for ${positions}.`]];
}

function unalignedChannels({ outputChannels, op }: LayerMeasures): readonly Sentence[] {
  if (op !== 'Conv' || outputChannels === undefined || outputChannels % 16 === 0) return [];
  return [[`${outputChannels} output channels are not a multiple of 16: the last block of lanes is not full.`]];
}

function transposedConv({ kind }: LayerMeasures): readonly Sentence[] {
  return /2×2/.test(kind) ? [['Where kernel equals stride it is a 1×1 Conv and a rearrangement.']] : [];
}

function depthwise(own: LayerMeasures): Sentence {
  const perByte = own.flops / own.movedBytes;
  const speed = bandwidth(own);
  return [
    `Depthwise: ${formatSignificant(perByte)} FLOP per byte, so memory sets the limit. It moves `,
    { strong: formatBytes(own.movedBytes) },
    ` at ${speed}.`,
  ];
}

function copies(own: LayerMeasures): Sentence {
  return [
    'No arithmetic: it copies. Writes ',
    { strong: formatBytes(own.outputBytes) },
    ` at ${bandwidth({ ...own, movedBytes: own.outputBytes })}.`,
  ];
}

function movesBytes(own: LayerMeasures, peers: readonly LayerMeasures[]): readonly Sentence[] {
  if (!(own.movedBytes > 0)) return [];
  const sentence: Sentence = [`Moves ${formatBytes(own.movedBytes)} at `, { strong: bandwidth(own) }, '.'];
  const all = [own, ...peers];
  const together = all.reduce((sum, { timeMs }) => sum + timeMs, 0);
  if (peers.length < 2) return [sentence];
  return [sentence, [`The ${all.length} ${own.op} layers take ${formatDuration(together)} together.`]];
}

/** The kernels around the anchor cost more than 60 % of it. */
function aroundIt(own: LayerMeasures): readonly Sentence[] {
  if (own.satelliteMs <= own.timeMs * 0.6 || own.satellites < 1) return [];
  const kernels = own.satellites === 1 ? 'The kernel around it takes ' : `The ${own.satellites} kernels around it take `;
  const times = own.satelliteMs / own.timeMs;
  const comparison = times >= 1.5 ? `, ${formatSignificant(times, 2)}× the ${own.op} itself.` : '.';
  return [[kernels, { strong: formatDuration(own.satelliteMs) }, comparison]];
}

function spread({ kernel }: LayerMeasures): readonly Sentence[] {
  const half = (kernel.highMs - kernel.lowMs) / 2 / kernel.medianMs;
  return half > SPREAD ? [[`Its time is known to ±${Math.round(half * 100)}\u202f% only: it varies from run to run.`]] : [];
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
