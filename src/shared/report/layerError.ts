/** How far a tensor that leaves a layer of the base is from what a variant makes of it (signal to quantization noise, dB; Infinity when equal, NaN unknown). */
export interface LayerError {
  /** Anchor node of the layer, in the base. */
  readonly layer: number;
  readonly tensor: string;
  /** As the variant computes it, with all that went wrong before. */
  readonly accumulatedDb: number;
  /** With the base's values as the layer's inputs: what the layer alone adds. */
  readonly localDb: number;
  /** Cosine similarity, accumulated; NaN unknown. */
  readonly cosine: number;
  /** Largest difference, accumulated. */
  readonly maxAbs: number;
  /** What planning expected `localDb` to be, from a few other samples; absent where it did not try. */
  readonly predictedDb?: number;
}
