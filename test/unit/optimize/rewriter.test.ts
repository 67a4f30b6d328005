import { describe, expect, it } from 'vitest';
import { Rewriter } from '../../../src/optimize/rewrite/rewriter';
import { applyEdits } from '../../../src/shared/graph/applyEdits';
import type { Graph } from '../../../src/shared/graph/graph';
import { nodeInputs } from '../../../src/shared/graph/traversal';
import { floats, sketchGraph } from '../../fixtures/sketchGraph';

const graph = sketchGraph({
  inputs: { x: [1, 2] },
  weights: { w: floats([2, 2], [1, 2, 3, 4]) },
  nodes: [
    ['Identity', ['x'], ['i']],
    ['Gemm', ['i', 'w'], ['y']],
  ],
  outputs: ['y'],
});

const inputsOf = (of: Graph, node: number): readonly string[] => Array.from(nodeInputs(of, node), tensor => of.tensors.names[tensor] ?? '');

describe('a rewriter', () => {
  it('gives a node an input that it did not have', () => {
    const rewriter = new Rewriter(graph);
    rewriter.setInput(1, 2, rewriter.addWeight('bias', floats([2], [5, 6])));
    expect(inputsOf(applyEdits(graph, rewriter.batch()), 1)).toEqual(['i', 'w', 'bias']);
  });

  it('leaves inputs between empty', () => {
    const rewriter = new Rewriter(graph);
    rewriter.setInput(1, 3, rewriter.addWeight('late', floats([2], [5, 6])));
    expect(inputsOf(applyEdits(graph, rewriter.batch()), 1)).toEqual(['i', 'w', '', 'late']);
  });

  it('follows a chain of redirections, and an own input wins over it', () => {
    const rewriter = new Rewriter(graph);
    rewriter.redirect('i', 'x');
    rewriter.remove(0);
    expect(inputsOf(applyEdits(graph, rewriter.batch()), 0)).toEqual(['x', 'w']);
    rewriter.setInput(1, 0, 'w');
    expect(inputsOf(applyEdits(graph, rewriter.batch()), 0)).toEqual(['w', 'w']);
  });
});
