import { expect, it } from 'vitest';
import { analyze } from '../../../src/analysis/analyze';
import { operatorTotals, scopeTotals } from '../../../src/analysis/groupTotals';
import type { FixtureModel } from '../../fixtures/buildModel';
import { openFixture } from './inferFixture';

/** Four products with an activation each. */
const MODEL: FixtureModel = {
  inputs: [{ name: 't0', shape: [2, 8] }],
  initializers: [{ name: 'w', dims: [8, 8], values: Array.from({ length: 64 }, (_, index) => index) }],
  nodes: Array.from({ length: 8 }, (_, index) =>
    index % 2 === 0
      ? { op: 'MatMul', inputs: [`t${index}`, 'w'], outputs: [`t${index + 1}`] }
      : { op: 'Relu', inputs: [`t${index}`], outputs: [`t${index + 1}`] },
  ),
  outputs: [{ name: 't8' }],
};

it('sums columns over operators', () => {
  const { graph, reader } = openFixture(MODEL);
  const operators = operatorTotals(graph, analyze(graph, reader, { dims: new Map() }).columns);
  expect([...operators.keys()]).toEqual(['MatMul', 'Relu']);
  expect(operators.get('MatMul')?.values.get('macs')).toBe(4 * 2 * 64);
  expect(operators.get('MatMul')?.values.get('params')).toBe(64);
  // 2 · 128 FLOPs over 64 values read, 16 in and 16 out.
  expect(operators.get('MatMul')?.values.get('intensity')).toBeCloseTo(256 / (4 * 96), 10);
  expect(operators.get('Relu')).toMatchObject({ nodes: [1, 3, 5, 7] });
});

it('sums columns over scopes, those inside of them included', () => {
  const { graph, reader } = openFixture(MODEL);
  const analysis = analyze(graph, reader, { dims: new Map() });
  const groups = [
    { id: 0, name: 'body', path: 'body', parent: -1, inferred: false },
    { id: 1, name: 'first', path: 'body/first', parent: 0, inferred: false },
  ];
  const hierarchy = { ...analysis.hierarchy, groups, groupOf: Int32Array.of(1, 1, 1, 0, 0, 0, -1, -1) };
  const scopes = scopeTotals({ ...analysis, hierarchy }, analysis.columns);
  expect(scopes.get('body/first')).toMatchObject({ nodes: [0, 1, 2] });
  expect(scopes.get('body')).toMatchObject({ nodes: [0, 1, 2, 3, 4, 5] });
  expect(Array.from(scopes.values(), ({ values }) => values.get('macs'))).toEqual([3 * 128, 2 * 128]);
});

it('does not know a sum when a member is not known', () => {
  const { graph, reader } = openFixture({ ...MODEL, inputs: [{ name: 't0', shape: ['rows', 8] }] });
  const analysis = analyze(graph, reader, { dims: new Map() });
  expect(operatorTotals(graph, analysis.columns).get('MatMul')?.values.get('macs')).toBeNaN();
});
