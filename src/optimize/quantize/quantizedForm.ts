import { MAIN_GRAPH, type Graph } from '../../shared/graph/graph';

/** Operators by which a quantized model is known, the most telling first. */
const FORMS: readonly (readonly [form: string, ops: ReadonlySet<string>])[] = [
  ['QLinear operators', new Set(['QLinearConv', 'QLinearMatMul', 'QLinearAdd', 'QGemm', 'QAttention'])],
  ['dynamic INT8', new Set(['DynamicQuantizeLinear', 'MatMulInteger', 'ConvInteger', 'DynamicQuantizeMatMul', 'DynamicQuantizeLSTM'])],
  ['weights in blocks', new Set(['MatMulNBits', 'GatherBlockQuantized'])],
  ['QDQ', new Set(['QuantizeLinear', 'DequantizeLinear'])],
];

/** What to say of a model that is quantized already, and in which form; nothing where it is not. */
export function quantizedNote(graph: Graph): readonly string[] {
  const ops = new Set(graph.nodes.ops.filter((_, node) => graph.nodes.subgraphs[node] === MAIN_GRAPH));
  const form = FORMS.find(([, known]) => [...ops].some(op => known.has(op)));
  if (form === undefined) return [];
  return [`The model is quantized already (${form[0]}): with the pass dequantize before this one it starts from float32.`];
}
