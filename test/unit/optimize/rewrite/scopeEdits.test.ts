import { expect, it } from 'vitest';
import { openModelBytes } from '../../../../src/onnx/openModelBytes';
import { defineNode, Rewriter } from '../../../../src/optimize/rewrite/rewriter';
import { scopeEdits } from '../../../../src/optimize/rewrite/scopeEdits';
import { UniqueNames } from '../../../../src/optimize/rewrite/uniqueNames';
import { applyEdits } from '../../../../src/shared/graph/applyEdits';
import type { Graph } from '../../../../src/shared/graph/graph';
import { ScopeGraphs } from '../../../../src/shared/graph/scopeGraphs';
import { buildModel } from '../../../fixtures/buildModel';

const branch = (name: string) => ({
  graph: { nodes: [{ op: 'Abs', name, inputs: ['x'], outputs: [`${name}0`] }], outputs: [{ name: `${name}0` }] },
});

const BYTES = buildModel({
  inputs: [
    { name: 'x', shape: [3] },
    { name: 'c', dtype: 'bool', shape: [] },
  ],
  nodes: [
    { op: 'Exp', name: 'made', inputs: ['x'], outputs: ['e'] },
    { op: 'If', name: 'choice', inputs: ['c'], outputs: ['y'], attributes: { then_branch: branch('then'), else_branch: branch('else') } },
  ],
  outputs: [{ name: 'y' }, { name: 'e' }],
});

/** A branch with a new node of a name, as an edit within it gives it. */
function withNode(part: Graph, name: string): Graph {
  const rewriter = new Rewriter(part);
  rewriter.insert(0, { ...defineNode('Neg', '', ['x'], [`${name}_out`], [], new Map()), name });
  return applyEdits(part, rewriter.batch());
}

it('nodes made in bodies get names that nothing in the whole model has, and those of the file keep theirs', () => {
  const { graph } = openModelBytes(BYTES);
  const scopes = new ScopeGraphs(graph);
  const names = new UniqueNames(graph);
  const edits = graph.subgraphs
    .filter(({ kind }) => kind === 'body')
    .flatMap(({ id: scope }) => {
      const part = scopes.of(scope, () => undefined);
      return scopeEdits({ graph, scope, part, after: withNode(part, 'made'), names });
    });
  const all = applyEdits(graph, { edits }).nodes.names;
  expect([...all].sort()).toEqual(['choice', 'else', 'made', 'made_1', 'made_2', 'then']);
});
