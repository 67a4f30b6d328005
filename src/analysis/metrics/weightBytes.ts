import type { Metric } from './metric';

/** Bytes as stored of the weights that a node reads first, scales and zero points included. */
export const weightBytes: Metric = {
  id: 'weightBytes',
  title: 'Weight bytes',
  unit: 'bytes',
  aggregation: { kind: 'sum' },
  scale: 'linear',
  valueOf: ({ weights }, node) => weights.nodeWeightBytes[node] ?? Number.NaN,
};
