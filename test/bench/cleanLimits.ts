/** What a cleaned-up model has to reach; what is absent is only printed. */
export interface CleanLimits {
  /** Most nodes of the main graph. */
  readonly nodes?: number;
  /** Most seconds from the file to the written variant, on a quiet machine. */
  readonly seconds?: number;
  /** Highest latency over that of the model as it was, with an interval that excludes 1. */
  readonly latency?: number;
}

/** Of a file with its data, against the model as it was. */
export const MOST_GROWTH = 1.02;

/** By `MODEL, WAY`. Nodes: what onnxslim or onnxsim leave, or fewer. */
export const CLEAN_LIMITS: ReadonlyMap<string, CleanLimits> = new Map<string, CleanLimits>([
  ['mnist_resnet, as it is', { nodes: 33 }],
  ['mnist_vit, as it is', { nodes: 120 }],
  ['mnist_vit, batch fixed', { nodes: 100 }],
  ['mnist_vit, dynamic INT8', { latency: 0.72 }],
  ['vit_b_16, as it is', { nodes: 500, seconds: 2 }],
  ['vit_b_16, batch fixed', { nodes: 350, seconds: 2 }],
  ['bert_base, as it is', { nodes: 450, seconds: 2 }],
  ['bert_base_dynamo, as it is', { nodes: 500 }],
  ['gpt2, as it is', { nodes: 900, seconds: 3 }],
  ['mobilenet_v2, as it is', { nodes: 100 }],
  ['resnet18, as it is', { nodes: 49 }],
  ['ch_PP-OCRv4_det_infer, as it is', { latency: 1 / 1.1 }],
]);
