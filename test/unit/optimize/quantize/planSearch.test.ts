import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gainMs, orderLayers, planSizes, type LayerCost } from '../../../../src/optimize/quantize/planSearch';

const cost = fc.record({
  node: fc.nat(1000),
  noise: fc.double({ min: 0, max: 1e-2, noNaN: true }),
  localDb: fc.constant(30),
  floatMs: fc.double({ min: 0, max: 1, noNaN: true }),
  int8Ms: fc.double({ min: 0, max: 1, noNaN: true }),
});
const noiseOf = (layers: readonly LayerCost[]): number => layers.reduce((sum, { noise }) => sum + noise, 0);

describe('plans of mixed precision', () => {
  it('hold no layer that is not faster, and those first that add little noise for their gain', () => {
    fc.assert(
      fc.property(fc.array(cost, { maxLength: 40 }), costs => {
        const ordered = orderLayers(costs);
        expect(ordered.every(layer => gainMs(layer) > 0)).toBe(true);
        expect(ordered).toHaveLength(costs.filter(layer => gainMs(layer) > 0).length);
        const ratios = ordered.map(layer => layer.noise / gainMs(layer));
        expect(ratios).toEqual([...ratios].sort((a, b) => a - b));
      }),
    );
  });

  it('grow from one to the next and stay below what is known to be too much', () => {
    fc.assert(
      fc.property(fc.array(cost, { maxLength: 40 }), fc.integer({ min: 1, max: 41 }), (costs, most) => {
        const ordered = orderLayers(costs);
        const sizes = planSizes(ordered, most);
        expect(sizes).toEqual([...new Set(sizes)].sort((a, b) => a - b));
        for (const size of sizes) {
          expect(size).toBeGreaterThan(0);
          expect(size).toBeLessThan(most);
          expect(noiseOf(ordered.slice(0, size))).toBeLessThanOrEqual(noiseOf(ordered) * (1 + 1e-6));
        }
      }),
    );
  });

  it('leave out the layer that makes most of the noise before all others', () => {
    const layer = (node: number, noise: number): LayerCost => ({ node, noise, localDb: 30, floatMs: 0.2, int8Ms: 0.1 });
    const ordered = orderLayers([layer(1, 1e-5), layer(2, 1e-2), layer(3, 2e-5), layer(4, 1e-5)]);
    expect(ordered.map(({ node }) => node)).toEqual([1, 4, 3, 2]);
    expect(planSizes(ordered, 4)).toEqual([3]);
  });
});
