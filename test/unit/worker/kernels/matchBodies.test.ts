import { describe, expect, it } from 'vitest';
import type { TracedKernel } from '../../../../src/shared/protocol/workerRunner';
import { matchBodies } from '../../../../src/worker/kernels/matchBodies';
import type { FixtureGraph } from '../../../fixtures/buildModel';
import { openFixture } from '../../analysis/inferFixture';

function body(...ops: readonly (readonly [op: string, name: string])[]): { readonly graph: FixtureGraph } {
  return { graph: { nodes: ops.map(([op, name]) => ({ op, name, inputs: ['x'], outputs: [`${name}_out`] })), outputs: [] } };
}

function ran(...kernels: readonly (readonly [op: string, name: string])[]): readonly TracedKernel[] {
  return kernels.map(([op, name]) => ({ op, name, provider: '', nodeIndex: 0, outputShapes: [], memory: undefined }));
}

const model = openFixture({
  inputs: [
    { name: 'x', shape: [4] },
    { name: 'c', dtype: 'bool', shape: [] },
  ],
  nodes: [
    {
      op: 'If',
      inputs: ['c'],
      outputs: ['a'],
      attributes: { then_branch: body(['Relu', 'r'], ['Exp', 'e']), else_branch: body(['Relu', 's']) },
    },
    { op: 'If', inputs: ['c'], outputs: ['b'], attributes: { then_branch: body(['Relu', 'yes']), else_branch: body(['Relu', 'no']) } },
    { op: 'Loop', inputs: ['', 'c', 'x'], outputs: ['y'], attributes: { body: body(['Relu', 'r'], ['Exp', 'e']) } },
    { op: 'Relu', inputs: ['x'], outputs: ['z'] },
  ],
  outputs: [{ name: 'y' }],
});

const bodiesOf = (node: number) => model.graph.subgraphs.filter(({ ownerNode }) => ownerNode === node);
const countExecutions = (node: number, kernels: readonly TracedKernel[]) => matchBodies(model.graph, bodiesOf(node), kernels).executions;

describe('executions of bodies', () => {
  it('tell the branch of an If by its operators, whatever the order', () => {
    expect(countExecutions(0, ran(['Exp', 'e'], ['Relu', 'r']))).toEqual([
      { attribute: 'then_branch', executions: 1 },
      { attribute: 'else_branch', executions: 0 },
    ]);
  });

  it('tell equal branches by names, and nothing where these say nothing', () => {
    expect(countExecutions(1, ran(['Relu', 'no']))).toEqual([
      { attribute: 'then_branch', executions: 0 },
      { attribute: 'else_branch', executions: 1 },
    ]);
    expect(countExecutions(1, ran(['Relu', 'other']))).toBeUndefined();
  });

  it('are the trips of a Loop', () => {
    const trip = [
      ['Relu', 'r'],
      ['Exp', 'e'],
    ] as const;
    expect(countExecutions(2, ran(...trip, ...trip, ...trip))).toEqual([{ attribute: 'body', executions: 3 }]);
    expect(countExecutions(2, [])).toEqual([{ attribute: 'body', executions: 0 }]);
    expect(countExecutions(2, ran(...trip, ['Relu', 'r']))).toBeUndefined();
  });

  it('do not exist for other nodes', () => {
    expect(countExecutions(3, [])).toBeUndefined();
  });
});
