import { takeAxis } from '../../optimize/prune/takeAxis';
import { storedWeight } from '../../optimize/makeWeight';
import { Rewriter, tensorName } from '../../optimize/rewrite/rewriter';
import { applyEdits } from '../../shared/graph/applyEdits';
import type { DenseTensor, NamedTensors } from '../../shared/graph/denseTensor';
import { NONE, type NodeId, type TensorId } from '../../shared/graph/graph';
import { nodeLabel } from '../../shared/graph/nodeLabel';
import type { TensorReader } from '../../shared/graph/tensorReader';
import { consumersOf, nodeInput, nodeInputs, nodeOutput, nodeOutputs } from '../../shared/graph/traversal';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { FedGraph } from './betweenIntegers';
import type { LayerChannels } from './layerChannels';

/** Operators that treat every channel alike and on its own, and those that join two operands by broadcasting. */
const POINTWISE = new Set([
  ...['Relu', 'LeakyRelu', 'ThresholdedRelu', 'Clip', 'Elu', 'Selu', 'Celu', 'Gelu', 'Mish', 'Softplus', 'Softsign', 'Sigmoid'],
  ...['Tanh', 'HardSigmoid', 'HardSwish', 'Erf', 'Abs', 'Neg', 'Exp', 'Sqrt', 'Identity', 'Dropout'],
]);
const BROADCASTING = new Set(['Add', 'Sub', 'Mul', 'Div', 'Min', 'Max', 'Pow', 'PRelu']);
const POOLS = new Set(['MaxPool', 'AveragePool', 'LpPool', 'GlobalAveragePool', 'GlobalMaxPool', 'GlobalLpPool']);

/**
 * A cut layer with another number of channels on one side: weights, what is added per channel and what it is fed with are cut, or repeated from the front. Throws
 * `LayerwiseError` (`not-applicable`) where its groups or what runs in the same kernel do not allow that.
 */
export async function widenLayer(cut: FedGraph, reader: TensorReader, own: LayerChannels, width: number): Promise<FedGraph> {
  const { layer, side, channels, groups, depthwise } = own;
  if (width % groups !== 0) throw refused(`${width} channels cannot be split into its ${groups} groups`);
  const fromEnd = layer.op === 'MatMul' ? 1 : layer.weightDims.length - 1;
  const widening = new Widening(cut, reader, sources(channels, groups, width), channels, fromEnd);
  if (side === 'input') await widening.input(own);
  else {
    await widening.weight(layer.weight, layer.channelAxis);
    if (layer.bias !== NONE && layer.biasNode === NONE) await widening.weight(layer.bias, 0);
    if (depthwise) {
      widening.setGroups(layer.node, width);
      widening.feed(layer.activation, 1);
    }
    await widening.follow(layer.node);
  }
  return widening.result();
}

/** For each new channel the one that it is a copy of, group by group: the first ones of the group, again from the front where there are more. */
function sources(channels: number, groups: number, width: number): readonly number[] {
  const [before, after] = [channels / groups, width / groups];
  return Array.from({ length: width }, (_, index) => Math.floor(index / after) * before + ((index % after) % before));
}

function refused(why: string): LayerwiseError {
  return new LayerwiseError('not-applicable', `It has no such width: ${why}.`);
}

class Widening {
  private readonly rewriter: Rewriter;
  private readonly feeds: Map<string, DenseTensor>;

  constructor(
    private readonly cut: FedGraph,
    private readonly reader: TensorReader,
    private readonly kept: readonly number[],
    private readonly channels: number,
    /** Axes from the channels to the end: 1 where they come last. */
    private readonly fromEnd: number,
  ) {
    this.rewriter = new Rewriter(cut.graph);
    this.feeds = new Map(cut.feeds);
  }

  result(): FedGraph {
    const feeds: NamedTensors = this.feeds;
    return { graph: applyEdits(this.cut.graph, this.rewriter.batch()), feeds };
  }

  setGroups(node: NodeId, value: number): void {
    this.rewriter.setAttribute(node, 'group', { kind: 'int', value });
  }

