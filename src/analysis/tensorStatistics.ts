import { NONE, type Graph } from '../shared/graph/graph';
import { elementCount } from '../shared/graph/shape';
import type { TensorReader, TensorValues } from '../shared/graph/tensorReader';
import { tensorByName } from '../shared/graph/traversal';
import { LayerwiseError } from '../shared/report/layerwiseError';
import type { WeightStatistics } from '../shared/report/modelView';

/** Larger weights are sampled in evenly spaced runs (design spec 4.9). */
const MAX_ELEMENTS = 1_000_000;
const RUNS = 64;
const BINS = 49;

/** Distribution of a weight's values. Reads at most a million of them. Throws `usage` for a name that stores nothing, and what the reader throws. */
export async function tensorStatistics(
  { graph, reader }: { readonly graph: Graph; readonly reader: TensorReader },
  name: string,
): Promise<WeightStatistics> {
  const tensor = tensorByName(graph, name);
  const weight = tensor === NONE ? undefined : graph.tensors.weights[tensor];
  if (weight === undefined) throw new LayerwiseError('usage', `The model stores no tensor “${name}”.`);
  const elements = elementCount(weight.dims) ?? 0;
  const parts = elements <= MAX_ELEMENTS ? [await reader.read(tensor)] : await readRuns(reader, tensor, elements);
  return describe(name, elements, parts.map(numbersOf));
}

async function readRuns(reader: TensorReader, tensor: number, elements: number): Promise<readonly TensorValues[]> {
  const length = Math.floor(MAX_ELEMENTS / RUNS);
  const parts: TensorValues[] = [];
  for (let run = 0; run < RUNS; run++) {
    const start = Math.floor((run * (elements - length)) / (RUNS - 1));
    parts.push(await reader.readRange(tensor, start, length));
  }
  return parts;
}

function numbersOf({ data }: TensorValues): Float64Array {
  const numbers = new Float64Array(data.length);
  for (let index = 0; index < data.length; index++) numbers[index] = Number(data[index]);
  return numbers;
}

function describe(name: string, elements: number, parts: readonly Float64Array[]): WeightStatistics {
  let [count, sum, zeros, min, max] = [0, 0, 0, Infinity, -Infinity];
  for (const part of parts) {
    for (const value of part) {
      if (!Number.isFinite(value)) continue;
      count++;
      sum += value;
      if (value === 0) zeros++;
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  const mean = count === 0 ? 0 : sum / count;
  const sampled = parts.reduce((total, part) => total + part.length, 0);
  if (count === 0) [min, max] = [0, 0];
  return {
    name,
    elements,
    sampled,
    min,
    max,
    mean,
    zeroShare: count === 0 ? 0 : zeros / count,
    ...spread(parts, count, { min, max, mean }),
  };
}

/** Standard deviation around the known mean, and counts of equal bins from the least to the largest value. */
function spread(
  parts: readonly Float64Array[],
  count: number,
  { min, max, mean }: { readonly min: number; readonly max: number; readonly mean: number },
): { readonly std: number; readonly histogram: Uint32Array } {
  const histogram = new Uint32Array(BINS);
  const width = max > min ? (max - min) / BINS : 1;
  let squares = 0;
  for (const part of parts) {
    for (const value of part) {
      if (!Number.isFinite(value)) continue;
      squares += (value - mean) ** 2;
      const bin = Math.min(BINS - 1, Math.floor((value - min) / width));
      histogram[bin] = (histogram[bin] ?? 0) + 1;
    }
  }
  return { std: count === 0 ? 0 : Math.sqrt(squares / count), histogram };
}
