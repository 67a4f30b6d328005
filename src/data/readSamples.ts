import type { Dtype } from '../shared/graph/dtype';
import type { DenseData, DenseTensor, NamedTensors } from '../shared/graph/denseTensor';
import { LayerwiseError } from '../shared/report/layerwiseError';
import type { Dataset } from './dataset';
import { elementsOfBytes } from './typedArray';

/** The samples with these numbers, in this order, as one batch. Throws what reading throws, and `data-invalid` when the samples' shapes differ. */
export async function readSamples(dataset: Dataset, indexes: readonly number[]): Promise<NamedTensors> {
  const parts: NamedTensors[] = [];
  for (const { start, count } of runsOf(indexes)) parts.push(await dataset.read(start, count));
  const [first, ...others] = parts;
  if (first === undefined) return new Map();
  if (others.length === 0) return first;
  return new Map(
    [...first].map(([name, tensor]) => [name, concatenate(dataset, name, [tensor, ...others.flatMap(part => part.get(name) ?? [])])]),
  );
}

/** Ranges of numbers that follow one another. */
function runsOf(indexes: readonly number[]): readonly { readonly start: number; readonly count: number }[] {
  const runs: { start: number; count: number }[] = [];
  for (const index of indexes) {
    const last = runs.at(-1);
    if (last !== undefined && last.start + last.count === index) last.count++;
    else runs.push({ start: index, count: 1 });
  }
  return runs;
}

function concatenate(dataset: Dataset, name: string, tensors: readonly [DenseTensor, ...DenseTensor[]]): DenseTensor {
  const [first] = tensors;
  const inner = first.dims.slice(1).join(',');
  const odd = tensors.find(tensor => tensor.dims.slice(1).join(',') !== inner);
  if (odd !== undefined || first.dims.length === 0) {
    throw new LayerwiseError(
      'data-invalid',
      `${dataset.source}: samples of “${name}” have different shapes ([${first.dims.join(', ')}] and [${odd?.dims.join(', ') ?? ''}]) and cannot be one batch. Use a batch of 1.`,
      { file: dataset.source },
    );
  }
  const rows = tensors.reduce((sum, tensor) => sum + (tensor.dims[0] ?? 0), 0);
  return {
    dtype: first.dtype,
    dims: [rows, ...first.dims.slice(1)],
    data: joinData(
      first.dtype,
      tensors.map(tensor => tensor.data),
    ),
  };
}

function joinData(dtype: Dtype, parts: readonly DenseData[]): DenseData {
  const bytes = parts.flatMap(part => (ArrayBuffer.isView(part) ? [new Uint8Array(part.buffer, part.byteOffset, part.byteLength)] : []));
  return elementsOfBytes(dtype, Buffer.concat(bytes)) ?? parts.flatMap(part => [...part].map(String));
}
