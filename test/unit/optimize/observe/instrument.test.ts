import { expect, it } from 'vitest';
import { FindingsCollector } from '../../../../src/optimize/observe/findingsCollector';
import { instrument } from '../../../../src/optimize/observe/instrument';
import type { DenseTensor } from '../../../../src/shared/graph/denseTensor';
import { sketchGraph } from '../../../fixtures/sketchGraph';

const IMAGE = [2, 3, 4, 4];
const vector = (values: readonly number[]) => ({ dtype: 'float32' as const, dims: [values.length], data: Float32Array.from(values) });
const NO_STRIDE = (): number => 1;

it('looks only for the largest of values that cannot lie below zero, in images without putting them in order', () => {
  const graph = sketchGraph({
    inputs: { x: IMAGE },
    nodes: [
      ['Relu', ['x'], ['r']],
      ['Flatten', ['r'], ['y']],
    ],
    outputs: ['y'],
  });
  const instrumented = instrument(
    graph,
    [
      { kind: 'range', tensor: 'r', isPositive: true, isImage: true },
      { kind: 'range', tensor: 'x', isPositive: false, isImage: true },
      { kind: 'range', tensor: 'y', isPositive: true, isImage: false },
    ],
    NO_STRIDE,
  );
  const added = instrumented.graph.nodes.ops.slice(2).filter(op => op !== 'Reshape');
  expect(added, 'the deepest first').toEqual(['ReduceMax', 'GlobalMaxPool', 'ReduceMax', 'ReduceMin', 'ReduceMax', 'Concat']);
  const collector = new FindingsCollector(instrumented);
  for (const values of [
    [4, 3, -1, 2],
    [1, 5, -2, 1],
  ])
    collector.add(new Map(collector.fetches.map(name => [name, vector(values)])), 1);
  expect(['r', 'y', 'x'].map(name => collector.findings().get(name))).toMatchObject([
    { min: 0, max: 5 },
    { min: 0, max: 4 },
    { min: -2, max: 2 },
  ]);
});

it('turns a tensor into a vector once for all that is asked of it, and looks for the largest value there', () => {
  const graph = sketchGraph({ inputs: { x: IMAGE }, nodes: [['Relu', ['x'], ['r']]], outputs: ['r'] });
  const asked = ['r', 'x'].flatMap(tensor => [
    { kind: 'range' as const, tensor, isPositive: tensor === 'r', isImage: true },
    { kind: 'samples' as const, tensor, count: 8 },
    { kind: 'nan' as const, tensor, isExact: false },
  ]);
  const { graph: probed } = instrument(graph, asked, () => 3);
  const ofR = ['Reshape', 'ReduceMax', 'Slice', 'ReduceSum'];
  const ofX = ['Reshape', 'ReduceMin', 'ReduceMax', 'Slice', 'ReduceSum'];
  expect(probed.nodes.ops).toEqual(['Relu', ...ofR, ...ofX, 'Shape', 'Shape', 'Concat', 'Concat']);
});

it('takes vectors apart by the lengths that the runtime gave, and keeps of them what it needs later', () => {
  const graph = sketchGraph({ inputs: { x: IMAGE }, nodes: [['Relu', ['x'], ['r']]], outputs: ['r'] });
  const instrumented = instrument(
    graph,
    [
      { kind: 'samples', tensor: 'x', count: 4 },
      { kind: 'range', tensor: 'r', isPositive: true, isImage: true },
      { kind: 'nan', tensor: 'x', isExact: false },
      { kind: 'nan', tensor: 'r', isExact: true },
      { kind: 'mean', tensor: 'r', channelAxis: 1, rank: 4 },
    ],
    NO_STRIDE,
  );
  const collector = new FindingsCollector(instrumented);
  const [values = '', lengths = ''] = collector.fetches;
  const given = vector([9, 1, 1, 2, 3, 7, 8, NaN]);
  collector.add(
    new Map<string, DenseTensor>([
      [values, given],
      [lengths, { dtype: 'int64', dims: [2], data: BigInt64Array.of(3n, 2n) }],
    ]),
    2,
  );
  given.data.fill(0);
  const findings = collector.findings();
  expect(findings.get('r')).toMatchObject({ max: 9, mean: Float64Array.of(1, 2, 3), notANumber: { first: 1, last: 2 } });
  expect(findings.get('x')).toMatchObject({ samples: Float32Array.of(7, 8), seemsNan: true });
});

it('takes the mean of a vector per channel, which is the vector', () => {
  const graph = sketchGraph({ inputs: { x: [3] }, nodes: [['Relu', ['x'], ['r']]], outputs: ['r'] });
  const { graph: probed } = instrument(graph, [{ kind: 'mean', tensor: 'r', channelAxis: 0, rank: 1 }], NO_STRIDE);
  expect(probed.nodes.ops).toEqual(['Relu', 'Shape', 'Concat', 'Concat']);
});

it('takes no values where their number is another than the lengths say', () => {
  const graph = sketchGraph({ inputs: { x: IMAGE }, nodes: [['Relu', ['x'], ['r']]], outputs: ['r'] });
  const collector = new FindingsCollector(instrument(graph, [{ kind: 'samples', tensor: 'r', count: 2 }], NO_STRIDE));
  const [values = ''] = collector.fetches;
  expect(() => collector.add(new Map([[values, vector([1, 2])]]), 1)).toThrow('The runtime gave no values for “r”.');
});

it('says of which tensor a run gave no values', () => {
  const graph = sketchGraph({ inputs: { x: IMAGE }, nodes: [['Relu', ['x'], ['r']]], outputs: ['r'] });
  const collector = new FindingsCollector(instrument(graph, [{ kind: 'nan', tensor: 'r', isExact: false }], NO_STRIDE));
  expect(() => collector.add(new Map(), 1)).toThrow('The runtime gave no values for “r”.');
});

it('takes a tensor that is empty in one batch for what it was in the others', () => {
  const graph = sketchGraph({ inputs: { x: IMAGE }, nodes: [['Relu', ['x'], ['r']]], outputs: ['r'] });
  const instrumented = instrument(
    graph,
    [
      { kind: 'range', tensor: 'x', isPositive: false, isImage: false },
      { kind: 'nan', tensor: 'x', isExact: true },
    ],
    NO_STRIDE,
  );
  const collector = new FindingsCollector(instrumented);
  // Smallest, largest, NaN seen: of no values the runtime gives the identities of min and max.
  for (const values of [
    [-1, 3, 0],
    [Infinity, -Infinity, -Infinity],
  ])
    collector.add(new Map(collector.fetches.map(name => [name, vector(values)])), 1);
  const found = collector.findings().get('x');
  expect(found).toMatchObject({ min: -1, max: 3, average: { min: -1, max: 3 } });
  expect(found?.notANumber).toBeUndefined();
});
