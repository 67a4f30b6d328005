import { describe, expect, it } from 'vitest';
import { MAIN_GRAPH, NONE, type Graph, type ModelFacts } from '../../../../src/shared/graph/graph';
import { GraphBuilder, type NodeDetails } from '../../../../src/shared/graph/graphBuilder';
import { consumersOf, nodeInputs, nodePath, producerOf, tensorByName } from '../../../../src/shared/graph/traversal';

const FACTS: ModelFacts = { irVersion: 8, opsets: new Map([['', 17]]), producer: '', docString: '', metadata: new Map() };
const NO_DETAILS: NodeDetails = { attributes: () => new Map(), metadata: () => new Map() };
const MAIN = { kind: 'main', name: 'g', ownerNode: NONE, ownerAttribute: '', parent: NONE } as const;

/** x → Relu → r → If(body reads x and r) → y */
function modelWithBody(): Graph {
  const builder = new GraphBuilder();
  builder.beginSubgraph(MAIN);
  builder.addInput('x', { kind: 'tensor', dtype: 'float32', shape: [1, 'n'] });
  builder.addNode('relu', 'Relu', 'ai.onnx', ['x'], ['r']);
  builder.addNode('if', 'If', '', ['cond', ''], ['y']);
  builder.addOutput('y');
  builder.finishSubgraph();
  builder.beginSubgraph({ kind: 'body', name: 'then', ownerNode: 1, ownerAttribute: 'then_branch', parent: MAIN_GRAPH });
  builder.addNode('add', 'Add', '', ['x', 'r'], ['z']);
  builder.addOutput('z');
  builder.finishSubgraph();
  return builder.build(FACTS, 'g', NO_DETAILS);
}

describe('GraphBuilder', () => {
  const graph = modelWithBody();

  it('resolves names of a body in the scopes around it', () => {
    expect([...nodeInputs(graph, 2)]).toEqual([tensorByName(graph, 'x'), tensorByName(graph, 'r')]);
    expect(producerOf(graph, tensorByName(graph, 'r'))).toBe(0);
  });

  it('lists readers inside bodies', () => {
    expect([...consumersOf(graph, tensorByName(graph, 'x'))]).toEqual([0, 2]);
  });

  it('keeps omitted inputs and names nobody defines', () => {
    const [condition, omitted] = nodeInputs(graph, 1);
    expect(omitted).toBe(NONE);
    expect(graph.tensors.names[condition ?? NONE]).toBe('cond');
    expect(producerOf(graph, condition ?? NONE)).toBe(NONE);
  });

  it('folds the long name of the standard domain', () => {
    expect(graph.nodes.domains[0]).toBe('');
  });

  it('gives nodes of bodies path ids', () => {
    expect(graph.subgraphs.filter(({ ownerNode }) => ownerNode === 1).map(({ name }) => name)).toEqual(['then']);
    expect(nodePath(graph, 0)).toBe(0);
    expect(nodePath(graph, 2)).toBe('1/then_branch/0');
  });

  it('prefers a name of the body, though it is used before it is defined', () => {
    const builder = new GraphBuilder();
    builder.beginSubgraph(MAIN);
    builder.addNode('outer', 'Relu', '', ['x'], ['r']);
    builder.finishSubgraph();
    builder.beginSubgraph({ kind: 'body', name: 'then', ownerNode: 0, ownerAttribute: 'then_branch', parent: MAIN_GRAPH });
    builder.addNode('reader', 'Neg', '', ['r', 'unknown'], ['z']);
    builder.addNode('writer', 'Relu', '', ['unknown'], ['r']);
    builder.finishSubgraph();
    const graph = builder.build(FACTS, 'g', NO_DETAILS);
    const [read, unknown] = nodeInputs(graph, 1);
    expect(producerOf(graph, read ?? NONE)).toBe(2);
    expect(graph.tensors.names[unknown ?? NONE]).toBe('unknown');
    expect(graph.nodes.inputs.at(-1)).toBe(unknown);
  });

  it('gives the second writer of a name a tensor of its own', () => {
    const builder = new GraphBuilder();
    builder.beginSubgraph(MAIN);
    builder.addNode('a', 'Relu', '', ['x'], ['y']);
    builder.addNode('b', 'Relu', '', ['x'], ['y']);
    builder.finishSubgraph();
    const double = builder.build(FACTS, 'g', NO_DETAILS);
    expect(producerOf(double, tensorByName(double, 'y'))).toBe(0);
    expect(double.tensors.names.filter(name => name === 'y')).toHaveLength(2);
  });
});
