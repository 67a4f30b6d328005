import { NONE, type TensorId } from '../../shared/graph/graph';

/** Slots of nodes with more are not told apart: there may be a hundred thousand, each looked up for all others. */
const MOST_SLOTS = 64;

/** Position of a tensor among a node's inputs or outputs. */
export function slotOf(slots: Int32Array, tensor: TensorId): number {
  return slots.length > MOST_SLOTS ? NONE : slots.indexOf(tensor);
}
