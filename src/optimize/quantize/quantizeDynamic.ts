import { applyEdits } from '../../shared/graph/applyEdits';
import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { mainGraph, nodeInputs, nodeOutput } from '../../shared/graph/traversal';
import type { LayerPlan } from '../../shared/report/passDescription';
import { changedLayer, skippedLayer } from '../layerPlans';
import { makeWeight } from '../makeWeight';
import { once } from '../../shared/base/once';
import type { Pass, PassInput, PassPlan } from '../pass';
import { readFloats } from '../readFloats';
import { onlyReader } from '../../shared/graph/constants';
import { floatAttribute } from '../../shared/graph/nodeAttributes';
import { removeDead } from '../rewrite/removeDead';
import { defineCast, defineNode, Rewriter, tensorName } from '../rewrite/rewriter';
import { isLinearOp, productFactor, type LinearLayer } from '../../shared/graph/linearLayer';
import { readableLayer } from '../readableLayer';
import { chooseScales, orderAsStored, orderByChannel, quantizeRows } from './quantizedWeight';
import { transposeMatrix } from '../transposeMatrix';
import { bodyNote } from './bodyNote';
import { nothingToQuantize } from './nothingToQuantize';
import { preparation } from './preparation';
import { readLayerWeight } from './readLayerWeight';
import { vectorBiases } from './vectorBiases';
import { matrixOrder } from './depthOrder';
import { rangeFor, saturationNote } from './rangeFor';
import { WEIGHT_RANGE, type WeightRange } from './weightRange';

/** DynamicQuantizeLinear exists from here on. */
const LOWEST_OPSET = 11;

/**
 * INT8 without calibration data: activations are quantized anew in every run, weights once, signed and per output channel. Only for matrix products
 * with a constant weight; a quantized Conv without static ranges runs several times slower than in float32 on every processor measured.
 */
export const quantizeDynamic: Pass = {
  description: {
    id: 'quantize-dynamic',
    title: 'Quantize to INT8 (Dynamic)',
    description:
      'Stores the weights of MatMul and Gemm layers in 8 bits and multiplies in integers; activations are quantized while the model runs.',
    fileTag: 'int8-dynamic',
    parameters: [WEIGHT_RANGE],
    needs: 'nothing',
    promise: 'lossy',
  },
  prepare: graph => preparation(graph, LOWEST_OPSET),
  plan: planDynamic,
};

const NOTHING = {
  claim: 'Nothing in this model can run in dynamic INT8',
  none: 'it has no MatMul or Gemm',
  kept: 'linear layers the first stays in float32',
};

async function planDynamic(given: PassInput): Promise<PassPlan> {
  const { graph } = await vectorBiases(given, given.graph);
  const input = { ...given, graph };
  const rewriter = new Rewriter(graph);
  const range = await rangeFor(input);
  const made: Made = { inputs: new Map(), weights: new Map() };
  const layers: LayerPlan[] = [];
  const { nodeCount } = mainGraph(graph);
  for (let node = 0; node < nodeCount; node++) {
    if (!isLinearOp(graph, node)) continue;
    const found = whySkipped(input, graph, node) ?? readableLayer(graph, node);
    const reason = typeof found === 'string' ? found : found.ok ? whyNotFused(input, graph, found.value) : found.error;
    if (reason !== undefined) layers.push(skippedLayer(graph, node, reason));
    else if (typeof found !== 'string' && found.ok) {
      await quantizeLayer(input, rewriter, found.value, range, made);
      layers.push(changedLayer(graph, node, 'INT8 dynamic', 'int8'));
    }
  }
  const changedNodes = layers.filter(layer => layer.action === 'change').length;
  if (changedNodes === 0) throw nothingToQuantize(graph, NOTHING, layers);
  const changed = removeDead(input, applyEdits(graph, rewriter.batch())).graph;
  return { graph: changed, layers, changedNodes, notes: [...bodyNote(graph), ...(await saturationNote(input))] };
}

function whySkipped(input: PassInput, graph: Graph, node: NodeId): string | undefined {
  if (graph.nodes.ops[node] === 'Conv') return 'dynamic INT8 makes a Conv several times slower than float32; use quantize-static';
  return input.selects(graph, node) ? undefined : 'left out by choice';
}

/** The runtime takes the Add of a bias into the product (MatMulIntegerToFloat) whatever its rank, and then the result has the rank of the product alone. */
function whyNotFused({ analyze }: PassInput, graph: Graph, { activation, output }: LinearLayer): string | undefined {
  const { tensors } = analyze(graph);
  const [read, add] = [tensors[activation]?.shape, onlyReader(graph, output)];
  if (add === NONE || graph.nodes.ops[add] !== 'Add' || read === undefined) return undefined;
  const isWidened = [...nodeInputs(graph, add)].some(tensor => (graph.tensors.weights[tensor]?.dims.length ?? 0) > read.length);
  return isWidened ? 'its bias has more axes than what it reads, and the runtime would drop them' : undefined;
}

