import * as l10n from '@vscode/l10n';
import { formatBytes, formatDuration, formatSignificant } from '../../../src/shared/base/formatNumber';
import type { LayerModel } from '../model/layerModel';
import { aroundIt, layoutChanges, leftUnfused, otherProvider, spread } from './aroundRules';
import { layerMeasures, type LayerMeasures } from './layerMeasures';
import { comparedSpeed, FEWEST_PEERS, isLikePeers, likeNeighbors, likePeers, shareOfLimit } from './peerRules';
import { expectedLimit } from './expectedLimit';
import { byteRate, byteRateText } from './rates';
import { withStrong, type Sentence } from './sentence';
import { copies, fewPositions, isCopy, tiledTransposedConv, unalignedChannels } from './shapeRules';

const MOST_SENTENCES = 3;
const FEWEST_TOGETHER = 3;

/**
 * At most three sentences on why a layer takes its time, each from a measured number and a comparison (design spec 4.9): of its kernel against others of its
 * kind and against the roofs of this machine, as far as they were measured. What is like its peers is not reproached with anything. Empty where nothing is known.
 */
export function whySlow(model: LayerModel, index: number): readonly Sentence[] {
  const { node = -1, kernels = [] } = model.layers[index] ?? {};
  if (node < 0 && kernels.length > 0)
    return [[l10n.t('The runtime added it: it brings data into the layout or type that its readers want.')]];
  const own = layerMeasures(model, index);
  if (own === undefined) return expectedLimit(model, index);
  return sentencesOf(model, index, own).slice(0, MOST_SENTENCES);
}

function sentencesOf(model: LayerModel, index: number, own: LayerMeasures): readonly Sentence[] {
  const floorMs = model.profile?.floorMs ?? 0;
  const kernels = aroundIt(own);
  const around = kernels.length > 0 ? kernels : layoutChanges(model, own);
  if (own.timeMs <= floorMs) return around.length > 0 ? around : [[l10n.t('Nothing unusual: at most {0}.', formatDuration(floorMs))]];
  const general = [...otherProvider(model, own), ...spread(own)];
  const peers = peersOf(model, own);
  if (general.length === 0 && isContraction(own) && isLikePeers(own, peers)) return [likePeers(model, own, peers), ...kernels];
  const sentences = [...ofAnchor(model, own, peers), ...around, ...general];
  const hasReproach = sentences.length > (isContraction(own) ? 1 : 0);
  const plain = hasReproach || peers.length >= FEWEST_PEERS ? [] : likeNeighbors(model, index, own);
  if (plain.length > 0) return plain;
  return sentences.length > 0 ? sentences : shareOfLimit(own);
}

/** What its operator takes its time for. */
function ofAnchor(model: LayerModel, own: LayerMeasures, peers: readonly LayerMeasures[]): readonly Sentence[] {
  if (own.op === 'ConvTranspose') return [...comparedSpeed(model, own, peers), ...tiledTransposedConv(own), ...leftUnfused(model, own)];
  if (own.depthwise) return depthwise(model, own);
  if (isContraction(own)) return [...comparedSpeed(model, own, peers), ...fewPositions(own), ...unalignedChannels(own)];
  return isCopy(own) ? copies(own) : movesBytes(model, own);
}

function isContraction({ macs, depthwise }: LayerMeasures): boolean {
  return macs > 0 && !depthwise;
}

function depthwise(model: LayerModel, own: LayerMeasures): readonly Sentence[] {
  if (!(own.movedBytes > 0)) return [];
  const amounts = {
    perByte: formatSignificant(own.flops / own.movedBytes),
    speed: byteRateText(model, own, byteRate(own.movedBytes, own.timeMs)),
  };
  const sentence =
    own.bound === 'memory'
      ? l10n.t('Depthwise: {perByte} FLOP per byte, so memory sets the limit. It moves {strong} at {speed}.', amounts)
      : l10n.t('Depthwise: {perByte} FLOP per byte. It moves {strong} at {speed}.', amounts);
  return [withStrong(sentence, formatBytes(own.movedBytes))];
}

function movesBytes(model: LayerModel, own: LayerMeasures): readonly Sentence[] {
  if (!(own.movedBytes > 0)) return [];
  const amounts = { bytes: formatBytes(own.movedBytes), speed: byteRateText(model, own) };
  const sentence = withStrong(l10n.t('Moves {bytes} at {speed}.', amounts), byteRate(own.movedBytes, own.timeMs));
  return [sentence, ...together(model, own)];
}

/** What all layers of its operator take. */
function together({ view, profile, layers }: LayerModel, { op }: LayerMeasures): readonly Sentence[] {
  const measured = layers.filter(({ node, anchorKernel }) => view.nodeOps[node] === op && profile?.kernels[anchorKernel] !== undefined);
  if (measured.length < FEWEST_TOGETHER) return [];
  const kernels = new Set(measured.map(({ anchorKernel }) => anchorKernel));
  const takesMs = [...kernels].reduce((sum, id) => sum + (profile?.kernels[id]?.medianMs ?? 0), 0);
  return [[l10n.t('The {0} {1} layers take {2} together.', measured.length, op, formatDuration(takesMs))]];
}

/** Other layers that can be compared with it, and whose times are told apart from the cost of timing them. */
function peersOf(model: LayerModel, own: LayerMeasures): readonly LayerMeasures[] {
  const floorMs = model.profile?.floorMs ?? 0;
  return model.layers.flatMap(({ node }, index) => {
    if (node === own.node || model.view.nodeOps[node] !== own.op) return [];
    const other = layerMeasures(model, index);
    return other !== undefined && other.comparable === own.comparable && other.timeMs > floorMs ? [other] : [];
  });
}
