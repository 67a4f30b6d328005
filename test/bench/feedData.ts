import type { NamedTensors } from '../../src/shared/graph/denseTensor';
import type { OptimizeData, SampleBatch, SampleSet } from '../../src/worker/optimize/optimizeData';

/** What a pass fits on and judges with: given runs, a sample each; none at all make it data-free. */
export function feedData(feeds: readonly NamedTensors[]): OptimizeData {
  const all: SampleSet = { count: feeds.length, batches: () => oneByOne(feeds) };
  return {
    ...{ source: 'the inputs of the case', kind: feeds.length > 0 ? 'data' : 'synthetic', fit: all, heldBack: all, judged: all },
    ...{ hasLabels: false, fixed: { shapes: new Map(), dims: new Map() }, close: () => Promise.resolve() },
  };
}

async function* oneByOne(feeds: readonly NamedTensors[]): AsyncGenerator<SampleBatch> {
  for (const run of feeds) yield await Promise.resolve({ feeds: run, samples: 1 });
}