/** What several layers share. */
interface Made {
  /** Quantized activations by what they are made of. */
  readonly inputs: Map<TensorId, QuantizedInput>;
  /** Stored weights by tensor, channel axis and alpha. */
  readonly weights: Map<string, StoredWeight>;
}

interface StoredWeight {
  readonly values: string;
  readonly scales: string;
}

interface QuantizedInput {
  readonly values: string;
  readonly scale: string;
  readonly zeroPoint: string;
}

/** MatMulInteger → Cast → Mul with both scales: the form that the runtime fuses to MatMulIntegerToFloat or DynamicQuantizeMatMul. */
async function quantizeLayer(input: PassInput, rewriter: Rewriter, layer: LinearLayer, range: WeightRange, made: Made): Promise<void> {
  const { graph, names } = rewriter;
  const { node, activation, op, bias } = layer;
  const stem = tensorName(graph, nodeOutput(graph, node, 0));
  const quantized = made.inputs.get(activation) ?? quantizeInput(rewriter, activation, node);
  made.inputs.set(activation, quantized);
  const key = [layer.weight, layer.channelAxis, productFactor(graph, layer)].join(' ');
  const weight = made.weights.get(key) ?? (await storeWeight(input, rewriter, layer, range));
  made.weights.set(key, weight);
  const [product, scaled, scales] = [names.make(`${stem}_int32`), names.make(`${stem}_float`), names.make(`${stem}_scales`)];
  const hasOwnBias = op === 'Gemm' && bias !== NONE;
  const result = hasOwnBias ? names.make(`${stem}_product`) : stem;
  rewriter.remove(node);
  rewriter.insert(
    node,
    defineNode('MatMulInteger', names.make(`${stem}_quant`), [quantized.values, weight.values, quantized.zeroPoint], [product], [node]),
    defineCast(names.make(`${stem}_cast`), product, scaled, 'float32', [node]),
    defineNode('Mul', names.make(`${stem}_scale`), [quantized.scale, weight.scales], [scales], [node]),
    defineNode('Mul', names.make(`${stem}_dequantize`), [scaled, scales], [result], [node]),
  );
  if (!hasOwnBias) return;
  const name = await storeBias(input, rewriter, layer);
  rewriter.insert(node, defineNode('Add', names.make(`${stem}_bias`), [result, name], [stem], [node]));
}

/** One DynamicQuantizeLinear per activation, however many layers read it. */
function quantizeInput(rewriter: Rewriter, activation: TensorId, node: NodeId): QuantizedInput {
  const source = tensorName(rewriter.graph, activation);
  const make = (suffix: string): string => rewriter.names.make(`${source}_${suffix}`);
  const quantized = { values: make('quantized'), scale: make('scale'), zeroPoint: make('zero_point') };
  const outputs = [quantized.values, quantized.scale, quantized.zeroPoint];
  rewriter.insert(node, defineNode('DynamicQuantizeLinear', make('quantize'), [source], outputs, [node]));
  return quantized;
}

/** The weight as [K, N] in int8 with its scales; a Gemm's transB and alpha are worked into it. */
async function storeWeight(input: PassInput, rewriter: Rewriter, layer: LinearLayer, range: WeightRange): Promise<StoredWeight> {
  const { graph, names } = rewriter;
  const { weight, weightDims, channelAxis, channels } = layer;
  const depth = weightDims[1 - channelAxis] ?? 0;
  const source = tensorName(graph, weight);
  const compute = once(async (): Promise<{ values: Int8Array; scales: Float32Array }> => {
    const stored = await readLayerWeight(input, graph, layer);
    const matrix = channelAxis === 1 ? stored : transposeMatrix(stored, channels, depth);
    const order = matrixOrder([depth, channels], 1);
    const ordered = orderByChannel(matrix, order);
    const scales = chooseScales(ordered, channels, range);
    return { values: orderAsStored(quantizeRows(ordered, scales, range), order), scales };
  });
  const values = names.make(`${source}_quantized`);
  const scales = names.make(`${source}_scale`);
  rewriter.setWeight(values, await makeWeight(input, 'int8', [depth, channels], async () => (await compute()).values), [source]);
  rewriter.setWeight(scales, await makeWeight(input, 'float32', [channels], async () => (await compute()).scales), [source]);
  return { values, scales };
}

async function storeBias(input: PassInput, rewriter: Rewriter, { node, bias, channels }: LinearLayer): Promise<string> {
  const { graph, names } = rewriter;
  const beta = floatAttribute(graph, node, 'beta', 1);
  const source = tensorName(graph, bias);
  if (beta === 1) return source;
  const name = names.make(`${source}_scaled`);
  const compute = async (): Promise<Float32Array> => (await readFloats(input, graph, bias)).map(value => value * beta);
  rewriter.setWeight(name, await makeWeight(input, 'float32', [channels], compute), [source]);
  return name;
}
