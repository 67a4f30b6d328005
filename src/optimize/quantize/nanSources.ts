import { NONE, type Graph, type TensorId } from '../../shared/graph/graph';
import { mainGraph, nodeOutput } from '../../shared/graph/traversal';
import type { Analysis } from '../../shared/report/analysis';

/** Operators that make no NaN of finite values; the sums among them overflow to an infinity first. */
const FINITE = new Set([
  ...['Conv', 'ConvTranspose', 'Gemm', 'MatMul', 'BatchNormalization', 'Add', 'Sub', 'Mul', 'Sum', 'Abs', 'Neg', 'Min', 'Max', 'Erf'],
  ...['Clip', 'Elu', 'Gelu', 'HardSigmoid', 'HardSwish', 'LeakyRelu', 'PRelu', 'Relu', 'Selu', 'Sigmoid', 'Softmax', 'Tanh'],
  ...['AveragePool', 'GlobalAveragePool', 'GlobalMaxPool', 'MaxPool', 'ReduceMax', 'ReduceMean', 'ReduceMin', 'ReduceSum'],
  ...['Concat', 'DepthToSpace', 'Dropout', 'Expand', 'Flatten', 'Gather', 'Identity', 'Pad', 'Reshape', 'Resize', 'Slice', 'SpaceToDepth'],
  ...['Constant', 'ConstantOfShape', 'Split', 'Squeeze', 'Tile', 'Transpose', 'Unsqueeze'],
]);

/** Activations in float32 where the first NaN can be: the model's inputs, and results of operators that make it out of finite values (roots, quotients …). */
export function nanSources(graph: Graph, { tensors }: Analysis): readonly TensorId[] {
  const { inputs, nodeCount } = mainGraph(graph);
  const made: TensorId[] = [];
  for (let node = 0; node < nodeCount; node++)
    if (graph.nodes.domains[node] !== '' || !FINITE.has(graph.nodes.ops[node] ?? '')) made.push(nodeOutput(graph, node, 0));
  const isActivation = (tensor: TensorId): boolean =>
    tensor !== NONE && graph.tensors.weights[tensor] === undefined && tensors[tensor]?.dtype === 'float32';
  return [...inputs, ...made].filter(isActivation);
}
