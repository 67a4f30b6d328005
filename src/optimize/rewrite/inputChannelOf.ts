import type { Graph, NodeId } from '../../shared/graph/graph';
import { intAttribute } from '../../shared/graph/nodeAttributes';
import type { ConcreteShape } from '../../shared/graph/shape';

/** Input channel of each weight element, as a function of its flat index, for Conv [M, C/g, k…], ConvTranspose [C, M/g, k…], Gemm and MatMul by a matrix. */
export function inputChannelOf(graph: Graph, node: NodeId, dims: ConcreteShape): (index: number) => number {
  const [rows = 1, columns = 1] = dims;
  const kernel = dims.slice(2).reduce((product, dim) => product * dim, 1);
  switch (graph.nodes.ops[node] ?? '') {
    case 'ConvTranspose':
      return index => Math.floor(index / (columns * kernel));
    case 'MatMul':
      return index => Math.floor(index / columns);
    case 'Gemm':
      return intAttribute(graph, node, 'transB', 0) === 0 ? index => Math.floor(index / columns) : index => index % columns;
    default: {
      const rowsPerGroup = rows / intAttribute(graph, node, 'group', 1);
      return index => Math.floor(Math.floor(index / (columns * kernel)) / rowsPerGroup) * columns + (Math.floor(index / kernel) % columns);
    }
  }
}
