import { latencyStatisticsJson } from '../analysis/latencyStatisticsJson';
import type { LatencyComparison } from '../shared/report/comparison';
import { hasFailed, type ComparedModel, type ComparedVariant, type ComparisonReport, type FailedVariant } from '../worker/compareVariants';

/** The contract's `layerwise.compare/1`. A variant that failed stands there with its reason. What is not known, and Infinity (equal outputs), which JSON lacks, is null. */
export function compareReport({ base, variants, environment }: ComparisonReport): unknown {
  return {
    schema: 'layerwise.compare/1',
    base: modelJson(base),
    variants: variants.map(variantJson),
    environment,
  };
}

function modelJson({ file, bytes, sha256, parent, nodes, macs, params, weightBytes, peakRssBytes }: ComparedModel): object {
  return {
    ...{ file, bytes, sha256, parent: parent ?? null },
    totals: { nodes, macs: macs ?? null, params, weightBytes },
    peakRssBytes: finite(peakRssBytes),
  };
}

function variantJson(variant: ComparedVariant | FailedVariant): object {
  if (hasFailed(variant)) return { file: variant.file, error: { reason: variant.error.reason, message: variant.error.message } };
  const { outputs, metric, latency, againstParent, layers, unmatchedMs } = variant;
  return {
    ...modelJson(variant),
    outputs: {
      samples: outputs.samples,
      inputs: outputs.inputs,
      maxAbs: finite(outputs.maxAbs),
      sqnrDb: finite(outputs.sqnrDb),
      ...(outputs.roundingDb === undefined ? {} : { roundingDb: finite(outputs.roundingDb) }),
      cosine: finite(outputs.cosine),
      top1Agreement: outputs.top1Agreement ?? null,
      ...(outputs.closeAgreement && { closeAgreement: outputs.closeAgreement }),
      verdict: outputs.verdict,
    },
    metric: metric ?? null,
    ...latencyJson(latency),
    againstParent: againstParent === undefined ? null : { file: againstParent.file, ...latencyJson(againstParent.latency) },
    layers: layers.map(({ variantMs, ...layer }) => ({ ...layer, variantMs: variantMs ?? null })),
    unmatchedMs,
  };
}

function latencyJson({ before, after, speedup, batch }: LatencyComparison): object {
  return { speedup, latency: { base: latencyStatisticsJson(before), variant: latencyStatisticsJson(after) }, batch };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
