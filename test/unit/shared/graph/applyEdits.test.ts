import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../../src/shared/graph/applyEdits';
import type { Edit, NodeDefinition } from '../../../../src/shared/graph/edit';
import { MAIN_GRAPH, NONE, type Graph, type NodeId } from '../../../../src/shared/graph/graph';
import { GraphBuilder } from '../../../../src/shared/graph/graphBuilder';
import { nodeOrigins, tensorOrigins } from '../../../../src/shared/graph/provenance';
import { isGraphOutput, mainGraph, nodeInputs, nodeOutput, producerOf, tensorByName } from '../../../../src/shared/graph/traversal';
import { floats, sketchGraph, type SketchNode } from '../../../fixtures/sketchGraph';

const chain = (): Graph =>
  sketchGraph({
    inputs: { x: [1, 4] },
    weights: { w: floats([4], [1, 2, 3, 4]) },
    nodes: [
      ['Relu', ['x'], ['a'], { kept: { kind: 'int', value: 7 } }],
      ['Identity', ['a'], ['b']],
      ['Add', ['b', 'w'], ['y']],
    ],
    outputs: ['y'],
    types: { b: [1, 4], y: [1, 4] },
  });

function made(op: string, inputs: readonly string[], outputs: readonly string[], origins: readonly NodeId[]): NodeDefinition {
  return { name: op.toLowerCase(), op, domain: '', inputs, outputs, attributes: new Map(), origins };
}

const names = (graph: Graph, node: NodeId): readonly string[] => Array.from(nodeInputs(graph, node), id => graph.tensors.names[id] ?? '');

describe('applyEdits', () => {
  it('gives the same graph back for no edits', () => {
    const graph = chain();
    expect(applyEdits(graph, { edits: [] })).toBe(graph);
  });

  it('replaces nodes in place and keeps the others as they were', () => {
    const after = applyEdits(chain(), {
      edits: [{ kind: 'replaceNodes', nodes: [1, 2], at: 1, with: [made('Sum', ['a', 'w'], ['y'], [1, 2])] }],
    });
    expect(after.nodes.ops).toEqual(['Relu', 'Sum']);
    expect([...after.nodes.sourceIndex]).toEqual([0, NONE]);
    expect(after.nodes.attributes(0).get('kept')).toEqual({ kind: 'int', value: 7 });
    expect(names(after, 1)).toEqual(['a', 'w']);
    expect(nodeOrigins(after, 1)).toEqual([1, 2]);
  });

  it('forgets what was declared about tensors that are gone', () => {
    const after = applyEdits(chain(), {
      edits: [{ kind: 'replaceNodes', nodes: [1, 2], at: 1, with: [made('Sum', ['a', 'w'], ['y'], [])] }],
    });
    expect(tensorByName(after, 'b')).toBe(NONE);
    expect(after.tensors.declaredTypes[tensorByName(after, 'y')]).toMatchObject({ shape: [1, 4] });
  });

  it('moves a node before its first reader', () => {
    const edits: Edit[] = [{ kind: 'replaceNodes', nodes: [0], at: 2, with: [made('Abs', ['x'], ['a'], [0])] }];
    const after = applyEdits(chain(), { edits });
    expect(after.nodes.ops).toEqual(['Abs', 'Identity', 'Add']);
  });

  it('sets, adds and removes initializers with their origins', () => {
    const edits: Edit[] = [
      { kind: 'setInitializer', name: 'w', weight: floats([2], [1, 2]), origins: ['w'], axisMaps: [{ axis: 0, kept: [1, 3] }] },
      { kind: 'setInitializer', name: 'v', weight: floats([1], [5]), origins: ['w'] },
    ];
    const after = applyEdits(chain(), { edits });
    expect(after.tensors.weights[tensorByName(after, 'w')]?.dims).toEqual([2]);
    expect(after.provenance.tensorOrigins.get('v')).toEqual(['w']);
    expect(after.provenance.axisMaps.get('w')).toEqual([{ axis: 0, kept: [1, 3] }]);
    const without = applyEdits(after, { edits: [{ kind: 'removeInitializer', name: 'v' }] });
    expect(tensorByName(without, 'v')).toBe(NONE);
    expect(without.provenance.tensorOrigins.has('v')).toBe(false);
  });

  it('composes kept channels over two edits', () => {
    const keep = (kept: readonly number[], size: number): Edit => ({
      kind: 'setInitializer',
      name: 'w',
      weight: floats([size], Array<number>(size).fill(0)),
      origins: ['w'],
      axisMaps: [{ axis: 0, kept }],
    });
    const once = applyEdits(chain(), { edits: [keep([0, 2, 3], 3)] });
    const twice = applyEdits(once, { edits: [keep([1, 2], 2)] });
    expect(twice.provenance.axisMaps.get('w')).toEqual([{ axis: 0, kept: [2, 3] }]);
  });

  it('changes opsets, metadata, inputs, outputs and types', () => {
    const after = applyEdits(chain(), {
      edits: [
        { kind: 'setOpset', domain: '', version: 21 },
        { kind: 'setIrVersion', version: 10 },
        { kind: 'setMetadata', key: 'k', value: 'v' },
        { kind: 'addOutput', name: 'a', type: { kind: 'tensor', dtype: 'float32', shape: [1, 4] } },
        { kind: 'dropTypes', names: ['b'] },
      ],
    });
    expect(after.facts.opsets.get('')).toBe(21);
    expect(after.facts.irVersion).toBe(10);
    expect(after.facts.metadata.get('k')).toBe('v');
    expect(isGraphOutput(after, tensorByName(after, 'a'))).toBe(true);
    expect(after.tensors.declaredTypes[tensorByName(after, 'b')]).toBeUndefined();
  });

  it('speaks of a constant made by an edit as a weight', () => {
    const weight = floats([], [1]);
    const constant = { ...made('Constant', [], ['c'], []), attributes: new Map([['value', { kind: 'tensor', weight } as const]]) };
    const after = applyEdits(chain(), { edits: [{ kind: 'replaceNodes', nodes: [], at: 0, with: [constant] }] });
    expect(after.tensors.weights[tensorByName(after, 'c')]).toBe(weight);
    expect(after.nodes.attributes(0).get('value')).toEqual({ kind: 'tensor', weight, tensor: tensorByName(after, 'c') });
  });
});

