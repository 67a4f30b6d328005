import { constantWeight } from '../../shared/graph/constants';
import type { Graph, NodeId } from '../../shared/graph/graph';
import { mainGraph, nodeInput } from '../../shared/graph/traversal';

/** Operators by which a quantized model is known, the most telling first. */
const FORMS: readonly (readonly [form: string, ops: ReadonlySet<string>])[] = [
  ['QLinear operators', new Set(['QLinearConv', 'QLinearMatMul', 'QLinearAdd', 'QGemm', 'QAttention'])],
  ['dynamic INT8', new Set(['DynamicQuantizeLinear', 'MatMulInteger', 'ConvInteger', 'DynamicQuantizeMatMul', 'DynamicQuantizeLSTM'])],
  ['weights in blocks', new Set(['MatMulNBits', 'GatherBlockQuantized'])],
  ['QDQ', new Set(['QuantizeLinear', 'DequantizeLinear'])],
];

/** What to say of a model that is quantized already, and in which form; nothing where it is not. */
export function quantizedNote(graph: Graph): readonly string[] {
  const form = formOf(graph);
  return form === undefined
    ? []
    : [`The model is quantized already (${form}): with the pass dequantize before this one it starts from float32.`];
}

function formOf(graph: Graph): string | undefined {
  const { nodeCount } = mainGraph(graph);
  const ops = new Set(graph.nodes.ops.slice(0, nodeCount));
  const [form] = FORMS.find(([, known]) => [...ops].some(op => known.has(op))) ?? [];
  if (form !== undefined) return form;
  return Array.from({ length: nodeCount }, (_, node) => node).some(node => isStoredInFewBits(graph, node))
    ? 'weights for storage only'
    : undefined;
}

/** A Cast of a weight of 4 or 8 bits. */
function isStoredInFewBits(graph: Graph, node: NodeId): boolean {
  if (graph.nodes.ops[node] !== 'Cast') return false;
  return /^u?int[48]$/.test(constantWeight(graph, nodeInput(graph, node, 0))?.dtype ?? '');
}
