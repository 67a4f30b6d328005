import { latencyStatisticsJson } from '../analysis/latencyStatisticsJson';
import type { LayerError } from '../shared/report/layerError';
import type { FileFacts, OptimizeResult } from '../shared/report/optimizeResult';

/** The contract's `layerwise.optimize/1`. Infinity (equal outputs) has no JSON form and becomes null with `maxAbs` 0. */
export function optimizeReport(result: OptimizeResult): unknown {
  const { verification, latency } = result;
  return {
    schema: 'layerwise.optimize/1',
    output: result.output,
    passes: result.passes,
    before: { ...totals(result.before), ...(latency === undefined ? {} : { latency: latencyStatisticsJson(latency.before) }) },
    after: { ...totals(result.after), ...(latency === undefined ? {} : { latency: latencyStatisticsJson(latency.after) }) },
    verification:
      verification === undefined
        ? null
        : {
            samples: verification.samples,
            inputs: verification.inputs,
            maxAbs: finite(verification.maxAbs),
            sqnrDb: finite(verification.sqnrDb),
            ...(verification.roundingDb === undefined ? {} : { roundingDb: finite(verification.roundingDb) }),
            cosine: finite(verification.cosine),
            top1Agreement: verification.top1Agreement ?? null,
            ...(verification.closeAgreement && { closeAgreement: verification.closeAgreement }),
            ...(verification.metric === undefined ? {} : { metric: verification.metric }),
            verdict: verification.verdict,
          },
    speedup: latency?.speedup ?? null,
    batch: latency?.batch ?? null,
    ...(result.slowerLayers === undefined ? {} : { slowerLayers: result.slowerLayers }),
    ...(result.layerErrors === undefined ? {} : { layerErrors: result.layerErrors.map(layerErrorJson) }),
    ranAs: result.ranAsInt8 === undefined ? {} : { int8: result.ranAsInt8 },
    data: result.data ?? null,
    seconds: result.seconds,
    notes: result.notes,
  };
}

/** Equal tensors have no noise: null, with `maxAbs` 0. */
function layerErrorJson({ accumulatedDb, localDb, cosine, maxAbs, predictedDb, ...place }: LayerError): object {
  const expected = predictedDb === undefined ? {} : { predictedDb: finite(predictedDb) };
  const errors = { accumulatedDb: finite(accumulatedDb), localDb: finite(localDb), cosine: finite(cosine), maxAbs: finite(maxAbs) };
  return { ...place, ...errors, ...expected };
}

function totals(facts: FileFacts): object {
  const { file, bytes, nodes, macs, params, weightBytes } = facts;
  return { file, bytes, totals: { nodes, macs: macs ?? null, params, weightBytes } };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
