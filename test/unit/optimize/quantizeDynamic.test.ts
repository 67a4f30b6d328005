import { describe, expect, it } from 'vitest';
import { quantizeDynamic } from '../../../src/optimize/quantize/quantizeDynamic';
import { GraphBuilder } from '../../../src/shared/graph/graphBuilder';
import { NONE, type Graph } from '../../../src/shared/graph/graph';
import { tensorByName } from '../../../src/shared/graph/traversal';
import { makeLaboratory } from '../../fixtures/makeLaboratory';
import { decode, passInput } from '../../fixtures/passInput';
import { floats, sketchGraph } from '../../fixtures/sketchGraph';

const laboratory = makeLaboratory({});

async function quantized(graph: Graph): Promise<Graph> {
  return (await quantizeDynamic.plan(passInput(graph, { laboratory, parameters: { range: 'full' } }))).graph;
}

describe('dynamic quantization', () => {
  it('quantizes an activation once, however many layers read it, and works transB and alpha into the weight', async () => {
    const graph = await quantized(
      sketchGraph({
        inputs: { x: [1, 2] },
        weights: { w: floats([2, 3], [1, 2, 3, 4, 5, 6]), v: floats([3, 2], [1, 4, 2, 5, 3, 6]), c: floats([3], [1, 1, 1]) },
        nodes: [
          ['MatMul', ['x', 'w'], ['a']],
          ['Gemm', ['x', 'v', 'c'], ['b'], { transB: { kind: 'int', value: 1 }, alpha: { kind: 'float', value: 2 } }],
        ],
        outputs: ['a', 'b'],
      }),
    );
    expect(graph.nodes.ops.filter(op => op === 'DynamicQuantizeLinear')).toHaveLength(1);
    expect(graph.nodes.ops.filter(op => op === 'MatMulInteger')).toHaveLength(2);
    const values = (name: string) => [...decode(graph.tensors.weights[tensorByName(graph, name)])].map(Number);
    expect(values('w_quantized')).toEqual(values('v_quantized'));
    values('v_scale').forEach((scale, channel) => expect(scale).toBeCloseTo(2 * (values('w_scale')[channel] ?? 0), 6));
  });

  it('gives every node a name of its own, also where the model has none', async () => {
    const builder = new GraphBuilder();
    builder.beginSubgraph({ kind: 'main', name: 'unnamed', ownerNode: NONE, ownerAttribute: '', parent: NONE });
    builder.addInput('x', { kind: 'tensor', dtype: 'float32', shape: [1, 2] });
    for (const name of ['w', 'v']) builder.addInitializer(name, floats([2, 2], [1, 2, 3, 4]));
    builder.addNode('', 'MatMul', '', ['x', 'w'], ['a'], 0);
    builder.addNode('', 'MatMul', '', ['a', 'v'], ['y'], 1);
    builder.addOutput('y');
    builder.finishSubgraph();
    const facts = { irVersion: 8, opsets: new Map([['', 17]]), producer: '', docString: '', metadata: new Map<string, string>() };
    const graph = await quantized(builder.build(facts, 'unnamed', { attributes: () => new Map(), metadata: () => new Map() }));
    expect(new Set(graph.nodes.names).size).toBe(graph.nodes.count);
  });
});
