import { valueDistribution } from '../../analysis/valueDistribution';
import { toNumbers } from '../../data/convertElements';
import type { NamedTensors } from '../../shared/graph/denseTensor';
import type { Dtype } from '../../shared/graph/dtype';
import type { ValueDistribution } from '../../shared/report/valueDistribution';

/** Numbers of one sample, or of one fixed batch. */
export interface SampleValues {
  readonly values: ArrayLike<number>;
  readonly dims: readonly number[];
}

/** What one input is fed for some samples. */
export interface InputSamples {
  readonly name: string;
  readonly dtype: Dtype;
  /** Of the first sample. */
  readonly dims: readonly number[];
  /** `undefined` for text. */
  readonly parts: readonly SampleValues[] | undefined;
  /** Of all parts together; `undefined` for text. */
  readonly distribution: ValueDistribution | undefined;
}

export function inputSamples(name: string, samples: readonly NamedTensors[]): InputSamples {
  const tensors = samples.flatMap(feeds => feeds.get(name) ?? []);
  const [first] = tensors;
  const parts = tensors.flatMap(({ dtype, data, dims }) => {
    const values = toNumbers(dtype, data);
    return values === undefined ? [] : [{ values, dims }];
  });
  const about = { name, dtype: first?.dtype ?? 'undefined', dims: first?.dims ?? [] };
  if (parts.length === 0) return { ...about, parts: undefined, distribution: undefined };
  return { ...about, parts, distribution: valueDistribution(parts.map(({ values }) => values)) };
}

/** The samples that have the shape of the first as one array, row-major, with their number on axis 0. */
export function joinEqual(parts: readonly SampleValues[]): SampleValues | undefined {
  const [first] = parts;
  if (first === undefined) return undefined;
  const equal = parts.filter(({ dims }) => dims.join() === first.dims.join());
  const values = new Float32Array(equal.length * first.values.length);
  equal.forEach((part, index) => values.set(Float32Array.from(part.values), index * first.values.length));
  const [batch = 1, ...inner] = first.dims;
  return { values, dims: [batch * equal.length, ...inner] };
}
