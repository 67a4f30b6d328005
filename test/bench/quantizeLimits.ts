/** What a variant has to reach; what is absent is only printed. */
export interface VariantLimits {
  /** Lowest, percent of the labelled samples. */
  readonly accuracy?: number;
  /** Lowest, of the logits on the labelled samples. */
  readonly sqnrDb?: number;
  /** Highest size of the file over that of the model in float32. */
  readonly size?: number;
  /** Highest ratio of latencies to float32 at a batch of 1 and of 32, about: what onnxruntime's own variant of the model has. */
  readonly latency?: { readonly 1: number; readonly 32: number };
  /** Whether the result has to say that it is not faster. */
  readonly saysNoGain?: boolean;
}

const VIT = { accuracy: 97.15, size: 0.31, latency: { 1: 0.8, 32: 0.75 } };

/** Limits by `MODEL PASS`. */
export const VARIANT_LIMITS: ReadonlyMap<string, VariantLimits> = new Map<string, VariantLimits>([
  ['mnist_resnet quantize-static', { accuracy: 99, sqnrDb: 41.5, size: 0.27, latency: { 1: 0.4, 32: 0.4 } }],
  ['mnist_mobile quantize-static', { accuracy: 98.7, sqnrDb: 39, size: 0.46, latency: { 1: 0.75, 32: 0.5 } }],
  ['mnist_wide quantize-static', { accuracy: 98.9, sqnrDb: 43, size: 0.25, latency: { 1: 0.3, 32: 0.3 } }],
  ['mnist_vit quantize-static', { ...VIT, sqnrDb: 41 }],
  ['mnist_vit quantize-dynamic', { ...VIT, sqnrDb: 40 }],
  ['mnist_vit quantize-weights', { accuracy: 97.1, sqnrDb: 30, size: 0.21, saysNoGain: true }],
  ['tabular_mlp quantize-static', { saysNoGain: true }],
  ['tabular_mlp quantize-dynamic', { saysNoGain: true }],
]);

/** Seconds that onnxruntime.quantization with its pre-processing takes on a quiet machine with 200 images, start of the process apart. */
export const REFERENCE_SECONDS: ReadonlyMap<string, { readonly minmax: number; readonly percentile: number }> = new Map([
  ['mnist_resnet', { minmax: 0.38, percentile: 0.78 }],
  ['mnist_mobile', { minmax: 0.48, percentile: 1.63 }],
  ['mnist_wide', { minmax: 0.49, percentile: 1.02 }],
  ['mnist_vit', { minmax: 0.96, percentile: 2.7 }],
]);

/** Ways to choose ranges that look at more than the smallest and the largest value; all are held against the other tool's percentiles. */
export const HISTOGRAM_METHODS: readonly string[] = ['percentile', 'entropy', 'mse'];

/** How many times as fast these have to be. */
export const HISTOGRAM_SPEEDUP = 3;

/** Highest time to collect ranges over that of a bare pass over the same samples. */
export const COLLECT_RATIO = 1.3;
