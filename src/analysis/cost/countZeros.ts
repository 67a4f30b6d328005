import type { Graph, NodeId, TensorId } from '../../shared/graph/graph';
import { elementCount } from '../../shared/graph/shape';
import type { TensorReader, TensorValues } from '../../shared/graph/tensorReader';
import { consumersOf, nodeInput } from '../../shared/graph/traversal';
import type { Weight } from '../../shared/graph/weight';
import { denseBytes } from '../../shared/graph/denseBytes';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { MAX_HELPER_ELEMENTS } from './countWeights';
import { WeightRoles } from './weightRoles';

/** How many values of a weight are exactly zero. */
export interface ZeroCount {
  readonly elements: number;
  /** Of all elements; carried over from the part that was read where `isSampled`. */
  readonly zeros: number;
  readonly isSampled: boolean;
}

/** More bytes than this are not read for a column: larger models are sampled. */
const BUDGET_BYTES = 256 * 2 ** 20;
const CHUNK_ELEMENTS = 1 << 20;
/** Pieces of a sampled weight, evenly spaced. */
const PIECES = 16;
/** Weights of up to this many elements are always read as a whole. */
const SMALL_ELEMENTS = 1 << 16;

/** Where quantized values have the zero point that stands for zero: operand of the values → operand of the zero point. */
const ZERO_POINTS: ReadonlyMap<string, ReadonlyMap<number, number>> = new Map([
  ['DequantizeLinear', new Map([[0, 2]])],
  ['QLinearConv', new Map([[3, 5]])],
  [
    'QLinearMatMul',
    new Map([
      [0, 2],
      [3, 5],
    ]),
  ],
  [
    'QGemm',
    new Map([
      [0, 2],
      [3, 5],
    ]),
  ],
  ['ConvInteger', new Map([[1, 3]])],
  [
    'MatMulInteger',
    new Map([
      [0, 2],
      [1, 3],
    ]),
  ],
  ['MatMulIntegerToFloat', new Map([[1, 5]])],
  ['DynamicQuantizeMatMul', new Map([[1, 3]])],
]);

/**
 * Zeros of every weight that counts as parameter, by tensor id; `undefined` for other tensors, for small constants of the exporter, for packed weights and for what cannot be read. A quantized value is zero
 * where it equals its zero point. Reads in pieces, with a pause between them; a model of more than `budgetBytes` of weights is sampled, large weights
 * in evenly spaced pieces.
 */
export async function countZeros(
  graph: Graph,
  reader: TensorReader,
  budgetBytes = BUDGET_BYTES,
): Promise<readonly (ZeroCount | undefined)[]> {
  const counts = new Array<ZeroCount | undefined>(graph.tensors.count).fill(undefined);
  const candidates = countedWeights(graph);
  const total = candidates.reduce((sum, { weight }) => sum + denseBytes(weight.dtype, weight.dims), 0);
  const share = Math.min(1, budgetBytes / Math.max(1, total));
  for (const { tensor, weight } of candidates) {
    const zero = zeroValue(graph, reader, tensor, weight);
    if (zero === undefined) continue;
    counts[tensor] = await zerosOf(reader, tensor, { elements: elementCount(weight.dims) ?? 0, zero, share });
  }
  return counts;
}

interface Candidate {
  readonly tensor: TensorId;
  readonly weight: Weight;
}

function countedWeights(graph: Graph): readonly Candidate[] {
  const roles = new WeightRoles(graph);
  return graph.tensors.weights.flatMap((weight, tensor) => {
    if (weight === undefined || weight.bytes.kind === 'unavailable') return [];
    const role = roles.roleOf(tensor, weight);
    const elements = elementCount(weight.dims) ?? 0;
    const isHelper = role === 'constant' && elements <= MAX_HELPER_ELEMENTS;
    const isCounted = role === 'parameter' || role === 'constant' || role === 'quantized';
    const isPacked = roles.elementsOf(tensor, weight) !== elements;
    return isCounted && !isHelper && !isPacked ? [{ tensor, weight }] : [];
  });
}

/** The stored value that means zero; `undefined` where it is not known or differs between channels. */
function zeroValue(graph: Graph, reader: TensorReader, tensor: TensorId, { dtype }: Weight): number | undefined {
  if (dtype.startsWith('float') || dtype.startsWith('bfloat')) return 0;
  const [node] = consumersOf(graph, tensor);
  const zeroPoint = node === undefined ? undefined : zeroPointOf(graph, node, tensor);
  if (zeroPoint === undefined) return undefined;
  if (zeroPoint < 0) return 0;
  const values = reader.readSmall(zeroPoint);
  const first = values?.data[0];
  if (values === undefined || first === undefined) return undefined;
  return Array.from<unknown>(values.data).every(value => value === first) ? Number(first) : undefined;
}

/** The tensor of the zero point, −1 for an omitted one; `undefined` for operators that are not known. */
function zeroPointOf(graph: Graph, node: NodeId, tensor: TensorId): TensorId | undefined {
  for (const [values, zeroPoint] of ZERO_POINTS.get(graph.nodes.ops[node] ?? '') ?? [])
    if (nodeInput(graph, node, values) === tensor) return nodeInput(graph, node, zeroPoint);
  return undefined;
}

interface Reading {
  readonly elements: number;
  readonly zero: number;
  /** Part of a large weight that is read, 0..1. */
  readonly share: number;
}

async function zerosOf(reader: TensorReader, tensor: TensorId, { elements, zero, share }: Reading): Promise<ZeroCount | undefined> {
  const isSampled = share < 1 && elements > SMALL_ELEMENTS;
  const length = isSampled ? Math.max(1, Math.floor((elements * share) / PIECES)) : elements;
  const pieces = isSampled ? PIECES : 1;
  try {
    let zeros = 0;
    for (let piece = 0; piece < pieces; piece++) {
      const start = pieces === 1 ? 0 : Math.floor((piece * (elements - length)) / (pieces - 1));
      zeros += await zerosInRange(reader, tensor, { start, end: start + length, zero });
    }
    return { elements, zeros: isSampled ? Math.round((zeros * elements) / (length * pieces)) : zeros, isSampled };
  } catch (error) {
    if (error instanceof LayerwiseError) return undefined;
    throw error;
  }
}

async function zerosInRange(
  reader: TensorReader,
  tensor: TensorId,
  { start, end, zero }: { readonly start: number; readonly end: number; readonly zero: number },
): Promise<number> {
  let zeros = 0;
  for (let from = start; from < end; from += CHUNK_ELEMENTS)
    zeros += countEqual(await reader.readRange(tensor, from, Math.min(CHUNK_ELEMENTS, end - from)), zero);
  return zeros;
}

function countEqual({ data }: TensorValues, zero: number): number {
  let count = 0;
  for (let index = 0; index < data.length; index++) if (data[index] === zero) count++;
  return count;
}
