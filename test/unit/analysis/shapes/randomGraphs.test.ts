import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EvaluatedShapes, keepsAssumptions } from '../../../../src/analysis/shapes/evaluatedShapes';
import { inferShapes } from '../../../../src/analysis/shapes/inferShapes';
import { operandFaults } from '../../../../src/analysis/shapes/operandFaults';
import { analyze } from '../../../../src/analysis/analyze';
import type { FixtureNode, FixtureTensor } from '../../../fixtures/buildModel';
import { factText, openFixture } from '../inferFixture';

/** One step of a random graph: nodes that turn tensor `from` into tensor `to`, of any [N, C, H, W] with C known. */
interface Step {
  readonly nodes: (from: string, to: string, channels: number) => readonly FixtureNode[];
  readonly weights?: (to: string, channels: number) => readonly FixtureTensor[];
  readonly channels?: (channels: number) => number;
}

const zeros = (name: string, ...dims: readonly number[]): FixtureTensor => ({
  name,
  dims,
  values: new Array<number>(dims.reduce((a, b) => a * b, 1)).fill(0),
});
const ints = (name: string, ...values: readonly number[]): FixtureTensor => ({ name, dims: [values.length], values: values.map(BigInt) });

const convolution = fc
  .record({
    kernel: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 3 }),
    out: fc.integer({ min: 1, max: 4 }),
    pad: fc.nat(2),
  })
  .map(({ kernel, stride, out, pad }): Step => ({
    nodes: (from, to) => [
      { op: 'Conv', inputs: [from, `${to}.w`], outputs: [to], attributes: { strides: [stride, stride], pads: [pad, pad, pad, pad] } },
    ],
    weights: (to, channels) => [zeros(`${to}.w`, out, channels, kernel, kernel)],
    channels: () => out,
  }));

const pooling = fc.record({ ceil: fc.nat(1), stride: fc.integer({ min: 1, max: 3 }) }).map(({ ceil, stride }): Step => ({
  nodes: (from, to) => [
    { op: 'MaxPool', inputs: [from], outputs: [to], attributes: { kernel_shape: [2, 2], strides: [stride, stride], ceil_mode: ceil } },
  ],
}));

const steps = fc.oneof(
  convolution,
  pooling,
  fc.constant<Step>({ nodes: (from, to) => [{ op: 'Relu', inputs: [from], outputs: [to] }] }),
  fc.constant<Step>({
    nodes: (from, to) => [{ op: 'Concat', inputs: [from, from], outputs: [to], attributes: { axis: 1 } }],
    channels: channels => 2 * channels,
  }),
  fc.constant<Step>({ nodes: (from, to) => [{ op: 'Transpose', inputs: [from], outputs: [to], attributes: { perm: [0, 1, 3, 2] } }] }),
  fc.integer({ min: 1, max: 3 }).map((scale): Step => ({
    nodes: (from, to) => [{ op: 'Resize', inputs: [from, '', `${to}.s`], outputs: [to] }],
    weights: to => [{ name: `${to}.s`, dims: [4], values: [1, 1, scale, scale] }],
  })),
  // Flattened and restored through the graph's own shape arithmetic, as exporters write it.
  fc.constant<Step>({
    nodes: (from, to) => [
      { op: 'Shape', inputs: [from], outputs: [`${to}.shape`] },
      { op: 'Reshape', inputs: [from, `${to}.flat`], outputs: [`${to}.rows`] },
      { op: 'Reshape', inputs: [`${to}.rows`, `${to}.shape`], outputs: [to] },
    ],
    weights: to => [ints(`${to}.flat`, 0, -1)],
  }),
  fc.nat(2).map((start): Step => ({
    nodes: (from, to) => [{ op: 'Slice', inputs: [from, `${to}.start`, `${to}.end`, `${to}.axis`], outputs: [to] }],
    weights: to => [ints(`${to}.start`, start), ints(`${to}.end`, 2 ** 40), ints(`${to}.axis`, 2)],
  })),
);

function buildChain(chain: readonly Step[]) {
  const nodes: FixtureNode[] = [];
  const initializers: FixtureTensor[] = [];
  let channels = 3;
  chain.forEach((step, index) => {
    nodes.push(...step.nodes(`t${index}`, `t${index + 1}`, channels));
    initializers.push(...(step.weights?.(`t${index + 1}`, channels) ?? []));
    channels = step.channels?.(channels) ?? channels;
  });
  return openFixture({ inputs: [{ name: 't0', shape: ['N', 3, 'H', 'W'] }], initializers, nodes, outputs: [{ name: `t${chain.length}` }] });
}

const size = fc.integer({ min: 12, max: 70 });

describe('random graphs', () => {
  it('come out the same from symbols with sizes put in as from sizes', () => {
    let compared = 0;
    fc.assert(
      fc.property(
        fc.array(steps, { minLength: 1, maxLength: 7 }),
        size,
        size,
        fc.integer({ min: 1, max: 5 }),
        (chain, height, width, batch) => {
          const { graph, reader } = buildChain(chain);
          const dims = new Map([
            ['N', batch],
            ['H', height],
            ['W', width],
          ]);
          const concrete = inferShapes(graph, reader, { dims });
          const symbolic = inferShapes(graph, reader, { dims: new Map() });
          // Symbols cannot see that a window does not fit any more: poolings assume that it does, and convolutions refuse to run.
          if (!keepsAssumptions(symbolic, dims) || operandFaults(graph, concrete).length > 0) return;
          const evaluated = new EvaluatedShapes(graph, symbolic, dims);
          for (let tensor = 0; tensor < graph.tensors.count; tensor++) {
            const expected = concrete.fact(concrete.frame, tensor);
            // What a Reshape makes of nothing with −1 is not known.
            if (expected.shape?.includes(0) !== false) break;
            expect(factText(evaluated.fact(evaluated.frame, tensor))).toBe(factText(expected));
            compared++;
          }
        },
      ),
      { numRuns: 150 },
    );
    expect(compared).toBeGreaterThan(500);
  });

  it('have MACs in proportion to the batch', () => {
    fc.assert(
      fc.property(fc.array(steps, { minLength: 1, maxLength: 6 }), fc.integer({ min: 2, max: 6 }), (chain, batch) => {
        const { graph, reader } = buildChain(chain);
        const macs = (n: number) =>
          analyze(graph, reader, {
            dims: new Map([
              ['N', n],
              ['H', 64],
              ['W', 64],
            ]),
          }).totals.macs;
        const one = macs(1);
        expect(macs(batch)).toBe(one === undefined ? undefined : batch * one);
      }),
      { numRuns: 60 },
    );
  });
});
