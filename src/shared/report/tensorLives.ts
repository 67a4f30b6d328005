/** How long the activations of the main graph live when its nodes run in the order of the file. One position per activation. */
export interface TensorLives {
  /** Ids, positions in `analysis.tensors`. */
  readonly tensors: Int32Array;
  /** The node that makes it, the first one for an input; and the last node that needs it, those inside of bodies counted as the node that holds them. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  /** NaN where the size is not known. */
  readonly bytes: Float64Array;
}
