import type { Metric } from './metric';

/** Bytes of all live activations while a node runs, in file order; only for the main graph. */
export const peakBytes: Metric = {
  id: 'peakBytes',
  title: 'Live bytes',
  unit: 'bytes',
  aggregation: { kind: 'worst' },
  scale: 'linear',
  valueOf: ({ live }, node) => live[node] ?? Number.NaN,
};
