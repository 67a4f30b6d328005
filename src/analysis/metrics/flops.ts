import { flopsOf } from '../cost/nodeCost';
import type { Metric } from './metric';

/** 2 per MAC plus every other arithmetic operation; docs/counting.md. */
export const flops: Metric = {
  id: 'flops',
  title: 'FLOPs',
  unit: 'flops',
  aggregation: { kind: 'sum' },
  scale: 'linear',
  valueOf: ({ costs }, node) => {
    const cost = costs[node];
    return cost === undefined ? Number.NaN : flopsOf(cost);
  },
};
