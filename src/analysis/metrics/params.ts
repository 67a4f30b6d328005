import type { Metric } from './metric';

/** Elements of the weights that a node reads first, constants and quantized ones included; tied weights count once. */
export const params: Metric = {
  id: 'params',
  title: 'Parameters',
  unit: 'count',
  aggregation: { kind: 'sum' },
  scale: 'linear',
  valueOf: ({ weights }, node) => weights.nodeParams[node] ?? Number.NaN,
};
