import fs from 'node:fs';

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

/** Seconds that another tool takes for a model, by the way to choose ranges. */
export type ToolSeconds = Readonly<Partial<Record<string, number>>>;

/**
 * What onnxruntime.quantization with its pre-processing takes on the reference machine, quiet, with 200 images, start of the process apart. Other machines are
 * faster or slower: limits for them follow from times that were measured there (`readToolSeconds`).
 */
export const REFERENCE_SECONDS: ReadonlyMap<string, ToolSeconds> = new Map([
  ['mnist_resnet', { minmax: 0.38, percentile: 0.78 }],
  ['mnist_mobile', { minmax: 0.48, percentile: 1.63 }],
  ['mnist_wide', { minmax: 0.49, percentile: 1.02 }],
  ['mnist_vit', { minmax: 0.96, percentile: 2.7 }],
]);

/** The same as measured on this machine: a file of JSON such as `{"mnist_resnet": {"minmax": 0.8, "percentile": 1.6, "entropy": 1.8}}`. */
export function readToolSeconds(file: string): ReadonlyMap<string, ToolSeconds> {
  return new Map(Object.entries(JSON.parse(fs.readFileSync(file, 'utf8')) as Readonly<Record<string, ToolSeconds>>));
}

/** Ways to choose ranges that look at more than the smallest and the largest value. */
export const HISTOGRAM_METHODS: readonly string[] = ['percentile', 'entropy', 'mse'];

/** How many times as fast as the other tool these have to be. */
const HISTOGRAM_SPEEDUP = 3;

/** Highest time with which a way to choose ranges holds against another tool, by its percentiles where it does not know that way; absent where it was not timed. */
export function secondsLimit(tool: ToolSeconds | undefined, method: string): number | undefined {
  if (method === 'minmax') return tool?.minmax;
  const seconds = HISTOGRAM_METHODS.includes(method) ? (tool?.[method] ?? tool?.percentile) : undefined;
  return seconds === undefined ? undefined : Number((seconds / HISTOGRAM_SPEEDUP).toFixed(2));
}

/** Highest time to collect ranges over that of a bare pass over the same samples. */
export const COLLECT_RATIO = 1.3;
