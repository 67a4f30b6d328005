import type { TensorFacts } from '../shared/report/analysis';

/** An input or output of a model as the contract prints it: sizes that are not known are null in `shape`. */
export function valueJson({ name, dtype, shape, symbolic }: TensorFacts): Readonly<Record<string, unknown>> {
  return {
    name,
    dtype: dtype ?? null,
    shape: shape?.map(dim => (typeof dim === 'number' ? dim : null)) ?? null,
    symbolic: (symbolic ?? shape)?.map(dim => dim ?? null) ?? null,
  };
}
