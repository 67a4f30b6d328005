import { describe, expect, it } from 'vitest';
import type { BlockFormat } from '../../../../src/optimize/quantize/blockwise/blockGrid';
import { halfQuadratic } from '../../../../src/optimize/quantize/blockwise/halfQuadratic';
import { noise } from '../../../fixtures/sketchGraph';

const format: BlockFormat = { bits: 4, block: 32, isSymmetric: false };
const LARGEST = 15;

/**
 * The solver as published (Badri & Shaji 2023, hqq/core/optimize.py, `optimize_weights_proximal_legacy`), for one group, written down a second time: p = 0.7, β = 10,
 * κ = 1.01, 20 rounds, the scale fixed, the first round without a gain in mean |w − ŵ| the last.
 */
function published(weights: readonly number[]): { readonly scale: number; readonly zero: number } {
  const [low, high] = [Math.min(...weights), Math.max(...weights)];
  const scale = LARGEST / (high - low);
  let zero = -low * scale;
  let [beta, best] = [10, Infinity];
  for (let round = 0; round < 20; round++, beta *= 1.01) {
    const codes = weights.map(w => Math.min(LARGEST, Math.max(0, Math.round(w * scale + zero))));
    const errors = weights.map((w, k) => w - (codes[k]! - zero) / scale);
    // argmin |e|^p + β/2 (e − error)², to first order.
    const outliers = errors.map(error => Math.sign(error) * Math.max(0, Math.abs(error) - Math.abs(error) ** -0.3 / beta));
    const shifts = weights.map((w, k) => codes[k]! - (w - outliers[k]!) * scale);
    zero = shifts.reduce((sum, shift) => sum + shift, 0) / weights.length;
    const current = errors.reduce((sum, error) => sum + Math.abs(error), 0) / weights.length;
    if (!(current < best)) break;
    best = current;
  }
  return { scale: 1 / scale, zero };
}

describe('half-quadratic quantization', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('moves the zero-point as the published solver does, to the nearest whole one (group %d)', seed => {
    const weights = noise(format.block, seed).map((value, k) => (k === 7 ? 3 * value : value));
    const { scale, zero } = published(weights);
    const start = { scales: Float32Array.of(scale), zeroPoints: Uint8Array.of(Math.round(-Math.min(...weights) / scale)) };
    const fitted = halfQuadratic(Float32Array.from(weights), 1, format.block, format, start);
    expect(fitted.scales[0]).toBeCloseTo(scale, 6);
    expect(Math.abs(fitted.zeroPoints[0]! - zero)).toBeLessThanOrEqual(1);
    const norm = (zeroPoint: number): number => {
      const codes = weights.map(w => Math.min(LARGEST, Math.max(0, Math.round(w / scale + zeroPoint))));
      return weights.reduce((sum, w, k) => sum + Math.abs(w - scale * (codes[k]! - zeroPoint)) ** 0.7, 0);
    };
    // What is stored holds whole zero-points: of those, none that the published solver comes to is better.
    expect(norm(fitted.zeroPoints[0]!)).toBeLessThanOrEqual(norm(Math.round(zero)) * 1.0001);
  });
});
