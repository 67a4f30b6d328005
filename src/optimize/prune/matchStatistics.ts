import { applyEdits } from '../../shared/graph/applyEdits';
import type { AttributeValue } from '../../shared/graph/attribute';
import { NONE, type Graph, type NodeId } from '../../shared/graph/graph';
import { mainGraph, nodeOutput } from '../../shared/graph/traversal';
import { storedWeight } from '../makeWeight';
import type { Findings, Laboratory, Observation, Observed } from '../laboratory';
import type { PassInput } from '../pass';
import { isLinearOp, type LinearLayer } from '../../shared/graph/linearLayer';
import { readableLayer } from '../readableLayer';
import { readFloats } from '../readFloats';
import { channelScaler } from '../rewrite/channelScaler';
import { int64Vector } from '../rewrite/vectorWeight';
import { standardOpset } from '../rewrite/standardOpset';
import { defineNode, Rewriter, tensorName } from '../rewrite/rewriter';

/** Keeps the division below finite where a channel is constant. */
const TINY = 1e-12;
/** A channel that lost nearly all its variation is not blown up to noise. */
const LARGEST_FACTOR = 8;

/** Channels that are left of a layer's output, by the output's name; all of them where it is not listed. */
export type KeptByName = ReadonlyMap<string, readonly number[]>;

