import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { nodeInput, nodeInputs, nodeOutput, nodeOutputs } from '../../shared/graph/traversal';
import type { Analysis } from '../../shared/report/analysis';
import { floatAttribute, stringAttribute } from '../../shared/graph/nodeAttributes';
import { constantWeight, onlyReader } from '../../shared/graph/constants';
import type { TensorReader } from '../../shared/graph/tensorReader';
import type { LinearLayer } from '../../shared/graph/linearLayer';

/** Values that a Relu or Clip lets through. */
export interface Limit {
  readonly min: number;
  readonly max: number;
}

/**
 * Nodes that the runtime can turn into one integer kernel when what they read comes from DequantizeLinear and, except for `product`, what they
 * write goes to QuantizeLinear (onnxruntime/core/optimizer/qdq_transformer/selectors_actions).
 */
export interface IntegerUnit {
  /** `convolution`, `product` (Gemm, MatMul: may also write float32), `arithmetic`, or `view`, whose result has the parameters of its input. */
  readonly kind: 'convolution' | 'product' | 'arithmetic' | 'view';
  /** The operator, its bias Add, its Relu or Clip. */
  readonly nodes: readonly NodeId[];
  readonly inputs: readonly TensorId[];
  /** After the Relu or Clip. */
  readonly output: TensorId;
  readonly limit: Limit | undefined;
  readonly layer: LinearLayer | undefined;
}

const BINARY = new Set(['Add', 'Mul']);
const UNARY = new Set(['AveragePool', 'GlobalAveragePool', 'LeakyRelu', 'Sigmoid']);
const VIEWS = new Set([
  ...['MaxPool', 'Resize', 'Reshape', 'Flatten', 'Transpose', 'Slice', 'Gather', 'Squeeze', 'Unsqueeze', 'Expand', 'Tile'],
]);

/** The unit around a linear layer, with the Relu or Clip behind it. */
export function linearUnit(graph: Graph, reader: TensorReader, layer: LinearLayer): IntegerUnit {
  const nodes = layer.biasNode === NONE ? [layer.node] : [layer.node, layer.biasNode];
  const kind = layer.op === 'Conv' ? 'convolution' : 'product';
  return withTail(graph, reader, { kind, nodes, inputs: [layer.activation], output: layer.output, limit: undefined, layer });
}

/** The unit around another operator that has an integer kernel; `undefined` when it has none. Constant operands are left in float32. */
export function otherUnit(graph: Graph, reader: TensorReader, node: NodeId, analysis: Analysis): IntegerUnit | undefined {
  if (graph.nodes.domains[node] !== '') return undefined;
  const op = graph.nodes.ops[node] ?? '';
  const output = nodeOutput(graph, node, 0);
  const make = (kind: IntegerUnit['kind'], inputs: readonly TensorId[]): IntegerUnit | undefined => {
    const isFloat = inputs.every(tensor => isFloatActivation(graph, tensor, analysis));
    return isFloat ? { kind, nodes: [node], inputs, output, limit: undefined, layer: undefined } : undefined;
  };
  if (BINARY.has(op) || op === 'Concat') {
    const unit = make('arithmetic', [...nodeInputs(graph, node)]);
    return unit && withTail(graph, reader, unit);
  }
  if (UNARY.has(op)) return make('arithmetic', [nodeInput(graph, node, 0)]);
  return VIEWS.has(op) && isPlainView(graph, node) ? make('view', [nodeInput(graph, node, 0)]) : undefined;
}

/** Whether an operator only picks and moves values. */
export function isViewOp(graph: Graph, node: NodeId): boolean {
  return graph.nodes.domains[node] === '' && VIEWS.has(graph.nodes.ops[node] ?? '');
}

/** A view with one output; a Resize that interpolates otherwise than linearly has no integer kernel. */
function isPlainView(graph: Graph, node: NodeId): boolean {
  if ([...nodeOutputs(graph, node)].slice(1).some(tensor => tensor !== NONE)) return false;
  return graph.nodes.ops[node] !== 'Resize' || ['nearest', 'linear'].includes(stringAttribute(graph, node, 'mode', 'nearest'));
}

function isFloatActivation(graph: Graph, tensor: TensorId, analysis: Analysis): boolean {
  return tensor !== NONE && graph.tensors.weights[tensor] === undefined && analysis.tensors[tensor]?.dtype === 'float32';
}

/** Takes a Relu or Clip behind the unit into it, when nothing else reads what lies between and zero passes it. */
function withTail(graph: Graph, reader: TensorReader, unit: IntegerUnit): IntegerUnit {
  const tail = onlyReader(graph, unit.output);
  const limit = tail === NONE || graph.nodes.domains[tail] !== '' ? undefined : limitOf(graph, reader, tail);
  if (limit === undefined || limit.min > 0 || limit.max <= 0) return unit;
  return { ...unit, nodes: [...unit.nodes, tail], output: nodeOutput(graph, tail, 0), limit };
}

/** What a Relu or Clip lets through; `undefined` for other nodes and limits that are computed. */
export function limitOf(graph: Graph, reader: TensorReader, node: NodeId): Limit | undefined {
  if (graph.nodes.ops[node] === 'Relu') return { min: 0, max: Infinity };
  if (graph.nodes.ops[node] !== 'Clip') return undefined;
  const min = clipBound(graph, reader, node, 1, floatAttribute(graph, node, 'min', -Infinity));
  const max = clipBound(graph, reader, node, 2, floatAttribute(graph, node, 'max', Infinity));
  return min === undefined || max === undefined ? undefined : { min, max };
}

function clipBound(graph: Graph, reader: TensorReader, node: NodeId, index: number, absent: number): number | undefined {
  const tensor = nodeInput(graph, node, index);
  if (tensor === NONE) return absent;
  const value = constantWeight(graph, tensor) === undefined ? undefined : reader.readSmall(tensor)?.data[0];
  return typeof value === 'number' ? value : undefined;
}
