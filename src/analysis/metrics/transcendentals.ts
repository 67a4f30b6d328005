import type { Metric } from './metric';

/** How many of the FLOPs are exp, log, sqrt, division, power and the like, which cost far more than an addition. */
export const transcendentals: Metric = {
  id: 'transcendentals',
  title: 'Transcendental operations',
  unit: 'count',
  aggregation: { kind: 'sum' },
  scale: 'linear',
  valueOf: ({ costs }, node) => costs[node]?.transcendentals ?? Number.NaN,
};
