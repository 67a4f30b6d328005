import type { Metric } from './metric';

/** Multiply-accumulates of contractions; docs/counting.md. */
export const macs: Metric = {
  id: 'macs',
  title: 'MACs',
  unit: 'macs',
  aggregation: { kind: 'sum' },
  scale: 'linear',
  valueOf: ({ costs }, node) => costs[node]?.macs ?? Number.NaN,
};
