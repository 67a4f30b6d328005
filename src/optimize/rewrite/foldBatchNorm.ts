import { applyEdits } from '../../shared/graph/applyEdits';
import type { AttributeValue } from '../../shared/graph/attribute';
import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { consumersOf, mainGraph, nodeInput, nodeOutput, nodeOutputs, producerOf } from '../../shared/graph/traversal';
import type { Weight } from '../../shared/graph/weight';
import { makeWeight } from '../makeWeight';
import type { PassInput } from '../pass';
import { readFloats } from '../readFloats';
import { floatAttribute, intAttribute } from '../../shared/graph/nodeAttributes';
import { channelScaler } from './channelScaler';
import { constantWeight, consumersExist, onlyReader } from '../../shared/graph/constants';
import { defineLike, Rewriter, tensorName } from './rewriter';
import type { RuleChange, RuleResult } from './rule';
import { standardOpset } from './standardOpset';

const EPSILON = 1e-5;

/**
 * Merges BatchNormalization into the Conv, ConvTranspose or Gemm before it: with f = scale / √(variance + ε), W' = W·f per output channel and
 * b' = (b − mean)·f + shift (ONNX BatchNormalization-15). Only where nothing else reads what lies between. Rounds differently, hence “close”.
 */
export async function foldBatchNorm(input: PassInput, graph: Graph): Promise<RuleResult> {
  const rewriter = new Rewriter(graph);
  const changes: RuleChange[] = [];
  const { nodeCount } = mainGraph(graph);
  for (let node = 0; node < nodeCount; node++) {
    const pair = findPair(graph, node);
    if (pair === undefined || !input.selects(graph, node) || !input.selects(graph, pair.linear)) continue;
    await mergePair(input, graph, rewriter, pair);
    changes.push({ node, detail: `BatchNormalization merged into ${graph.nodes.names[pair.linear] ?? ''}` });
  }
  return { graph: applyEdits(graph, rewriter.batch()), changes };
}

interface Pair {
  readonly linear: NodeId;
  readonly norm: NodeId;
  readonly weight: TensorId;
  readonly dims: readonly number[];
  /** `NONE` when the linear node has none. */
  readonly bias: TensorId;
  readonly channels: number;
}

function findPair(graph: Graph, norm: NodeId): Pair | undefined {
  if (graph.nodes.ops[norm] !== 'BatchNormalization' || graph.nodes.domains[norm] !== '' || !isInference(graph, norm)) return undefined;
  const between = nodeInput(graph, norm, 0);
  const linear = producerOf(graph, between);
  if (linear === NONE || onlyReader(graph, between) !== norm || !isLinear(graph, linear)) return undefined;
  const weight = nodeInput(graph, linear, 1);
  const bias = nodeInput(graph, linear, 2);
  const stored = constantWeight(graph, weight);
  const statistics = [1, 2, 3, 4].map(index => constantWeight(graph, nodeInput(graph, norm, index)));
  const channels = statistics[0]?.dims[0];
  const all = [stored, ...statistics, ...(bias === NONE ? [] : [constantWeight(graph, bias)])];
  if (stored === undefined || channels === undefined || !all.every(isFloat32)) return undefined;
  const isVector = bias === NONE || isChannelVector(constantWeight(graph, bias), channels);
  return isVector ? { linear, norm, weight, dims: stored.dims, bias, channels } : undefined;
}

function isFloat32(weight: Weight | undefined): boolean {
  return weight?.dtype === 'float32';
}

function isChannelVector(weight: Weight | undefined, channels: number): boolean {
  return weight?.dims.length === 1 && weight.dims[0] === channels;
}

function isLinear(graph: Graph, node: NodeId): boolean {
  const op = graph.nodes.ops[node] ?? '';
  return graph.nodes.domains[node] === '' && (op === 'Conv' || op === 'ConvTranspose' || op === 'Gemm');
}

function isInference(graph: Graph, norm: NodeId): boolean {
  if (standardOpset(graph) < 7) return false;
  if (intAttribute(graph, norm, 'training_mode', 0) !== 0 || intAttribute(graph, norm, 'spatial', 1) !== 1) return false;
  return [...nodeOutputs(graph, norm)].slice(1).every(tensor => tensor === NONE || !consumersExist(graph, tensor));
}

async function mergePair(input: PassInput, graph: Graph, rewriter: Rewriter, pair: Pair): Promise<void> {
  const { linear, norm, weight, bias, dims, channels } = pair;
  const read = (tensor: TensorId): Promise<Float32Array> => readFloats(input, graph, tensor);
  const factorAndShift = async (): Promise<{ factor: Float64Array; shift: Float64Array }> => {
    const statistic = (index: number): Promise<Float32Array> => read(nodeInput(graph, norm, index));
    const [scale, offset, mean, variance] = [await statistic(1), await statistic(2), await statistic(3), await statistic(4)];
    const epsilon = floatAttribute(graph, norm, 'epsilon', EPSILON);
    const factor = Float64Array.from({ length: channels }, (_, c) => scale[c]! / Math.sqrt(variance[c]! + epsilon));
    const beta = graph.nodes.ops[linear] === 'Gemm' ? floatAttribute(graph, linear, 'beta', 1) : 1;
    const old = bias === NONE ? new Float32Array(channels) : await read(bias);
    return { factor, shift: factor.map((value, c) => (old[c]! * beta - mean[c]!) * value + offset[c]!) };
  };
  const newWeight = await makeWeight(input, 'float32', dims, async () =>
    channelScaler(graph, linear, dims)(await read(weight), (await factorAndShift()).factor),
  );
  const newBias = await makeWeight(input, 'float32', [channels], async () => Float32Array.from((await factorAndShift()).shift));
  const weightName = storeInPlace(rewriter, weight, newWeight, `${tensorName(graph, weight)}_folded`);
  const biasName = storeInPlace(rewriter, bias, newBias, `${tensorName(graph, weight)}_bias`);
  const definition = defineLike(graph, linear);
  const attributes = new Map<string, AttributeValue>(definition.attributes);
  if (attributes.has('beta')) attributes.set('beta', { kind: 'float', value: 1 });
  const inputs = [definition.inputs[0] ?? '', weightName, biasName];
  const outputs = [tensorName(graph, nodeOutput(graph, norm, 0))];
  rewriter.remove(linear);
  rewriter.remove(norm);
  rewriter.insert(linear, { ...definition, inputs, outputs, attributes, origins: [linear, norm] });
}

/** Stores a changed weight under its own name, or under a new one when another node still reads the old values. */
function storeInPlace(rewriter: Rewriter, tensor: TensorId, weight: Weight, otherwise: string): string {
  const { graph } = rewriter;
  const isOwn = tensor !== NONE && consumersOf(graph, tensor).length === 1 && graph.tensors.isInitializer[tensor] === 1;
  const name = isOwn ? tensorName(graph, tensor) : rewriter.names.make(otherwise);
  rewriter.setWeight(name, weight, tensor === NONE ? [] : [tensorName(graph, tensor)]);
  return name;
}