  async weight(tensor: TensorId, axis: number, kept = this.kept): Promise<void> {
    const { graph } = this.cut;
    const dims = graph.tensors.weights[tensor]?.dims ?? [];
    const { data } = await this.reader.read(tensor);
    if (!(data instanceof Float32Array)) throw refused(`“${tensorName(graph, tensor)}” does not hold floating-point values`);
    const shape = dims.map((dim, index) => (index === axis ? kept.length : dim));
    this.rewriter.setWeight(tensorName(graph, tensor), storedWeight('float32', shape, takeAxis(data, dims, axis, kept)));
  }

  feed(tensor: TensorId, axis: number): void {
    const { graph, feeds } = this.cut;
    const name = tensorName(graph, tensor);
    const value = feeds.get(name);
    if (value === undefined) throw refused(`“${name}”, which it reads, is computed in the same kernel`);
    if (!(value.data instanceof Float32Array)) throw refused(`“${name}” does not hold floating-point values`);
    const dims = value.dims.map((dim, index) => (index === axis ? this.kept.length : dim));
    this.feeds.set(name, { dtype: 'float32', dims, data: takeAxis(value.data, value.dims, axis, this.kept) });
    this.rewriter.edit({ kind: 'setType', name, type: { kind: 'tensor', dtype: 'float32', shape: dims } });
  }

  async input({ layer, groups }: LayerChannels): Promise<void> {
    const { graph, feeds } = this.cut;
    const { activation } = layer;
    if (consumersOf(graph, activation).length > 1) throw refused('something else in the same kernel reads its input');
    const rank = feeds.get(tensorName(graph, activation))?.dims.length ?? 0;
    this.feed(activation, rank - this.fromEnd);
    // Of a grouped convolution the weight holds the input channels of one group.
    await this.weight(layer.weight, 1 - layer.channelAxis, this.kept.slice(0, this.kept.length / groups));
  }

  /** Lets everything behind the layer follow, up to the end of the cut. */
  async follow(layer: NodeId): Promise<void> {
    const pending = [nodeOutput(this.cut.graph, layer, 0)];
    const seen = new Set(pending);
    for (let tensor = pending.pop(); tensor !== undefined; tensor = pending.pop()) {
      for (const reader of new Set(consumersOf(this.cut.graph, tensor))) {
        await this.pass(reader, seen);
        for (const made of nodeOutputs(this.cut.graph, reader)) {
          if (made === NONE || seen.has(made)) continue;
          seen.add(made);
          pending.push(made);
        }
      }
    }
  }

  private async pass(node: NodeId, widened: ReadonlySet<TensorId>): Promise<void> {
    const { graph } = this.cut;
    const op = graph.nodes.domains[node] === '' ? (graph.nodes.ops[node] ?? '') : '';
    if (POINTWISE.has(op) || (POOLS.has(op) && this.fromEnd > 1)) return;
    if (op === 'BatchNormalization') {
      for (const index of [1, 2, 3, 4]) await this.weight(nodeInput(graph, node, index), 0);
      return;
    }
    if (!BROADCASTING.has(op)) throw refused(`${nodeLabel(graph, node)} in the same kernel joins its channels`);
    for (const tensor of nodeInputs(graph, node)) if (!widened.has(tensor)) await this.operand(tensor);
  }

  /** An operand that is broadcast along the channels stays as it is. */
  private async operand(tensor: TensorId): Promise<void> {
    const { graph, feeds } = this.cut;
    const stored = graph.tensors.weights[tensor];
    const dims = stored?.dims ?? feeds.get(tensorName(graph, tensor))?.dims;
    if (dims === undefined) throw refused(`“${tensorName(graph, tensor)}” is computed in the same kernel`);
    const axis = dims.length - this.fromEnd;
    if (axis < 0 || dims[axis] !== this.channels) return;
    if (stored === undefined) this.feed(tensor, axis);
    else await this.weight(tensor, axis);
  }
}
