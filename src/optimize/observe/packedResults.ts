import type { NamedTensors } from '../../shared/graph/denseTensor';

/** Vectors of numbers that leave a graph one behind the other. */
export interface PackedResults {
  /** Of each vector, where it is known beforehand. */
  readonly lengths: readonly (number | undefined)[];
  /** The output with all numbers; absent where there are no vectors. */
  readonly values: string | undefined;
  /** The output with the lengths that are not known beforehand. */
  readonly measured: string | undefined;
}

/** The vectors of one run; none where the runtime did not give what was asked for. */
export function unpackResults({ lengths, values, measured }: PackedResults, outputs: NamedTensors): readonly Float32Array[] {
  const all = outputs.get(values ?? '')?.data;
  if (!(all instanceof Float32Array)) return [];
  const counts = outputs.get(measured ?? '')?.data;
  let [start, next] = [0, 0];
  const vectors = lengths.map(known => {
    const end = start + (known ?? Number(counts?.[next++]));
    const vector = all.subarray(start, end);
    start = end;
    return vector;
  });
  return start === all.length ? vectors : [];
}
