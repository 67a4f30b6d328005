import { failure, type Result } from '../../shared/base/result';
import { applyEdits } from '../../shared/graph/applyEdits';
import { onlyReader } from '../../shared/graph/constants';
import { NONE, type Graph, type NodeId } from '../../shared/graph/graph';
import { isLinearOp, type LinearLayer } from '../../shared/graph/linearLayer';
import { mainGraph, nodeInputs } from '../../shared/graph/traversal';
import type { LayerPlan } from '../../shared/report/passDescription';
import { changedLayer, LEFT_OUT, skippedLayer } from '../layerPlans';
import type { Pass, PassInput, PassPlan } from '../pass';
import { readableLayer } from '../readableLayer';
import { removeDead } from '../rewrite/removeDead';
import { Rewriter } from '../rewrite/rewriter';
import { functionNote } from './bodyNote';
import { DynamicLstms, lstmLayer, type LstmLayer } from './dynamicLstms';
import { DynamicProducts } from './dynamicProducts';
import { leaveLossyLayers } from './leaveLossyLayers';
import { nothingToQuantize } from './nothingToQuantize';
import { planScopes, type ScopePlan } from '../rewrite/planScopes';
import { preparation } from './preparation';
import { rangeFor, saturationNote } from './rangeFor';
import { vectorBiases } from './vectorBiases';
import { WEIGHT_RANGE } from './weightRange';

/** DynamicQuantizeLinear exists from here on. */
const LOWEST_OPSET = 11;

/**
 * INT8 without calibration data: activations are quantized anew in every run, weights once, signed and per output channel. Only for matrix products
 * and LSTMs with constant weights; a quantized Conv without static ranges runs several times slower than in float32 on every processor measured.
 */
export const quantizeDynamic: Pass = {
  description: {
    id: 'quantize-dynamic',
    title: 'Quantize to INT8 (Dynamic)',
    description:
      'Stores the weights of MatMul, Gemm and LSTM layers in 8 bits and multiplies in integers; activations are quantized while the model runs.',
    fileTag: 'int8-dynamic',
    parameters: [WEIGHT_RANGE],
    needs: 'nothing',
    promise: 'lossy',
  },
  prepare: graph => preparation(graph, LOWEST_OPSET),
  plan: input => leaveLossyLayers(input, planDynamic),
};

const NOTHING = {
  claim: 'Nothing in this model can run in dynamic INT8',
  none: 'it has no MatMul, Gemm or LSTM',
  kept: 'linear layers the first stays in float32',
};

const RECURRENT: ReadonlySet<string> = new Set(['LSTM', 'GRU', 'RNN']);

async function planDynamic(input: PassInput): Promise<PassPlan> {
  const { graph, layers } = await planScopes(input, quantizeScope);
  const elsewhere = functionNote(input.graph, isMeant);
  const changedNodes = layers.filter(layer => layer.action === 'change').length;
  if (changedNodes === 0) throw nothingToQuantize(input.graph, NOTHING, layers, elsewhere);
  const changed = removeDead(input, graph).graph;
  return { graph: changed, layers, changedNodes, notes: [...elsewhere, ...lstmNote(changed), ...(await saturationNote(input))] };
}

/** What this pass is about. */
function isMeant(graph: Graph, node: NodeId): boolean {
  return isLinearOp(graph, node) || isRecurrent(graph, node);
}

function isRecurrent({ nodes }: Graph, node: NodeId): boolean {
  return nodes.domains[node] === '' && RECURRENT.has(nodes.ops[node] ?? '');
}

async function quantizeScope(given: PassInput): Promise<ScopePlan> {
  const { graph } = await vectorBiases(given, given.graph);
  const input = { ...given, graph };
  const rewriter = new Rewriter(graph);
  const range = await rangeFor(input);
  const products = new DynamicProducts(input, rewriter, range);
  const lstms = new DynamicLstms(input, rewriter, range);
  const layers: LayerPlan[] = [];
  for (let node = 0; node < mainGraph(graph).nodeCount; node++) {
    if (!isMeant(graph, node)) continue;
    const found = dynamicLayer(input, graph, node);
    if (!found.ok) layers.push(skippedLayer(graph, node, found.error));
    else {
      await ('weights' in found.value ? lstms.quantize(found.value) : products.quantize(found.value));
      layers.push(changedLayer(graph, node, 'INT8 dynamic', 'int8'));
    }
  }
  return { graph: applyEdits(graph, rewriter.batch()), layers };
}

/** What can be made of a node, or why it stays. */
function dynamicLayer(input: PassInput, graph: Graph, node: NodeId): Result<LinearLayer | LstmLayer, string> {
  const op = graph.nodes.ops[node] ?? '';
  if (op === 'Conv') return failure('dynamic INT8 makes a Conv several times slower than float32; use quantize-static');
  if (!input.selects(graph, node)) return failure(LEFT_OUT);
  if (op === 'LSTM') return lstmLayer(graph, node);
  if (isRecurrent(graph, node))
    return failure(`onnxruntime computes ${op} in float32 only: of recurrent layers it has integers for LSTM alone`);
  const layer = readableLayer(graph, node);
  const reason = layer.ok ? whyNotFused(input, graph, layer.value) : undefined;
  return reason === undefined ? layer : failure(reason);
}

/** The runtime takes the Add of a bias into the product (MatMulIntegerToFloat) whatever its rank, and then the result has the rank of the product alone. */
function whyNotFused({ analyze }: PassInput, graph: Graph, { activation, output }: LinearLayer): string | undefined {
  const { tensors } = analyze(graph);
  const [read, add] = [tensors[activation]?.shape, onlyReader(graph, output)];
  if (add === NONE || graph.nodes.ops[add] !== 'Add' || read === undefined) return undefined;
  const isWidened = [...nodeInputs(graph, add)].some(tensor => (graph.tensors.weights[tensor]?.dims.length ?? 0) > read.length);
  return isWidened ? 'its bias has more axes than what it reads, and the runtime would drop them' : undefined;
}

/** A file with an operator that only one runtime has says so. */
function lstmNote({ nodes }: Graph): readonly string[] {
  if (!nodes.ops.includes('DynamicQuantizeLSTM')) return [];
  return ['LSTM in integers is com.microsoft.DynamicQuantizeLSTM, an operator of onnxruntime alone: other runtimes cannot run this file.'];
}
