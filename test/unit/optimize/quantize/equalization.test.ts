import { describe, expect, it } from 'vitest';
import type { Findings, Observed } from '../../../../src/optimize/laboratory';
import { equalized } from '../../../../src/optimize/quantize/equalization';
import { readFloats } from '../../../../src/optimize/readFloats';
import { constantWeight } from '../../../../src/shared/graph/constants';
import type { Graph } from '../../../../src/shared/graph/graph';
import { nodeInput } from '../../../../src/shared/graph/traversal';
import { passInput } from '../../../fixtures/passInput';
import { floats, noise, sketchGraph, type Sketch, type SketchNode } from '../../../fixtures/sketchGraph';

const CHANNELS = 4;
const EMPTY = new Float64Array(0);
const SPREAD = Float64Array.of(1, 100, 0.01, 0);
const wide: Observed = { min: 0, max: 5, mean: new Float64Array(CHANNELS), variance: SPREAD, samples: new Float32Array(0), gram: EMPTY };
const findings: Findings = new Map(['h', 'p', 'r', 'd'].map(name => [name, wide]));

const matrices = {
  w: floats([3, CHANNELS], noise(3 * CHANNELS, 1)),
  b: floats([CHANNELS], noise(CHANNELS, 2)),
  v: floats([CHANNELS, 2], noise(2 * CHANNELS, 3)),
};
const shapes = { h: [1, CHANNELS], r: [1, CHANNELS], y: [1, 2] };

/** x → Gemm → activation → Gemm → y, changed by a test. */
function pair(change: Partial<Sketch> = {}, activation: SketchNode = ['Relu', ['h'], ['r']]): Graph {
  return sketchGraph({
    inputs: { x: [1, 3] },
    weights: matrices,
    nodes: [['Gemm', ['x', 'w', 'b'], ['h']], activation, ['Gemm', ['r', 'v'], ['y']]],
    outputs: ['y'],
    types: shapes,
    ...change,
  });
}

async function operand(graph: Graph, node: number, index: number): Promise<Float32Array> {
  return readFloats(passInput(graph), graph, nodeInput(graph, node, index));
}

/** Outputs of two layers with a Relu between, each output channel a sum over its own group. */
function twoLayers(x: readonly number[], first: Float32Array, bias: Float32Array, second: (h: readonly number[]) => number[]): number[] {
  const hidden = Array.from(bias, (start, o) =>
    Math.max(
      0,
      x.reduce((sum, value, k) => sum + value * first[k * bias.length + o]!, start),
    ),
  );
  return second(hidden);
}

