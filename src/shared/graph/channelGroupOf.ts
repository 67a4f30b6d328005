import { failure, success, type Result } from '../base/result';
import type { ChannelGroup, CoupledAxis, GroupReader } from './channelGroup';
import { constantWeight, isReadOutside } from './constants';
import { NONE, type Graph, type NodeId, type TensorId } from './graph';
import { isLinearOp, linearLayer, type LinearLayer } from './linearLayer';
import { floatAttribute, intAttribute, intsAttribute } from './nodeAttributes';
import type { Shape } from './shape';
import { consumersOf, isGraphOutput, nodeInput, nodeInputs, nodeOutput, nodeOutputs } from './traversal';

/** Operators that treat every channel alike and on its own. */
const POINTWISE = new Set([
  ...['Relu', 'LeakyRelu', 'ThresholdedRelu', 'Clip', 'Elu', 'Selu', 'Celu', 'Gelu', 'Mish', 'Swish', 'Softplus', 'Softsign'],
  ...['Sigmoid', 'Tanh', 'HardSigmoid', 'HardSwish', 'Erf', 'Abs', 'Neg', 'Identity', 'Dropout'],
]);
const POOLS = new Set(['MaxPool', 'AveragePool', 'LpPool', 'GlobalAveragePool', 'GlobalMaxPool', 'GlobalLpPool']);

type ShapeOf = (tensor: TensorId) => Shape | undefined;

/**
 * Follows the output channels of a Conv, Gemm or MatMul to the layers that sum over them, through operators that treat each channel alone. The reason why
 * its channels cannot be taken out, where they cannot. Looks at no values; `shapeOf` gives ranks, and the positions that a Flatten joins.
 */
export function channelGroupOf(graph: Graph, node: NodeId, shapeOf: ShapeOf): Result<ChannelGroup, string> {
  const layer = linearLayer(graph, node);
  if (!layer.ok) return layer;
  const { op, output, channels } = layer.value;
  if (intAttribute(graph, node, 'group', 1) !== 1) return failure('it is a grouped convolution');
  if (!isOwnWeight(graph, layer.value.weight)) return failure('its weight is shared with another layer');
  if (!isOwnBias(graph, layer.value)) return failure('its bias is shared with another layer');
  const rank = shapeOf(output)?.length;
  const axis = op === 'MatMul' ? (rank ?? 0) - 1 : 1;
  if (rank === undefined || axis < 1) return failure('the shape of its output is not known');
  const walk = new ChannelWalk(graph, shapeOf, channels);
  const blocked = walk.follow({ tensor: output, axis, block: 1, source: output, sourceAxis: axis });
  return blocked === undefined ? success(walk.group(layer.value)) : failure(blocked);
}

function isOwnWeight(graph: Graph, weight: TensorId): boolean {
  return consumersOf(graph, weight).length === 1 && !isReadOutside(graph, weight);
}

/** Exporters store equal biases (zeros, above all) once; shortening or correcting one would change every layer that reads it. */
function isOwnBias(graph: Graph, { bias }: LinearLayer): boolean {
  return bias === NONE || isOwnWeight(graph, bias);
}

/** Whether a Gemm adds its product and its bias as they are: what repairs the readers of pruned channels reckons with that. */
function isUnscaled(graph: Graph, node: NodeId): boolean {
  return ['alpha', 'beta'].every(name => floatAttribute(graph, node, name, 1) === 1);
}

/** Where the walk is: the channels of `tensor`, and the last tensor before they were spread over positions. */
type Place = CoupledAxis & Pick<GroupReader, 'source' | 'sourceAxis'>;

/** Follows channels from their layer to everything that reads them. */
class ChannelWalk {
  private readonly axes: CoupledAxis[] = [];
  private readonly activations: CoupledAxis[] = [];
  private readonly readers: GroupReader[] = [];
  private readonly depthwise: NodeId[] = [];

  constructor(
    private readonly graph: Graph,
    private readonly shapeOf: ShapeOf,
    private readonly width: number,
  ) {}

  group(producer: LinearLayer): ChannelGroup {
    const own: CoupledAxis[] = [{ tensor: producer.weight, axis: producer.channelAxis, block: 1 }];
    if (producer.bias !== NONE) own.push({ tensor: producer.bias, axis: 0, block: 1 });
    const { width, activations, readers, depthwise } = this;
    const product = nodeOutput(this.graph, producer.node, 0);
    const before = product === producer.output ? [] : [{ tensor: product, axis: activations[0]?.axis ?? 1, block: 1 }];
    return { producer, width, axes: [...own, ...this.axes], activations: [...before, ...activations], readers, depthwise };
  }

