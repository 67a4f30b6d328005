import type { OptimizeResult } from '../../src/shared/report/optimizeResult';
import { sampleLatency } from '../fixtures/sampleLatency';

export function sampleOptimizeResult(model: string, output: string): OptimizeResult {
  const facts = { bytes: 100, nodes: 1, macs: undefined, params: 0, weightBytes: 0 };
  return {
    output,
    passes: [{ id: 'clean', parameters: {}, changedNodes: 1, skipped: [], notes: [] }],
    before: { file: model, ...facts },
    after: { file: output, ...facts, bytes: 9 },
    verification: { samples: 8, inputs: 'synthetic', maxAbs: 0, sqnrDb: Infinity, cosine: 1, verdict: 'equal' },
    latency: {
      // Both sessions of a comparison share a process: whose memory it is is not known.
      before: { ...sampleLatency(2), peakRssBytes: Number.NaN },
      after: { ...sampleLatency(1), peakRssBytes: Number.NaN },
      speedup: {
        median: 2,
        low: 1.9,
        high: 2.1,
        verdict: 'faster',
        cpuRatio: 2,
        sessions: 6,
        deltaMs: { median: -1, low: -1.1, high: -0.9 },
      },
      batch: 1,
    },
    ranAsInt8: undefined,
    data: undefined,
    seconds: 0.1,
    notes: [],
  };
}