describe('cross-layer equalization', () => {
  it('changes weights on both sides and no result', async () => {
    const graph = pair();
    const changed = await equalized(passInput(graph), graph, findings);
    expect(changed).not.toBe(graph);
    const run = async (of: Graph): Promise<number[]> => {
      const [w, b, v] = [await operand(of, 0, 1), await operand(of, 0, 2), await operand(of, 2, 1)];
      return twoLayers([0.3, -1.2, 2], w, b, h => [0, 1].map(o => h.reduce((sum, value, k) => sum + value * v[k * 2 + o]!, 0)));
    };
    const [before, after] = [await run(graph), await run(changed)];
    before.forEach((value, o) => expect(after[o]).toBeCloseTo(value, 5));
  });

  it('makes channels alike that one range has to fit', async () => {
    const graph = pair();
    const changed = await equalized(passInput(graph), graph, findings);
    const [before, after] = [await operand(graph, 0, 1), await operand(changed, 0, 1)];
    const factors = [0, 1, 2, 3].map(o => before[o]! / after[o]!);
    expect(factors[1]).toBeGreaterThan(factors[0]!);
    expect(factors[0]).toBeGreaterThan(factors[2]!);
    // A channel that is never there says nothing of how large it could be.
    expect(factors[3]).toBeCloseTo(1, 5);
  });

  it('gives each channel of a depthwise convolution its whole factor, and reads groups of inputs', async () => {
    const graph = sketchGraph({
      inputs: { x: [1, 1, 2, 2] },
      weights: {
        w: floats([CHANNELS, 1, 1, 1], noise(CHANNELS, 1)),
        d: floats([CHANNELS, 1, 1, 1], noise(CHANNELS, 2)),
        g: floats([2, 2, 1, 1], noise(4, 3)),
      },
      nodes: [
        ['Conv', ['x', 'w'], ['h']],
        ['Conv', ['h', 'd'], ['p'], { group: { kind: 'int', value: CHANNELS } }],
        ['Conv', ['p', 'g'], ['y'], { group: { kind: 'int', value: 2 } }],
      ],
      outputs: ['y'],
      types: { h: [1, CHANNELS, 2, 2], p: [1, CHANNELS, 2, 2], y: [1, 2, 2, 2] },
    });
    const changed = await equalized(passInput(graph), graph, findings);
    const path = async (of: Graph): Promise<number[]> => {
      const [w, d, g] = [await operand(of, 0, 1), await operand(of, 1, 1), await operand(of, 2, 1)];
      return Array.from(g, (value, channel) => w[channel]! * d[channel]! * value);
    };
    const [before, after] = [await path(graph), await path(changed)];
    before.forEach((value, channel) => expect(after[channel]).toBeCloseTo(value, 5));
    const [first, now] = [await operand(graph, 0, 1), await operand(changed, 0, 1)];
    expect((first[1]! / now[1]!) * (now[0]! / first[0]!)).toBeCloseTo(10, 4);
  });

  it.each([
    ['LeakyRelu', ['LeakyRelu', ['h'], ['r']]],
    ['PRelu', ['PRelu', ['h', 'slope'], ['r']]],
  ] as const)('goes through %s', async (_, activation) => {
    const graph = pair({ weights: { ...matrices, slope: floats([CHANNELS], noise(CHANNELS, 4)) } }, activation);
    expect(await equalized(passInput(graph), graph, findings)).not.toBe(graph);
  });

  it.each([
    ['an activation that is not homogeneous', pair({}, ['Sigmoid', ['h'], ['r']])],
    ['a result that callers read', pair({ outputs: ['y', 'h'] })],
    ['a residual', pair({ nodes: [...pairNodes(), ['Add', ['r', 'r'], ['z']]], outputs: ['y', 'z'] })],
    ['a weight that another layer reads', pair({ nodes: [...pairNodes(), ['Gemm', ['x', 'w'], ['z']]], outputs: ['y', 'z'] })],
    ['a bias that another layer reads', pair({ nodes: [...pairNodes(), ['Add', ['b', 'b'], ['z']]], outputs: ['y', 'z'] })],
    ['a weight that callers may replace', pair({ inputs: { x: [1, 3], w: [3, CHANNELS] } })],
  ])('leaves %s alone', async (_, graph) => {
    expect(await equalized(passInput(graph), graph, findings)).toBe(graph);
  });

  it('leaves channels alone that nobody looked at, or that are alike', async () => {
    const graph = pair();
    expect(await equalized(passInput(graph), graph, new Map())).toBe(graph);
    const overflown = new Map([['r', { ...wide, variance: SPREAD.map(() => Infinity) }]]);
    expect(await equalized(passInput(graph), graph, overflown)).toBe(graph);
  });

  it.each([
    [6, true],
    [5, false],
  ])('takes a Clip at %d for a Relu only where no value came so far', async (limit, isTaken) => {
    const weights = { ...matrices, low: floats([], [0]), high: floats([], [limit]) };
    const graph = pair({ weights }, ['Clip', ['h', 'low', 'high'], ['r']]);
    const changed = await equalized(passInput(graph), graph, findings);
    expect(changed.nodes.ops.includes('Relu')).toBe(isTaken);
    expect(changed === graph).toBe(!isTaken);
    expect(constantWeight(changed, nodeInput(changed, 0, 1))).toBeDefined();
  });
});

function pairNodes(): readonly SketchNode[] {
  return [
    ['Gemm', ['x', 'w', 'b'], ['h']],
    ['Relu', ['h'], ['r']],
    ['Gemm', ['r', 'v'], ['y']],
  ];
}
