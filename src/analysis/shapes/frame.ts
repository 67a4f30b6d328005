import type { Attributes } from '../../shared/graph/attribute';
import type { NodeId, TensorId } from '../../shared/graph/graph';
import type { Fact } from './fact';
import type { Surroundings } from './operatorContext';

/** Facts of one scope: of the main graph with its bodies, or of one call of a function with these arguments. */
export class Frame {
  readonly facts = new Map<TensorId, Fact>();
  /** Calls of model-local functions made from here; equal calls share a frame. */
  readonly calls = new Map<NodeId, Frame>();
  /** What operators of this scope may ask for; made at the first question. */
  surroundings: Surroundings | undefined;

  /** `attributes` are those of the calling node, with the function's defaults already in place. */
  constructor(readonly attributes: Attributes | undefined) {}
}
