import type { TensorId } from '../../shared/graph/graph';

/** Tensors that belong together (union-find). */
export class TensorGroups {
  private readonly parents = new Map<TensorId, TensorId>();

  /** The tensor that stands for the group. On the way to it, each tensor is led to its grandparent (path halving). */
  of(tensor: TensorId): TensorId {
    let last = tensor;
    for (let parent = this.parentOf(last); parent !== last; parent = this.parentOf(last)) {
      const next = this.parentOf(parent);
      this.parents.set(last, next);
      last = next;
    }
    return last;
  }

  join(a: TensorId, b: TensorId): void {
    this.parents.set(this.of(a), this.of(b));
  }

  private parentOf(tensor: TensorId): TensorId {
    return this.parents.get(tensor) ?? tensor;
  }
}
