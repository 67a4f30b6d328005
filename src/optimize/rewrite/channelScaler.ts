import type { Graph, NodeId } from '../../shared/graph/graph';
import type { ConcreteShape } from '../../shared/graph/shape';
import { intAttribute } from '../../shared/graph/nodeAttributes';

/** Output channel of each weight element, as a function of its flat index, for Conv [M, C/g, k…], ConvTranspose [C, M/g, k…] and Gemm. */
export function outputChannelOf(graph: Graph, node: NodeId, dims: ConcreteShape): (index: number) => number {
  const [rows = 1, columns = 1] = dims;
  const rowSize = dims.slice(1).reduce((product, dim) => product * dim, 1);
  const inner = dims.slice(2).reduce((product, dim) => product * dim, 1);
  switch (graph.nodes.ops[node] ?? '') {
    case 'ConvTranspose': {
      const rowsPerGroup = rows / intAttribute(graph, node, 'group', 1);
      return index => {
        const row = Math.floor(index / rowSize);
        return Math.floor(row / rowsPerGroup) * columns + (Math.floor(index / inner) % columns);
      };
    }
    case 'Gemm':
      return intAttribute(graph, node, 'transB', 0) === 0 ? index => index % columns : index => Math.floor(index / columns);
    case 'MatMul':
      return index => index % (dims.at(-1) ?? 1);
    default:
      return index => Math.floor(index / rowSize);
  }
}

/** Multiplies each output channel of a weight by its factor. */
export function channelScaler(
  graph: Graph,
  node: NodeId,
  dims: ConcreteShape,
): (values: Float32Array, factors: Float64Array) => Float32Array {
  const channelOf = outputChannelOf(graph, node, dims);
  const sideBySide = elementsSideBySide(graph, node, dims);
  return (values, factors) => {
    const scaled = new Float32Array(values.length);
    for (let start = 0; start < values.length; start += sideBySide) {
      const factor = factors[channelOf(start)]!;
      for (let index = start; index < start + sideBySide; index++) scaled[index] = values[index]! * factor;
    }
    return scaled;
  };
}

/** How many neighbours in memory belong to the same output channel. */
function elementsSideBySide(graph: Graph, node: NodeId, dims: ConcreteShape): number {
  const from = (axis: number): number => dims.slice(axis).reduce((product, dim) => product * dim, 1);
  switch (graph.nodes.ops[node] ?? '') {
    case 'ConvTranspose':
      return from(2);
    case 'MatMul':
      return 1;
    case 'Gemm':
      return intAttribute(graph, node, 'transB', 0) !== 0 ? from(1) : 1;
    default:
      return from(1);
  }
}