/** A layer whose input lost channels, and what its output should look like. */
interface Target {
  readonly layer: LinearLayer;
  readonly rank: number;
  readonly channelAxis: number;
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/** Mean and variance of the outputs of layers that sum over pruned channels, before pruning. */
export async function observeTargets(input: PassInput, laboratory: Laboratory, graph: Graph, nodes: readonly NodeId[]): Promise<Findings> {
  const analysis = input.analyze(graph);
  const observations = nodes.flatMap((node): Observation[] => {
    const layer = readableLayer(graph, node);
    if (!layer.ok) return [];
    const rank = analysis.tensors[layer.value.output]?.shape?.length;
    if (rank === undefined) return [];
    const tensor = tensorName(graph, layer.value.output);
    return [{ kind: 'moments', tensor, rank, channelAxis: layer.value.op === 'MatMul' ? rank - 1 : 1 }];
  });
  return observations.length === 0 ? new Map() : laboratory.observe(graph, observations);
}

/**
 * Scales and shifts the outputs of layers behind pruned channels so that each channel has its old mean and standard deviation on the data. All layers
 * at once: a copy of the graph normalizes each output by the statistics of the batch, so that a later layer sees what the repaired ones before it give.
 */
export async function matchStatistics(
  input: PassInput,
  laboratory: Laboratory,
  pruned: Graph,
  targets: Findings,
  kept: KeptByName,
): Promise<Graph> {
  const wanted = findTargets(input, pruned, targets, kept);
  if (wanted.length === 0) return pruned;
  const { graph, observations } = normalizingCopy(pruned, wanted);
  const findings = await laboratory.observe(graph, observations);
  const rewriter = new Rewriter(pruned);
  for (const [index, target] of wanted.entries()) {
    const observed = findings.get(observations[index]?.tensor ?? '');
    if (observed !== undefined) await rescale(input, rewriter, target, observed);
  }
  return applyEdits(pruned, rewriter.batch());
}

function findTargets(input: PassInput, graph: Graph, targets: Findings, kept: KeptByName): readonly Target[] {
  const analysis = input.analyze(graph);
  const { nodeCount } = mainGraph(graph);
  return Array.from({ length: nodeCount }, (_, node) => node).flatMap(node => {
    const layer = isLinearOp(graph, node) ? readableLayer(graph, node) : undefined;
    if (layer?.ok !== true) return [];
    const { output, op } = layer.value;
    const observed = targets.get(tensorName(graph, output));
    const rank = analysis.tensors[output]?.shape?.length;
    if (observed === undefined || rank === undefined) return [];
    const channelAxis = op === 'MatMul' ? rank - 1 : 1;
    const left = kept.get(tensorName(graph, output));
    const take = (values: Float64Array): Float64Array =>
      left === undefined ? values : Float64Array.from(left, channel => values[channel] ?? 0);
    return [{ layer: layer.value, rank, channelAxis, mean: take(observed.mean), deviation: take(observed.variance).map(Math.sqrt) }];
  });
}

function normalizingCopy(
  graph: Graph,
  targets: readonly Target[],
): { readonly graph: Graph; readonly observations: readonly Observation[] } {
  const rewriter = new Rewriter(graph);
  const observations = targets.map((target): Observation => {
    const { layer, rank, channelAxis } = target;
    const name = tensorName(graph, layer.output);
    const raw = rewriter.names.make(`${name}_raw`);
    rewriter.renameOutput(name, raw);
    insertNormalization(rewriter, target, raw, name);
    return { kind: 'moments', tensor: raw, rank, channelAxis };
  });
  return { graph: applyEdits(graph, rewriter.batch()), observations };
}

/** name = (raw − mean) / deviation · old deviation + old mean, with the batch's mean and deviation. */
function insertNormalization(rewriter: Rewriter, { layer, rank, channelAxis, mean, deviation }: Target, raw: string, name: string): void {
  const shape = Array.from({ length: rank }, (_, axis) => (axis === channelAxis ? mean.length : 1));
  const axes = Array.from({ length: rank }, (_, axis) => axis).filter(axis => axis !== channelAxis);
  const store = (suffix: string, values: Float64Array): string =>
    rewriter.addWeight(`${name}_${suffix}`, storedWeight('float32', shape, Float32Array.from(values)));
  const isInput = standardOpset(rewriter.graph) >= 18;
  const attributes = new Map<string, AttributeValue>(isInput ? [] : [['axes', { kind: 'ints', values: axes }]]);
  const node = (op: string, inputs: readonly string[], output = rewriter.names.make(`${name}_${op}`), own?: typeof attributes): string => {
    rewriter.insert(rewriter.graph.nodes.count, defineNode(op, rewriter.names.make('normalize'), inputs, [output], [layer.node], own));
    return output;
  };
  const reduce = (tensor: string): string => {
    const inputs = isInput ? [tensor, rewriter.addWeight(`${name}_axes`, int64Vector(axes))] : [tensor];
    return node('ReduceMean', inputs, undefined, attributes);
  };
  const distance = node('Sub', [raw, reduce(raw)]);
  const variance = reduce(node('Mul', [distance, distance]));
  const spread = node('Sqrt', [node('Add', [variance, store('tiny', Float64Array.of(...mean).fill(TINY))])]);
  const scaled = node('Mul', [node('Div', [distance, spread]), store('deviation', deviation)]);
  node('Add', [scaled, store('mean', mean)], name);
}

async function rescale(input: PassInput, rewriter: Rewriter, { layer, mean, deviation }: Target, observed: Observed): Promise<void> {
  const { graph } = rewriter;
  const { node, weight, weightDims, bias, channels } = layer;
  const factor = deviation.map((old, c) => Math.min(LARGEST_FACTOR, old / Math.sqrt(observed.variance[c]! + TINY)));
  const values = channelScaler(graph, node, weightDims)(await readFloats(input, graph, weight), factor);
  const offsets = bias === NONE ? new Float32Array(channels) : await readFloats(input, graph, bias);
  const shifted = offsets.map((old, c) => (old - observed.mean[c]!) * factor[c]! + mean[c]!);
  const name = tensorName(graph, weight);
  rewriter.setWeight(name, storedWeight('float32', weightDims, values), [name]);
  if (bias !== NONE) {
    const biasName = tensorName(graph, bias);
    rewriter.setWeight(biasName, storedWeight('float32', [channels], shifted), [biasName]);
  } else addBias(rewriter, layer, shifted);
}

/** A layer without a bias gets one: as an input of Conv and Gemm, as an Add behind a MatMul. */
function addBias(rewriter: Rewriter, { node, op, output }: LinearLayer, values: Float32Array): void {
  const { graph } = rewriter;
  const name = tensorName(graph, output);
  const stored = rewriter.addWeight(`${name}_bias`, storedWeight('float32', [values.length], values));
  if (op !== 'MatMul') {
    rewriter.setInput(node, 2, stored);
    return;
  }
  const product = rewriter.names.make(`${name}_product`);
  rewriter.renameOutput(tensorName(graph, nodeOutput(graph, node, 0)), product);
  rewriter.insert(node + 1, defineNode('Add', rewriter.names.make(`${name}_add`), [product, stored], [name], [node]));
}
