import { roundInTurn, strongestFirst, transmission } from '../reconstruct/transmission';
import { nearestLevel } from './quantizedWeight';

interface PassingOn {
  readonly order: Int32Array;
  readonly passOn: Float64Array;
}

/** Candidates round other weights behind the same inputs, and factorising these takes longer than the rounding. */
const known = new WeakMap<Float64Array, PassingOn>();

/**
 * Rounds weights to symmetric grids so that the layer's output on the data changes least: one input after the other, the strongest first, while those
 * that are left make up for each error (GPTQ, Frantar et al. 2023, arXiv 2210.17323).
 * @param ordered [channels, depth]
 * @param scales one per channel
 * @param gram second moments of the layer's input, [depth, depth]
 */
export function compensateRows(ordered: Float32Array, scales: Float32Array, largest: number, gram: Float64Array): Int8Array {
  const depth = ordered.length / scales.length;
  const { order, passOn } = passingOn(gram, depth);
  const quantized = new Int8Array(ordered.length);
  const left = new Float64Array(depth);
  scales.forEach((scale, channel) => {
    const base = channel * depth;
    for (let index = 0; index < depth; index++) left[index] = ordered[base + order[index]!]!;
    roundInTurn(left, passOn, (value, index) => {
      const level = nearestLevel(value / scale, largest);
      quantized[base + order[index]!] = level;
      return scale * level;
    });
  });
  return quantized;
}

function passingOn(gram: Float64Array, depth: number): PassingOn {
  const found = known.get(gram);
  if (found !== undefined) return found;
  const order = strongestFirst(gram, depth, 0, depth);
  const made = { order, passOn: transmission(gram, depth, order) };
  known.set(gram, made);
  return made;
}
