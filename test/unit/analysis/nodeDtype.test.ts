import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/analysis/analyze';
import { nodeDtype } from '../../../src/analysis/nodeDtype';
import type { Graph } from '../../../src/shared/graph/graph';
import { storedWeight } from '../../../src/optimize/makeWeight';
import { memoryReader } from '../../fixtures/passInput';
import { floats, noise, sketchGraph } from '../../fixtures/sketchGraph';

const WEIGHTS = {
  w: storedWeight('int8', [8, 4], new Int8Array(32).fill(3)),
  s: floats([], [0.1]),
  z: storedWeight('uint8', [], Uint8Array.of(0)),
  v: floats([8, 4], noise(32)),
};

function dtypeOfProduct(weight: string): string | undefined {
  const graph: Graph = sketchGraph({
    inputs: { x: [2, 8] },
    weights: WEIGHTS,
    nodes: [
      ['QuantizeLinear', ['x', 's', 'z'], ['xq']],
      ['DequantizeLinear', ['xq', 's', 'z'], ['xd']],
      ['DequantizeLinear', ['w', 's'], ['wd']],
      ['MatMul', [weight === 'weight only' ? 'x' : 'xd', weight === 'float' ? 'v' : 'wd'], ['y']],
    ],
    outputs: ['y'],
  });
  return nodeDtype(graph, analyze(graph, memoryReader(graph), { dims: new Map() }), 3);
}

describe('the type that a node computes in', () => {
  it('is that of the integers where both operands are dequantized', () => expect(dtypeOfProduct('both')).toBe('uint8'));
  it('is float32 where only one is', () => {
    expect(dtypeOfProduct('weight only')).toBe('float32');
    expect(dtypeOfProduct('float')).toBe('float32');
  });
});
