import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openModelBytes } from '../../../../src/onnx/openModelBytes';
import { previewQuantization } from '../../../../src/optimize/quantize/previewQuantization';
import type { QuantizationPreview, RoundingError } from '../../../../src/shared/report/quantizationPreview';
import { buildModel, type FixtureNode, type FixtureTensor } from '../../../fixtures/buildModel';

function preview(node: Pick<FixtureNode, 'op' | 'attributes'>, weight: Omit<FixtureTensor, 'name'>): Promise<QuantizationPreview> {
  const inputs = node.op === 'Gather' ? ['w', 'x'] : ['x', 'w'];
  const model = openModelBytes(buildModel({ nodes: [{ ...node, inputs, outputs: ['y'] }], initializers: [{ name: 'w', ...weight }] }));
  return previewQuantization({ readerOf: () => model.reader }, model.graph, 0);
}

const [ROWS, DEPTH] = [5, 40];
const values = fc.array(fc.float({ min: -4, max: 4, noNaN: true }), { minLength: ROWS * DEPTH, maxLength: ROWS * DEPTH });

describe('previewQuantization', () => {
  it('is off by half a level at most, row by row, and as far in all as its rows', async () => {
    await fc.assert(
      fc.asyncProperty(values, async weights => {
        const { errors } = await preview({ op: 'Gemm', attributes: { transB: 1 } }, { dims: [ROWS, DEPTH], values: weights });
        const [eight, four] = errors as readonly [RoundingError, RoundingError];
        for (let row = 0; row < ROWS; row++) {
          const part = weights.slice(row * DEPTH, (row + 1) * DEPTH);
          expect(eight.rowMaxAbs[row]).toBeLessThanOrEqual(halfLevel(part.map(Math.abs), 127));
          const blocks = [part.slice(0, 32), part.slice(32)];
          expect(four.rowMaxAbs[row]).toBeLessThanOrEqual(2 * Math.max(...blocks.map(block => halfLevel(block, 15))));
        }
        for (const { maxAbs, rowMaxAbs } of errors) expect(maxAbs).toBeCloseTo(Math.max(...rowMaxAbs), 6);
      }),
      { numRuns: 50, seed: 7 },
    );
  });

  it('has the columns of a MatMul for rows, and exact ones equal', async () => {
    const { rowKind, errors } = await preview({ op: 'MatMul' }, { dims: [2, 2], values: [127, 0, 1, 0] });
    expect(rowKind).toBe('channel');
    expect([...(errors[0]?.rowDb ?? [])]).toEqual([Infinity, Number.NaN]);
    expect(errors[0]).toMatchObject({ bits: 8, sqnrDb: Infinity, maxAbs: 0 });
  });

  it('rounds each entry of a table by itself', async () => {
    const { rowKind, errors } = await preview({ op: 'Gather' }, { dims: [2, 2], values: [127, 0.4, 0.127, 0] });
    expect(rowKind).toBe('entry');
    expect(errors[0]?.rowMaxAbs[0]).toBeCloseTo(0.4, 6);
    expect(errors[0]?.rowDb[1]).toBeGreaterThan(120);
  });

  it.each([
    [{ op: 'MatMul' }, { dims: [2, 2], dtype: 'int8', raw: new Uint8Array(4) }, 'No preview: its weight is int8, not float32.'],
    [{ op: 'MatMul' }, { dims: [1, 2], values: [1, Infinity] }, 'No preview: its weight holds NaN or infinity.'],
    [{ op: 'Relu' }, { dims: [1], values: [1] }, 'This layer has no weight that passes store in fewer bits.'],
  ] as const)('says why there is none: %j %j', async (node, weight, message) => {
    await expect(preview(node, weight)).rejects.toMatchObject({ reason: 'not-applicable', message });
  });
});

/** Half the distance of `levels` + 1 levels that reach from zero, or below, to the largest value. */
function halfLevel(part: readonly number[], levels: number): number {
  return ((Math.max(0, ...part) - Math.min(0, ...part)) / levels / 2) * (1 + 1e-5) + 1e-7;
}
