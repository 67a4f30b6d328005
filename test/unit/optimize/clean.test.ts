import { describe, expect, it } from 'vitest';
import { clean } from '../../../src/optimize/rewrite/clean';
import type { AttributeValue } from '../../../src/shared/graph/attribute';
import type { Graph } from '../../../src/shared/graph/graph';
import type { TensorReader } from '../../../src/shared/graph/tensorReader';
import { nodeInputs, tensorByName } from '../../../src/shared/graph/traversal';
import { makeLaboratory } from '../../fixtures/makeLaboratory';
import { decode, memoryReader, passInput } from '../../fixtures/passInput';
import { floats, int64s, noise, sketchGraph, type Sketch } from '../../fixtures/sketchGraph';

const laboratory = makeLaboratory({
  evaluate: (_graph, names) => Promise.resolve(new Map(names.map(name => [name, int64s([1], [7])]))),
});

async function cleaned(sketch: Sketch): Promise<Graph> {
  return (await clean.plan(passInput(sketchGraph(sketch), { laboratory }))).graph;
}

const ops = (graph: Graph): readonly string[] => graph.nodes.ops;

describe('clean', () => {
  it('takes out Identity between, at the start and at the end', async () => {
    const graph = await cleaned({
      inputs: { x: [2] },
      nodes: [
        ['Identity', ['x'], ['a']],
        ['Relu', ['a'], ['b']],
        ['Identity', ['b'], ['c']],
        ['Identity', ['c'], ['y']],
      ],
      outputs: ['y'],
    });
    expect(ops(graph)).toEqual(['Relu']);
    expect(graph.tensors.names[graph.nodes.outputs[0] ?? -1]).toBe('y');
  });

  it('keeps an Identity that joins an input with an output', async () => {
    expect(ops(await cleaned({ inputs: { x: [2] }, nodes: [['Identity', ['x'], ['y']]], outputs: ['y'] }))).toEqual(['Identity']);
  });

  it('keeps one of two Identities that give the same tensor two output names', async () => {
    const graph = await cleaned({
      inputs: { x: [2] },
      nodes: [
        ['Relu', ['x'], ['a']],
        ['Identity', ['a'], ['y']],
        ['Identity', ['a'], ['z']],
      ],
      outputs: ['y', 'z'],
    });
    expect(ops(graph)).toEqual(['Relu', 'Identity']);
  });

  it('keeps a Dropout whose mask is read', async () => {
    const graph = await cleaned({ inputs: { x: [2] }, nodes: [['Dropout', ['x'], ['y', 'mask']]], outputs: ['y', 'mask'] });
    expect(ops(graph)).toEqual(['Dropout']);
  });

  it.each([
    [0, ['Relu']],
    [1, ['Dropout', 'Relu']],
  ])('takes out a Dropout whose training mode the file stores as %i only when it is off', async (mode, left) => {
    const graph = sketchGraph({
      inputs: { x: [2] },
      weights: {
        ratio: floats([], [0.5]),
        mode: { dtype: 'bool', dims: [], bytes: { kind: 'file', file: 'model', form: 'raw', offset: 9, length: 1 } },
      },
      nodes: [
        ['Dropout', ['x', 'ratio', 'mode'], ['a']],
        ['Relu', ['a'], ['y']],
      ],
      outputs: ['y'],
    });
    const readerOf = (of: Graph): TensorReader => ({ ...memoryReader(of), readSmall: () => ({ data: Uint8Array.of(mode) }) });
    expect(ops((await clean.plan(passInput(graph, { laboratory, readerOf }))).graph)).toEqual(left);
  });

  it('says what became of weights where no node changes, and that there is nothing to do', async () => {
    const notes = async (weights: Sketch['weights']): Promise<readonly string[]> => {
      const graph = sketchGraph({ inputs: { x: [2] }, weights: weights ?? {}, nodes: [['Relu', ['x'], ['y']]], outputs: ['y'] });
      return (await clean.plan(passInput(graph, { laboratory }))).notes;
    };
    expect(await notes({ w: floats([1], [1]), v: floats([1], [1]) })).toEqual(['2 stored tensors left out, since nothing reads them.']);
    expect((await notes({})).join()).toMatch(/^Nothing to clean up/);
  });

  it('takes out what nothing reads, with its weights', async () => {
    const graph = await cleaned({
      inputs: { x: [2] },
      weights: { w: floats([2], [1, 2]), v: floats([2], [1, 2]) },
      nodes: [
        ['Add', ['x', 'w'], ['unused']],
        ['Add', ['x', 'v'], ['y']],
      ],
      outputs: ['y'],
    });
    expect(ops(graph)).toEqual(['Add']);
    expect(graph.tensors.names).not.toContain('w');
  });

  it('computes what follows from constants, and stores constants as initializers', async () => {
    const two: AttributeValue = { kind: 'tensor', weight: int64s([1], [2]) };
    const graph = await cleaned({
      inputs: { x: [14] },
      weights: { s: int64s([1], [5]) },
      nodes: [
        ['Constant', [], ['two'], { value: two }],
        ['Add', ['s', 'two'], ['seven']],
        ['Reshape', ['x', 'seven'], ['y']],
      ],
      outputs: ['y'],
    });
    expect(ops(graph)).toEqual(['Reshape']);
    expect(graph.tensors.weights[nodeInputs(graph, 0)[1] ?? -1]?.dims).toEqual([1]);
  });

  it('never folds DequantizeLinear', async () => {
    const graph = await cleaned({
      inputs: { x: [1] },
      weights: { q: { ...floats([1], [0]), dtype: 'int8' }, s: floats([], [1]) },
      nodes: [
        ['DequantizeLinear', ['q', 's'], ['w']],
        ['Add', ['x', 'w'], ['y']],
      ],
      outputs: ['y'],
    });
    expect(ops(graph)).toEqual(['DequantizeLinear', 'Add']);
  });
});

