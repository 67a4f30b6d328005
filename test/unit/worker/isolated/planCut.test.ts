import { describe, expect, it } from 'vitest';
import { planCut } from '../../../../src/worker/isolated/planCut';
import { openModel } from '../../../../src/onnx/openModel';
import type { Graph } from '../../../../src/shared/graph/graph';
import { buildModel } from '../../../fixtures/buildModel';
import { floats, int64s, noise, sketchGraph } from '../../../fixtures/sketchGraph';
import { temporaryFolder } from '../../../fixtures/temporaryFolder';
import fs from 'node:fs';
import path from 'node:path';

const folder = temporaryFolder();

function names(graph: Graph, tensors: readonly number[]): readonly string[] {
  return tensors.map(tensor => graph.tensors.names[tensor] ?? '');
}

describe('planCut', () => {
  it('takes weights with what computes them, and asks for activations', () => {
    const graph = sketchGraph({
      inputs: { x: [1, 2, 4, 4] },
      weights: { w: floats([2, 2, 1, 1], noise(4)), s: floats([1], [2]), b: floats([2], [0, 1]) },
      nodes: [
        ['Relu', ['x'], ['a']],
        ['Mul', ['w', 's'], ['v']],
        ['Conv', ['a', 'v', 'b'], ['c']],
        ['Relu', ['c'], ['y']],
      ],
      outputs: ['y'],
    });
    const cut = planCut(graph, [2, 3]);
    expect(cut.nodes).toEqual([1, 2, 3]);
    expect(names(graph, cut.weights).toSorted()).toEqual(['b', 's', 'w']);
    expect([names(graph, cut.inputs), names(graph, cut.settled), names(graph, cut.outputs)]).toEqual([['a'], [], ['y']]);
  });

  it('stores what follows from shapes', () => {
    const graph = sketchGraph({
      inputs: { x: [1, 8] },
      weights: { tail: int64s([1], [-1]), zero: int64s([1], [0]) },
      nodes: [
        ['Shape', ['x'], ['s']],
        ['Gather', ['s', 'zero'], ['n']],
        ['Concat', ['n', 'tail'], ['target'], { axis: { kind: 'int', value: 0 } }],
        ['Reshape', ['x', 'target'], ['y']],
      ],
      outputs: ['y'],
    });
    const cut = planCut(graph, [3]);
    expect(cut.nodes).toEqual([3]);
    expect([names(graph, cut.inputs), names(graph, cut.settled)]).toEqual([['x'], ['target']]);
  });

  it('takes the conversions around a quantized layer along', () => {
    const scale = { s: floats([], [0.1]), z: { dtype: 'uint8', dims: [], bytes: { kind: 'memory', bytes: Uint8Array.of(0) } } } as const;
    const graph = sketchGraph({
      inputs: { x: [1, 2] },
      weights: { ...scale, w: floats([2, 2], noise(4)) },
      nodes: [
        ['QuantizeLinear', ['x', 's', 'z'], ['q']],
        ['DequantizeLinear', ['q', 's', 'z'], ['d']],
        ['MatMul', ['d', 'w'], ['m']],
        ['QuantizeLinear', ['m', 's', 'z'], ['p']],
        ['DequantizeLinear', ['p', 's', 'z'], ['y']],
      ],
      outputs: ['y'],
    });
    const cut = planCut(graph, [2]);
    expect(cut.nodes).toEqual([1, 2, 3]);
    expect([names(graph, cut.inputs), names(graph, cut.outputs)]).toEqual([['q'], ['p']]);
  });

  it('refuses what depends on no input, and what holds a body', async () => {
    const constant = sketchGraph({
      inputs: { x: [2] },
      weights: { w: floats([2], [1, 2]) },
      nodes: [['Neg', ['w'], ['y']]],
      outputs: ['y'],
    });
    expect(() => planCut(constant, [0])).toThrow(/“n0” cannot be timed alone: .*depends on no value/);
    const branch = { nodes: [{ op: 'Neg', inputs: ['x'], outputs: ['n'] }], outputs: [{ name: 'n' }] };
    const file = path.join(folder, 'if.onnx');
    const node = {
      op: 'If',
      name: 'choice',
      inputs: ['c'],
      outputs: ['y'],
      attributes: { then_branch: { graph: branch }, else_branch: { graph: branch } },
    };
    fs.writeFileSync(
      file,
      buildModel({
        inputs: [
          { name: 'c', dtype: 'bool', shape: [] },
          { name: 'x', shape: [2] },
        ],
        nodes: [node],
        outputs: [{ name: 'y' }],
      }),
    );
    const model = await openModel(file);
    expect(() => planCut(model.graph, [0])).toThrow(/“choice” cannot be timed alone: it holds a body/);
    expect(() => planCut(model.graph, [1])).toThrow(/lies in a body/);
    await model.close();
  });
});