  /** The reason why the channels cannot be taken out, if there is one. */
  follow(start: Place): string | undefined {
    const pending = [start];
    const seen = new Set<TensorId>();
    for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
      const { tensor } = place;
      if (seen.has(tensor)) return 'its channels come back to where they were, as only a damaged file has it';
      seen.add(tensor);
      if (isGraphOutput(this.graph, tensor)) return 'its channels are an output of the model';
      if (isReadOutside(this.graph, tensor)) return 'a body of a control-flow node reads its channels';
      this.activations.push({ tensor, axis: place.axis, block: place.block });
      for (const node of new Set(consumersOf(this.graph, tensor))) {
        const next = this.pass(node, place);
        if (typeof next === 'string') return next;
        if (next !== undefined) pending.push(next.block === 1 ? { ...next, source: next.tensor, sourceAxis: next.axis } : next);
      }
    }
    return this.readers.length === 0 ? 'nothing reads its channels' : undefined;
  }

  /** Where the channels go behind `node`: a further tensor, nowhere (a layer sums over them), or the reason why they are stuck. */
  private pass(node: NodeId, place: Place): Place | string | undefined {
    const { graph } = this;
    const op = graph.nodes.ops[node] ?? '';
    const label = `${op} “${graph.nodes.names[node] ?? ''}”`;
    const isOnlyActivation = nodeInput(graph, node, 0) === place.tensor && !this.readsAgain(node, place.tensor);
    if (graph.nodes.domains[node] !== '' || !isOnlyActivation) return `${label} joins its channels with others`;
    const output = nodeOutput(graph, node, 0);
    if (isLinearOp(graph, node)) return this.passLinear(node, place, label);
    if (POINTWISE.has(op) && this.hasOneOutput(node)) return { ...place, tensor: output };
    if (POOLS.has(op) && this.hasOneOutput(node) && place.axis === 1) return { ...place, tensor: output };
    if (op === 'BatchNormalization') return this.passNorm(node, place, label);
    if (op === 'Flatten') return this.passFlatten(node, place, label);
    if (op === 'Transpose') return this.passTranspose(node, place);
    return `${label} mixes or joins its channels`;
  }

  private readsAgain(node: NodeId, tensor: TensorId): boolean {
    return nodeInputs(this.graph, node).subarray(1).includes(tensor);
  }

  private hasOneOutput(node: NodeId): boolean {
    return [...nodeOutputs(this.graph, node)].slice(1).every(tensor => tensor === NONE || consumersOf(this.graph, tensor).length === 0);
  }

  private passLinear(node: NodeId, place: Place, label: string): Place | string | undefined {
    const { graph } = this;
    const layer = linearLayer(graph, node);
    if (!layer.ok) return `${label} reads its channels, and ${layer.error}`;
    const { op, weight, weightDims, channelAxis, bias } = layer.value;
    if (!isOwnWeight(graph, weight)) return `${label} shares its weight with another layer`;
    if (!isOwnBias(graph, layer.value)) return `${label} shares its bias with another layer`;
    if (op === 'Gemm' && !isUnscaled(graph, node)) return `${label} scales its product or its bias`;
    const groups = intAttribute(graph, node, 'group', 1);
    if (groups > 1) {
      if (groups !== this.width || weightDims[0] !== groups || place.block !== 1) return `${label} is a grouped convolution`;
      this.depthwise.push(node);
      this.axes.push({ tensor: weight, axis: 0, block: 1 });
      if (bias !== NONE) this.axes.push({ tensor: bias, axis: 0, block: 1 });
      return { ...place, tensor: nodeOutput(graph, node, 0) };
    }
    const rank = this.rankOf(place.tensor);
    const isSummed = op === 'MatMul' ? place.axis === rank - 1 : place.axis === 1;
    if (!isSummed) return `${label} does not sum over its channels`;
    const summed: CoupledAxis = { tensor: weight, axis: 1 - channelAxis, block: place.block };
    this.axes.push(summed);
    this.readers.push({ ...summed, node, source: place.source, sourceAxis: place.sourceAxis });
    return undefined;
  }

  private rankOf(tensor: TensorId): number {
    return this.shapeOf(tensor)?.length ?? -1;
  }

  private passNorm(node: NodeId, place: Place, label: string): Place | string {
    const parameters = [1, 2, 3, 4].map(index => nodeInput(this.graph, node, index));
    const isOwn = parameters.every(tensor => constantWeight(this.graph, tensor) !== undefined && isOwnWeight(this.graph, tensor));
    if (!isOwn || place.axis !== 1 || place.block !== 1) return `${label} cannot be shortened`;
    for (const tensor of parameters) this.axes.push({ tensor, axis: 0, block: 1 });
    return { ...place, tensor: nodeOutput(this.graph, node, 0) };
  }

  /** [N, C, H, W] → [N, C·H·W]: each channel becomes a block of H·W columns, which must be known. */
  private passFlatten(node: NodeId, place: Place, label: string): Place | string {
    const shape = this.shapeOf(place.tensor);
    const inner = shape?.slice(place.axis + 1) ?? [undefined];
    const isRow = intAttribute(this.graph, node, 'axis', 1) === 1 && place.axis === 1;
    if (!isRow || !inner.every(dim => typeof dim === 'number')) return `${label} spreads its channels over positions that are not known`;
    return { ...place, tensor: nodeOutput(this.graph, node, 0), block: inner.reduce((product, dim) => product * dim, place.block) };
  }

  private passTranspose(node: NodeId, place: Place): Place | string {
    const rank = this.rankOf(place.tensor);
    const perm = intsAttribute(this.graph, node, 'perm') ?? Array.from({ length: rank }, (_, axis) => rank - 1 - axis);
    const axis = perm.indexOf(place.axis);
    return axis < 0 ? 'a Transpose has an unknown order' : { ...place, tensor: nodeOutput(this.graph, node, 0), axis };
  }
}