/** x → Relu → r → If(then: Add(x, r)) → y, with the body's id in the attribute. */
function withBody(): Graph {
  const builder = new GraphBuilder();
  builder.beginSubgraph({ kind: 'main', name: 'g', ownerNode: NONE, ownerAttribute: '', parent: NONE });
  builder.addInput('x', undefined);
  builder.addNode('before', 'Neg', '', ['x'], ['unused'], 0);
  builder.addNode('relu', 'Relu', '', ['x'], ['r'], 1);
  builder.addNode('if', 'If', '', ['cond'], ['y'], 2);
  builder.addOutput('y');
  builder.finishSubgraph();
  builder.beginSubgraph({ kind: 'body', name: 'then', ownerNode: 2, ownerAttribute: 'then_branch', parent: MAIN_GRAPH });
  builder.addInitializer('inner', floats([], [3]));
  builder.addNode('add', 'Add', '', ['x', 'r'], ['z'], 0);
  builder.addOutput('z');
  builder.finishSubgraph();
  builder.beginSubgraph({ kind: 'function', name: 'f', ownerNode: NONE, ownerAttribute: '', parent: NONE, functionDomain: 'local' });
  builder.addInput('p', undefined);
  builder.addNode('inside', 'Abs', '', ['p'], ['q'], 0);
  builder.addOutput('q');
  builder.finishSubgraph();
  const facts = { irVersion: 8, opsets: new Map([['', 17]]), producer: '', docString: '', metadata: new Map<string, string>() };
  const attributes = (node: NodeId) => new Map(node === 2 ? [['then_branch', { kind: 'graph', subgraph: 1 } as const]] : []);
  return builder.build(facts, 'g', { attributes, metadata: () => new Map() });
}

