import { NONE, type Graph, type NodeId } from '../../../shared/graph/graph';
import { intAttribute, intsAttribute, refersToCaller } from '../../../shared/graph/nodeAttributes';
import { consumersOf, mainGraph, nodeInput, nodeInputs, nodeOutput, nodeOutputs, producerOf } from '../../../shared/graph/traversal';
import type { LayerPlan } from '../../../shared/report/passDescription';
import { LEFT_OUT, skippedLayer } from '../../layerPlans';
import type { PassInput } from '../../pass';
import { exactNodes } from './exactNodes';
import { FLOAT_REASONS, HALF_OPERATORS } from './halfOperators';

/** Nodes that compute in float16, and why others that compute in float32 do not. */
export interface HalfChoice {
  readonly nodes: ReadonlySet<NodeId>;
  readonly skipped: readonly LayerPlan[];
}

const FLOAT = 'float32';

/**
 * Decides node by node of the main graph, or of a scope as a model of its own; nodes that have nothing to do with float32 are in neither list.
 * `whole`: the graph that the scope was taken out of, of which nodes have their ids as `sourceIndex`.
 */
export function chooseHalf(input: PassInput, whole?: Graph): HalfChoice {
  const { graph } = input;
  const nodes = new Set<NodeId>();
  const skipped: LayerPlan[] = [];
  const exact = exactNodes(whole ?? graph);
  const { tensors } = input.analyze(graph);
  for (let node = 0; node < mainGraph(graph).nodeCount; node++) {
    const values = [...nodeInputs(graph, node), ...nodeOutputs(graph, node)].filter(tensor => tensor !== NONE);
    if (!values.some(tensor => tensors[tensor]?.dtype === FLOAT) || graph.nodes.ops[node] === 'Constant') continue;
    const isKnown = values.every(tensor => tensors[tensor]?.dtype !== undefined);
    const isExact = exact.has(whole === undefined ? node : (graph.nodes.sourceIndex[node] ?? NONE));
    const reason = whyFloat(input, node, isKnown, isExact);
    if (reason === undefined) nodes.add(node);
    else skipped.push(skippedLayer(graph, node, reason));
  }
  return { nodes, skipped };
}

function whyFloat(input: PassInput, node: NodeId, isKnown: boolean, isExact: boolean): string | undefined {
  const { graph } = input;
  if (refersToCaller(graph, node)) return 'each call of its function gives it an attribute';
  if (!input.selects(graph, node)) return LEFT_OUT;
  const op = graph.nodes.ops[node] ?? '';
  const domain = graph.nodes.domains[node] ?? '';
  if (domain !== '') return `${op} is no standard operator (${domain})`;
  if (!HALF_OPERATORS.has(op)) return FLOAT_REASONS.get(op) ?? `${op} is not known to take float16`;
  if (isExact) return 'whole numbers are made of its result';
  if (showsMask(graph, node)) return 'one of its outputs holds the lowest value of float32 where it is masked';
  if (isInQuantization(graph, node)) return 'it is computed in integers with the quantization beside it';
  if (turnsBatchOfProduct(graph, node)) return 'onnxruntime crashes where it merges it in float16 into the MatMul behind it';
  if (hasWholeMask(input, node)) return 'its mask holds whole numbers, with which the runtime cannot load it in float16';
  return isKnown ? undefined : 'the type of one of its inputs or outputs is not known';
}

/** Attention writes its products after masking (modes 1 and 2 of 0 to 3) as a fourth output, where the runtime stands for −∞ by the lowest value of the type. */
function showsMask(graph: Graph, node: NodeId): boolean {
  if (graph.nodes.ops[node] !== 'Attention' || (nodeOutputs(graph, node)[3] ?? NONE) === NONE) return false;
  return [1, 2].includes(intAttribute(graph, node, 'qk_matmul_output_mode', 0));
}

const INTEGER_PRODUCTS = new Set(['MatMulInteger', 'ConvInteger']);
const QUANTIZATION = new Set([...INTEGER_PRODUCTS, 'QuantizeLinear', 'DequantizeLinear', 'DynamicQuantizeLinear']);

/** Nodes that the runtime merges with a quantization into an integer kernel: beside one of its nodes, or the Mul behind the Cast of an integer product. */
function isInQuantization(graph: Graph, node: NodeId): boolean {
  const made = [...nodeInputs(graph, node)].map(tensor => (tensor === NONE ? NONE : producerOf(graph, tensor)));
  const read = [...nodeOutputs(graph, node)].flatMap(tensor => (tensor === NONE ? [] : [...consumersOf(graph, tensor)]));
  if ([...made, ...read].some(other => QUANTIZATION.has(graph.nodes.ops[other] ?? ''))) return true;
  return graph.nodes.ops[node] === 'Mul' && made.some(maker => maker !== NONE && isCastOfProduct(graph, maker));
}

function isCastOfProduct(graph: Graph, node: NodeId): boolean {
  const product = producerOf(graph, nodeInput(graph, node, 0));
  return graph.nodes.ops[node] === 'Cast' && INTEGER_PRODUCTS.has(graph.nodes.ops[product] ?? '');
}

/**
 * True for a Transpose that moves the first axis behind the others of the batch and is read by a MatMul. Of both onnxruntime makes one
 * (MatmulTransposeFusion, `transBatchA`), and 1.30 crashes on it where casts of float16 stand between them.
 */
function turnsBatchOfProduct(graph: Graph, node: NodeId): boolean {
  if (graph.nodes.ops[node] !== 'Transpose') return false;
  const perm = intsAttribute(graph, node, 'perm') ?? [];
  const last = perm.length - 1;
  if (last < 2 || perm.slice(0, last - 1).some((axis, index) => axis !== index + 1)) return false;
  return (perm[last - 1] === 0 || perm[last] === 0) && readers(graph, node).some(reader => graph.nodes.ops[reader] === 'MatMul');
}

/** Nodes that read the result of one, also where only an Identity or a Cast stands between. */
function readers(graph: Graph, node: NodeId): readonly NodeId[] {
  return [...consumersOf(graph, nodeOutput(graph, node, 0))].flatMap(reader =>
    ['Identity', 'Cast'].includes(graph.nodes.ops[reader] ?? '') ? readers(graph, reader) : [reader],
  );
}

/** The runtime writes Attention out as its parts, and casts a mask of integers to float32 there. */
function hasWholeMask({ graph, analyze }: PassInput, node: NodeId): boolean {
  const mask = graph.nodes.ops[node] === 'Attention' ? nodeInput(graph, node, 3) : NONE;
  return mask !== NONE && /^u?int/.test(analyze(graph).tensors[mask]?.dtype ?? '');
}