const NORM = { g: floats([2], [1, 2]), s: floats([2], [0.5, -0.5]), m: floats([2], [0.25, 0]), v: floats([2], [4, 1]) };

function normalized(linear: string, dims: readonly number[], attributes: Record<string, AttributeValue> = {}): Sketch {
  const values = noise(dims.reduce((a, b) => a * b, 1));
  return {
    inputs: { x: [1, 3, 4, 4] },
    weights: { ...NORM, w: floats(dims, values), b: floats([2], [1, 1]) },
    nodes: [
      [linear, ['x', 'w', 'b'], ['t'], attributes],
      ['BatchNormalization', ['t', 'g', 's', 'm', 'v'], ['y'], { epsilon: { kind: 'float', value: 0 } }],
    ],
    outputs: ['y'],
  };
}

describe('folding BatchNormalization', () => {
  it('scales each output channel of a Conv and moves the shift into the bias', async () => {
    const sketch = normalized('Conv', [2, 3, 1, 1]);
    const graph = await cleaned(sketch);
    const weight = decode(graph.tensors.weights[tensorByName(graph, 'w')]);
    const before = noise(6);
    expect(ops(graph)).toEqual(['Conv']);
    expect(Array.from(weight as Float32Array)).toEqual(before.map((value, index) => Math.fround(value) * (index < 3 ? 0.5 : 2)));
    expect(Array.from(decode(graph.tensors.weights[tensorByName(graph, 'b')]) as Float32Array)).toEqual([0.875, 1.5]);
  });

  it('scales along the second axis of a ConvTranspose and respects groups', async () => {
    const graph = await cleaned(normalized('ConvTranspose', [4, 1, 1, 1], { group: { kind: 'int', value: 2 } }));
    const factors = [0.5, 0.5, 2, 2];
    const expected = noise(4).map((value, index) => Math.fround(Math.fround(value) * factors[index]!));
    expect(Array.from(decode(graph.tensors.weights[tensorByName(graph, 'w')]) as Float32Array)).toEqual(expected);
    expect(ops(graph)).toEqual(['ConvTranspose']);
  });

  it('takes beta of a Gemm into the bias', async () => {
    const graph = await cleaned(normalized('Gemm', [3, 2], { beta: { kind: 'float', value: 3 } }));
    expect(Array.from(decode(graph.tensors.weights[tensorByName(graph, 'b')]) as Float32Array)).toEqual([1.875, 5.5]);
    expect(graph.nodes.attributes(0).get('beta')).toEqual({ kind: 'float', value: 1 });
  });

  it('does not store a second copy of a weight that another layer reads', async () => {
    const sketch = normalized('Conv', [2, 3, 1, 1]);
    const graph = await cleaned({ ...sketch, nodes: [...sketch.nodes, ['Conv', ['x', 'w', 'b'], ['z']]], outputs: ['y', 'z'] });
    expect(ops(graph)).toEqual(['Conv', 'BatchNormalization', 'Conv']);
    expect(graph.tensors.names).not.toContain('w_folded');
  });

  it('does not fold where something else reads the tensor between', async () => {
    const sketch = normalized('Conv', [2, 3, 1, 1]);
    const graph = await cleaned({ ...sketch, outputs: ['y', 't'] });
    expect(ops(graph)).toEqual(['Conv', 'BatchNormalization']);
    expect(Array.from(nodeInputs(graph, 0), id => graph.tensors.names[id])).toEqual(['x', 'w', 'b']);
  });
});
