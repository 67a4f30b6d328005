import { formatCount } from '../../shared/base/formatNumber';
import type { LinearWork } from './linearWork';
import { MEASURED_AGAINST } from './measuredRatiosTable';
import type { ModelEvidence } from './modelEvidence';

/**
 * Below this many MACs a layer takes a few microseconds, and starting kernels and quantizing activations costs as much as it can save. Estimated
 * from 20–40 GMAC/s of one core and about 2 µs per added kernel; a model of three layers with 2 k MACs each became 1.2–1.35× slower (reference of
 * the development models).
 */
export const SMALLEST_PAYING_MACS = 100_000;

/** Layers with enough work for a change of their kernel to show. */
export function withEnoughWork(works: readonly LinearWork[]): readonly LinearWork[] {
  return works.filter(({ macs }) => macs >= SMALLEST_PAYING_MACS);
}

/** `4.06 k MACs in 3 layers`. */
export function workText(evidence: ModelEvidence, works: readonly LinearWork[]): string {
  const layers = works.length === 1 ? 'one layer' : `${String(works.length)} layers`;
  return `${formatCount(evidence.macsOf(works.map(({ node }) => node)))} MACs in ${layers}`;
}

/** Why integers do not pay on layers without enough work. */
export function tooSmallText(): string {
  const limit = `${String(SMALLEST_PAYING_MACS / 1000)} k`;
  return `none has ${limit}, and a model of such layers became ${MEASURED_AGAINST.int8OnTinyModel} slower`;
}
