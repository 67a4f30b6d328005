import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { mainGraph } from '../../shared/graph/traversal';
import type { LayerPlan } from '../../shared/report/passDescription';
import { LEFT_OUT, skippedLayer } from '../layerPlans';
import type { PassInput } from '../pass';
import { linearUnit, otherUnit, type IntegerUnit } from './integerUnit';
import type { Analysis } from '../../shared/report/analysis';
import { elementCount } from '../../shared/graph/shape';
import { isLinearOp } from '../../shared/graph/linearLayer';
import { readableLayer } from '../readableLayer';

/** Which nodes become integer kernels, and which tensors are quantized for it. */
export interface Selection {
  readonly units: readonly IntegerUnit[];
  readonly quantized: ReadonlySet<TensorId>;
  readonly skipped: readonly LayerPlan[];
}

/**
 * A convolution that sums fewer products than this per output gains less than conversions around it cost
 * (first layers and depthwise ones, measured with onnxruntime 1.30 on AVX-512 VNNI).
 */
const FEW_PRODUCTS = 32;
/** A matrix with fewer elements gains less than quantizing its input for it alone costs: the classifier behind a transformer. */
const SMALL_MATRIX = 1024;

/**
 * Linear layers are quantized as such. What lies between them (residual additions, pools, concatenations, views, small convolutions) follows where
 * its result is read by an integer kernel anyway and an input comes from one, so that integers flow through and no pair of conversions is added.
 */
export function selectUnits(input: PassInput, graph: Graph): Selection {
  const { seeds, followers, skipped } = findCandidates(input, graph);
  const sizeOf = activationSizes(input.analyze(graph));
  const carried = settle(seeds, followers, sizeOf);
  const active = [...seeds, ...carried];
  const dropped = followers.filter(unit => unit.layer !== undefined && !carried.has(unit));
  const left = dropped.map(unit => skippedLayer(graph, unit.nodes[0] ?? NONE, whyDropped(unit)));
  return { units: active, quantized: quantizedTensors(active), skipped: [...skipped, ...left] };
}

function whyDropped({ kind }: IntegerUnit): string {
  const why = kind === 'product' ? 'it is so small that conversions cost more than integers save' : 'it has few products per output';
  return `${why}, and its neighbours stay in float32`;
}

/** Everything that has an integer kernel, for a layer by itself: what `selectUnits` would leave alone for its neighbours' sake is taken as well. */
export function selectAll(input: PassInput, graph: Graph): Selection {
  const { seeds, followers, skipped } = findCandidates(input, graph);
  const units = [...seeds, ...followers];
  return { units, quantized: quantizedTensors(units), skipped };
}

interface Candidates {
  readonly seeds: readonly IntegerUnit[];
  readonly followers: readonly IntegerUnit[];
  readonly skipped: readonly LayerPlan[];
}

function findCandidates(input: PassInput, graph: Graph): Candidates {
  const analysis = input.analyze(graph);
  const reader = input.readerOf(graph);
  const seeds: IntegerUnit[] = [];
  const followers: IntegerUnit[] = [];
  const skipped: LayerPlan[] = [];
  const taken = new Set<NodeId>();
  const { nodeCount } = mainGraph(graph);
  for (let node = 0; node < nodeCount; node++) {
    if (!isLinearOp(graph, node)) continue;
    const layer = readableLayer(graph, node);
    if (!input.selects(graph, node)) skipped.push(skippedLayer(graph, node, LEFT_OUT));
    else if (!layer.ok) skipped.push(skippedLayer(graph, node, layer.error));
    else {
      const unit = linearUnit(graph, reader, layer.value);
      for (const part of unit.nodes) taken.add(part);
      (isSmall(unit) ? followers : seeds).push(unit);
    }
  }
  for (let node = 0; node < nodeCount; node++) {
    const unit = taken.has(node) ? undefined : otherUnit(graph, reader, node, analysis);
    if (unit === undefined || !input.selects(graph, node)) continue;
    followers.push(unit);
    for (const part of unit.nodes) taken.add(part);
  }
  // Where every layer is small, none follows another.
  if (seeds.length === 0) return { seeds: followers.filter(isLinear), followers: followers.filter(unit => !isLinear(unit)), skipped };
  return { seeds, followers, skipped };
}

function isLinear({ layer }: IntegerUnit): boolean {
  return layer !== undefined;
}

function isSmall({ kind, layer }: IntegerUnit): boolean {
  if (layer === undefined) return false;
  if (kind === 'product') return layer.weightDims.reduce((product, size) => product * size, 1) < SMALL_MATRIX;
  const [, depth = 1, ...kernel] = layer.weightDims;
  return depth === 1 || depth * kernel.reduce((product, size) => product * size, 1) < FEW_PRODUCTS;
}

/** Elements of an activation, 0 where its shape is open. */
function activationSizes({ tensors }: Analysis): (tensor: TensorId) => number {
  return tensor => elementCount(tensors[tensor]?.shape) ?? 0;
}

/**
 * Starts from all followers and drops those that nothing carries, until none is left to drop. The graph has no cycles, so every chain of units that
 * stay begins and ends at a linear layer. A small convolution that reads floats stays where its result is larger than what it reads: to convert its
 * input costs less than to convert its output.
 */
function settle(
  seeds: readonly IntegerUnit[],
  followers: readonly IntegerUnit[],
  sizeOf: (tensor: TensorId) => number,
): ReadonlySet<IntegerUnit> {
  const readBySeeds = new Set(seeds.flatMap(seed => seed.inputs));
  const carried = new Set(followers);
  for (let before = Infinity; carried.size < before;) {
    before = carried.size;
    const active = [...seeds, ...carried];
    const read = new Set(active.flatMap(unit => unit.inputs));
    const written = new Set(active.map(unit => unit.output));
    for (const unit of carried) {
      const isFed = unit.inputs.some(tensor => written.has(tensor) || readBySeeds.has(tensor));
      const widens = unit.layer !== undefined && sizeOf(unit.output) > sizeOf(unit.layer.activation);
      const isRead = unit.kind === 'product' || read.has(unit.output);
      if (!isRead || !(isFed || widens)) carried.delete(unit);
    }
  }
  return carried;
}

/** Everything that active units read, and what they write unless it may stay in float32. */
function quantizedTensors(active: readonly IntegerUnit[]): ReadonlySet<TensorId> {
  const read = active.flatMap(unit => unit.inputs);
  return new Set([...read, ...active.filter(unit => unit.kind !== 'product').map(unit => unit.output)]);
}
