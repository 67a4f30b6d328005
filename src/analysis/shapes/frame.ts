import type { Attributes } from '../../shared/graph/attribute';
import type { NodeId, TensorId } from '../../shared/graph/graph';
import type { Fact } from './fact';
import type { Surroundings } from './operatorContext';

/** Facts of one scope: of the main graph with its bodies, or of one call of a function with these arguments. */
export class Frame {
  /** Calls of model-local functions made from here; equal calls share a frame. */
  readonly calls = new Map<NodeId, Frame>();
  /** What operators of this scope may ask for; made at the first question. */
  surroundings: Surroundings | undefined;
  /** By tensor id where most tensors belong to the scope, else by key. */
  private readonly dense: (Fact | undefined)[] | undefined;
  private readonly sparse = new Map<TensorId, Fact>();

  /** `attributes` are those of the calling node, with the function's defaults already in place. `tensorCount`: of the graph, for the main frame. */
  constructor(
    readonly attributes: Attributes | undefined,
    tensorCount?: number,
  ) {
    this.dense = tensorCount === undefined ? undefined : new Array<Fact | undefined>(tensorCount).fill(undefined);
  }

  get(tensor: TensorId): Fact | undefined {
    return this.dense === undefined ? this.sparse.get(tensor) : this.dense[tensor];
  }

  set(tensor: TensorId, fact: Fact): void {
    if (this.dense === undefined) this.sparse.set(tensor, fact);
    else this.dense[tensor] = fact;
  }

  /** Facts of a call's tensors. */
  entries(): Iterable<readonly [TensorId, Fact]> {
    return this.sparse;
  }
}
