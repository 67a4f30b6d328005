import { groupBy } from '../../shared/base/groupBy';
import { denseBytes } from '../../shared/graph/denseBytes';
import { MAIN_GRAPH, type Graph, type TensorId } from '../../shared/graph/graph';
import type { TensorReader, TensorValues } from '../../shared/graph/tensorReader';
import type { Weight } from '../../shared/graph/weight';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { hashValues } from './hashValues';
import type { InspectionBudget } from './inspectWeights';

/** Smaller weights are not worth a word. */
const SMALLEST_BYTES = 4096;
const SAMPLE_ELEMENTS = 256;
const CHUNK_ELEMENTS = 1 << 20;

/** Groups of weights of the main graph with the same type, shape and values; the largest are compared first. */
export async function findDuplicateWeights(
  graph: Graph,
  reader: TensorReader,
  budget: Pick<InspectionBudget, 'duplicateBytes' | 'samples'>,
): Promise<readonly (readonly TensorId[])[]> {
  const alike = groupBy(candidates(graph), tensor => keyOf(graph, tensor));
  const bySize = [...alike.values()].filter(group => group.length > 1).sort((a, b) => bytesOf(graph, b[0]) - bytesOf(graph, a[0]));
  const found: (readonly TensorId[])[] = [];
  let [bytesLeft, samplesLeft] = [budget.duplicateBytes, budget.samples];
  for (const group of bySize) {
    samplesLeft -= group.length;
    if (samplesLeft < 0) break;
    for (const suspects of await split(group, tensor => sampleHash(graph, reader, tensor))) {
      bytesLeft -= suspects.length * bytesOf(graph, suspects[0]);
      if (bytesLeft < 0) return found;
      for (const same of await split(suspects, tensor => wholeHash(graph, reader, tensor))) found.push(same);
    }
  }
  return found;
}

function candidates(graph: Graph): readonly TensorId[] {
  const found: TensorId[] = [];
  graph.tensors.weights.forEach((weight, tensor) => {
    const isReadable = weight !== undefined && weight.bytes.kind !== 'unavailable' && graph.tensors.subgraphs[tensor] === MAIN_GRAPH;
    if (isReadable && weightBytes(weight) >= SMALLEST_BYTES) found.push(tensor);
  });
  return found;
}

function keyOf(graph: Graph, tensor: TensorId): string {
  const weight = graph.tensors.weights[tensor];
  return `${weight?.dtype ?? ''} ${weight?.dims.join('x') ?? ''}`;
}

function bytesOf(graph: Graph, tensor: TensorId | undefined): number {
  const weight = graph.tensors.weights[tensor ?? -1];
  return weight === undefined ? 0 : weightBytes(weight);
}

function weightBytes({ dtype, dims }: Weight): number {
  return denseBytes(dtype, dims);
}

function countOf(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}

/** Parts of a group with equal hashes, at least two in each; what cannot be read is left out. */
async function split(
  group: readonly TensorId[],
  hashOf: (tensor: TensorId) => Promise<number | undefined>,
): Promise<readonly (readonly TensorId[])[]> {
  const hashes = new Map<TensorId, number>();
  for (const tensor of group) {
    const hash = await hashOf(tensor);
    if (hash !== undefined) hashes.set(tensor, hash);
  }
  return [...groupBy(hashes.keys(), tensor => hashes.get(tensor)).values()].filter(part => part.length > 1);
}

/** Small weights are read at once, of others a piece of the middle, where padding and zeros at the ends do not mislead. */
async function sampleHash(graph: Graph, reader: TensorReader, tensor: TensorId): Promise<number | undefined> {
  const count = countOf(graph.tensors.weights[tensor]?.dims ?? []);
  return hashOrNothing(async () => {
    const small = reader.readSmall(tensor);
    const start = Math.max(0, Math.floor(count / 2) - SAMPLE_ELEMENTS / 2);
    return hashValues(small ?? (await reader.readRange(tensor, start, Math.min(SAMPLE_ELEMENTS, count - start))));
  });
}

function wholeHash(graph: Graph, reader: TensorReader, tensor: TensorId): Promise<number | undefined> {
  const count = countOf(graph.tensors.weights[tensor]?.dims ?? []);
  return hashOrNothing(async () => {
    let hash: number | undefined;
    for (let start = 0; start < count; start += CHUNK_ELEMENTS) {
      const values: TensorValues = await reader.readRange(tensor, start, Math.min(CHUNK_ELEMENTS, count - start));
      hash = hashValues(values, hash);
    }
    return hash ?? 0;
  });
}

async function hashOrNothing(hash: () => Promise<number>): Promise<number | undefined> {
  try {
    return await hash();
  } catch (error) {
    if (error instanceof LayerwiseError) return undefined;
    throw error;
  }
}
