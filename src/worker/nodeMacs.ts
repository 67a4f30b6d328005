import { analyze } from '../analysis/analyze';
import type { Graph } from '../shared/graph/graph';
import type { TensorReader } from '../shared/graph/tensorReader';

/** Multiply-accumulates per main-graph node with these input shapes; NaN where they cannot be told. */
export function nodeMacs(
  graph: Graph,
  reader: TensorReader,
  shapes: Readonly<Record<string, readonly number[]>>,
): Float64Array | undefined {
  const { columns } = analyze(graph, reader, { dims: new Map(), inputShapes: new Map(Object.entries(shapes)) });
  return columns.find(({ id }) => id === 'macs')?.values;
}
