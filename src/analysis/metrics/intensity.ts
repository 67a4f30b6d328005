import type { Metric } from './metric';

/** FLOPs per byte moved; 0 for nodes that neither compute nor move anything. A group's value follows from its sums. */
export const intensity: Metric = {
  id: 'intensity',
  title: 'Arithmetic intensity',
  unit: 'flopPerByte',
  aggregation: { kind: 'ratio', numerator: 'flops', denominator: 'trafficBytes' },
  scale: 'log',
  valueOf: ({ valuesOf }, node) => {
    const operations = valuesOf('flops')[node] ?? Number.NaN;
    const bytes = valuesOf('trafficBytes')[node] ?? Number.NaN;
    return bytes === 0 ? (operations === 0 ? 0 : Number.NaN) : operations / bytes;
  },
};