describe('applyEdits with bodies and functions', () => {
  it('carries them over under new ids', () => {
    const after = applyEdits(withBody(), { edits: [{ kind: 'replaceNodes', nodes: [0], at: 0, with: [] }] });
    const body = after.subgraphs.find(({ ownerNode }) => ownerNode === 1);
    expect(after.nodes.ops).toEqual(['Relu', 'If', 'Abs', 'Add']);
    expect(after.nodes.attributes(1).get('then_branch')).toEqual({ kind: 'graph', subgraph: body?.id });
    expect(names(after, 3)).toEqual(['x', 'r']);
    expect(producerOf(after, tensorByName(after, 'r'))).toBe(0);
    expect(after.subgraphs.map(subgraph => subgraph.kind)).toEqual(['main', 'function', 'body']);
  });

  it('drops the body of a node that goes, and its weights', () => {
    const after = applyEdits(withBody(), { edits: [{ kind: 'replaceNodes', nodes: [2], at: 2, with: [made('Neg', ['r'], ['y'], [2])] }] });
    expect(after.subgraphs.map(subgraph => subgraph.kind)).toEqual(['main', 'function']);
    expect(after.tensors.names).not.toContain('inner');
  });

  it('keeps what a body captures before its owner', () => {
    const after = applyEdits(withBody(), { edits: [{ kind: 'replaceNodes', nodes: [1], at: 99, with: [made('Abs', ['x'], ['r'], [1])] }] });
    expect(after.nodes.ops.slice(0, 3)).toEqual(['Neg', 'Abs', 'If']);
  });

  it('hands a body to the node that replaces its owner', () => {
    const before = withBody();
    const definition = { ...made('If', ['r'], ['y'], [2]), attributes: before.nodes.attributes(2) };
    const after = applyEdits(before, { edits: [{ kind: 'replaceNodes', nodes: [2], at: 2, with: [definition] }] });
    expect(after.subgraphs.filter(({ ownerNode }) => ownerNode === 2)).toHaveLength(1);
    expect(after.nodes.sourceIndex[2]).toBe(NONE);
  });
});

/** A random acyclic graph of unary and binary nodes over one input. */
const randomGraph = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { minLength: 1, maxLength: 30 }).map(rows => {
  const nodes = rows.map(([a, b, binary], position): SketchNode => {
    const earlier = (pick: number): string => (pick % (position + 1) === position ? 'x' : `t${pick % (position + 1)}`);
    return [binary ? 'Add' : 'Neg', binary ? [earlier(a), earlier(b)] : [earlier(a)], [`t${position}`]];
  });
  return sketchGraph({ inputs: { x: [2] }, nodes, outputs: [`t${rows.length - 1}`] });
});

/** Replaces some nodes by one that reads and writes the same, under another operator. */
function renaming(graph: Graph, picks: readonly number[], at: (node: NodeId) => NodeId): readonly Edit[] {
  const nodes = [...new Set(picks.map(pick => pick % mainGraph(graph).nodeCount))];
  return nodes.map(node => {
    const output = graph.tensors.names[nodeOutput(graph, node, 0)] ?? '';
    return { kind: 'replaceNodes', nodes: [node], at: at(node), with: [made('Made', names(graph, node), [output], [node])] };
  });
}

describe('applyEdits on random graphs', () => {
  it('keeps untouched nodes and puts every producer before its readers', () => {
    fc.assert(
      fc.property(randomGraph, fc.array(fc.nat()), fc.nat(), (graph, picks, shift) => {
        const after = applyEdits(graph, { edits: renaming(graph, picks, node => (node + shift) % (graph.nodes.count + 3)) });
        expect(after.nodes.count).toBe(graph.nodes.count);
        for (let node = 0; node < after.nodes.count; node++) {
          for (const input of nodeInputs(after, node)) expect(producerOf(after, input)).toBeLessThan(node);
          const [origin = NONE] = nodeOrigins(after, node);
          expect(after.nodes.names[node]).toBe(after.nodes.ops[node] === 'Made' ? 'made' : `n${origin}`);
          expect(after.nodes.sourceIndex[node]).toBe(after.nodes.ops[node] === 'Made' ? NONE : origin);
          expect(names(after, node)).toEqual(names(graph, origin));
        }
      }),
    );
  });

  it('composes provenance: two batches lead to the same root as one', () => {
    fc.assert(
      fc.property(randomGraph, fc.array(fc.nat()), fc.array(fc.nat()), (graph, first, second) => {
        const once = applyEdits(graph, { edits: renaming(graph, first, node => node) });
        const twice = applyEdits(once, { edits: renaming(once, second, node => node) });
        for (let node = 0; node < twice.nodes.count; node++) expect(nodeOrigins(twice, node)).toEqual([node]);
        for (let tensor = 0; tensor < twice.tensors.count; tensor++) {
          expect(tensorOrigins(twice, tensor)).toEqual([twice.tensors.names[tensor]]);
        }
      }),
    );
  });

  it('leaves the graph that is edited as it was', () => {
    fc.assert(
      fc.property(randomGraph, fc.array(fc.nat()), (graph, picks) => {
        const before = structuredClone({ ops: graph.nodes.ops, inputs: graph.nodes.inputs, names: graph.tensors.names });
        applyEdits(graph, { edits: renaming(graph, picks, node => node) });
        expect({ ops: graph.nodes.ops, inputs: graph.nodes.inputs, names: graph.tensors.names }).toEqual(before);
      }),
    );
  });
});
