import * as l10n from '@vscode/l10n';
import { formatSignificant } from '../../../src/shared/base/formatNumber';
import { median } from '../../../src/shared/base/quantile';
import { roofShareText } from '../model/columnText';
import type { LayerModel } from '../model/layerModel';
import { layerMeasures, type LayerMeasures } from './layerMeasures';
import { flopRate, flopRateText } from './rates';
import { withStrong, type Sentence } from './sentence';

/** Layers of one kind are "like the others" within this, and better from this factor on (design spec 4.9). */
const ALIKE = 0.2;
const BETTER = 1.2;
export const FEWEST_PEERS = 3;
/** Layers on each side that a layer without peers is held against. */
const NEIGHBORS = 2;

/** As fast as the median of enough others of its kind. */
export function isLikePeers(own: LayerMeasures, peers: readonly LayerMeasures[]): boolean {
  return peers.length >= FEWEST_PEERS && isAlike(knownMedian(peers.map(flopRate)), flopRate(own));
}

export function likePeers(model: LayerModel, own: LayerMeasures, peers: readonly LayerMeasures[]): Sentence {
  const others = { count: peers.length, op: own.op, speed: flopRateText(model, own), typical: typicalRate(peers) };
  return withStrong(
    l10n.t('Nothing unusual: {speed}, like the other {count} {op} layers of its kind (median {typical}).', others),
    rateText(own),
  );
}

/** What its arithmetic reaches, beside others of its kind that are like it or better. */
export function comparedSpeed(model: LayerModel, own: LayerMeasures, peers: readonly LayerMeasures[]): readonly Sentence[] {
  if (!Number.isFinite(flopRate(own))) return [];
  const speed = flopRateText(model, own);
  const others = { count: peers.length, op: own.op, kind: own.kind, typical: typicalRate(peers), speed };
  const isBetter = peers.length >= FEWEST_PEERS && knownMedian(peers.map(flopRate)) >= flopRate(own) * BETTER;
  const sentence = isLikePeers(own, peers)
    ? l10n.t('Reaches {speed}, like the other {count} {op} layers of its kind (median {typical}).', others)
    : isBetter
      ? l10n.t('Reaches {speed}; the other {count} {kind} layers reach {typical}.', others)
      : l10n.t('Reaches {speed}.', { speed });
  return [withStrong(sentence, rateText(own))];
}

/** A share of the roofline like that of the layers before and after it: what a layer without others of its kind can be held against. Empty where it is another, or not known. */
export function likeNeighbors(model: LayerModel, index: number, own: LayerMeasures): readonly Sentence[] {
  const typical = knownMedian(neighborsOf(model, index).map(({ ofLimit }) => ofLimit));
  if (!isAlike(typical, own.ofLimit)) return [];
  const others = roofShareText(typical);
  return [withStrong(l10n.t('Nothing unusual: {strong}, like its neighbors ({others}).', { others }), limitShare(own))];
}

/** Of a layer that no rule speaks of; empty without measured roofs. */
export function shareOfLimit(own: LayerMeasures): readonly Sentence[] {
  return Number.isFinite(own.ofLimit) ? [withStrong(l10n.t('Reaches {strong}.'), limitShare(own))] : [];
}

function limitShare({ ofLimit }: LayerMeasures): string {
  return l10n.t('{0} of roofline', roofShareText(ofLimit));
}

function neighborsOf(model: LayerModel, index: number): readonly LayerMeasures[] {
  const floorMs = model.profile?.floorMs ?? 0;
  const side = (step: 1 | -1): readonly LayerMeasures[] => {
    const found: LayerMeasures[] = [];
    for (let other = index + step; other in model.layers && found.length < NEIGHBORS; other += step) {
      const measures = layerMeasures(model, other);
      if (measures !== undefined && measures.timeMs > floorMs && Number.isFinite(measures.ofLimit)) found.push(measures);
    }
    return found;
  };
  return [...side(-1), ...side(1)];
}

function isAlike(typical: number, own: number): boolean {
  return Math.abs(typical / own - 1) < ALIKE;
}

function typicalRate(peers: readonly LayerMeasures[]): string {
  return formatSignificant(knownMedian(peers.map(flopRate)));
}

function rateText(own: LayerMeasures): string {
  return `${formatSignificant(flopRate(own))} GFLOP/s`;
}

/** Of the values that are known. */
function knownMedian(values: readonly number[]): number {
  return median(values.filter(Number.isFinite));
}
