import { passText } from '../shared/report/optimizeCommand';
import type { OutputComparison, Speedup, TaskMetric, VerificationVerdict } from '../shared/report/comparison';
import { fittedOnRandomInputs, isFitted } from '../shared/report/fittedOnRandomInputs';
import type { Variant } from '../shared/report/variant';

/** A median with its interval, in milliseconds. */
export interface MedianInterval {
  readonly medianMs: number;
  readonly lowMs: number;
  readonly highMs: number;
}

/** A file made from the model, with what was measured of it. */
export interface ReportVariant {
  /** Without its folder. */
  readonly file: string;
  /** What it was made from, without its folder; `undefined` where that is not known. */
  readonly parent: string | undefined;
  readonly bytes: number;
  /** Passes in order, as the command line writes them: `quantize-static:calibration=minmax`. */
  readonly passes: readonly string[];
  /** What its ranges were fitted on, in words; empty for nothing. */
  readonly fittedOn: string;
  /** Measured in turns with `latency.of`; `undefined` when nothing was measured. */
  readonly latency:
    | {
        /** The file that it was measured against. */
        readonly of: string;
        readonly before: MedianInterval;
        readonly after: MedianInterval;
        readonly speedup: Omit<Speedup, 'cpuRatio'>;
        readonly runs: number | undefined;
      }
    | undefined;
  readonly outputs: (OutputComparison & { readonly verdict: VerificationVerdict }) | undefined;
  readonly metric: TaskMetric | undefined;
  /** Times of the layers of the model, by anchor node, before and after; `undefined` where layers were not measured. */
  readonly layerMs: { readonly before: ReadonlyMap<number, number>; readonly after: ReadonlyMap<number, number> } | undefined;
}

/** A stored variant as a report shows it: without folders. */
export function reportVariant({ path, parent, bytes, result }: Variant, layerMs?: ReportVariant['layerMs']): ReportVariant {
  const { latency, verification } = result;
  return {
    file: baseName(path),
    parent: baseName(parent),
    bytes,
    passes: result.passes.map(passText),
    fittedOn: fittedOn(result),
    latency: latency && { of: baseName(parent), ...latency, runs: latency.after.runs },
    outputs: verification,
    metric: verification?.metric,
    layerMs,
  };
}

function fittedOn(result: Variant['result']): string {
  if (fittedOnRandomInputs(result)) return 'random calibration';
  return result.data !== undefined && isFitted(result) ? `${String(result.data.fitted)} samples` : '';
}

/** Of paths of any system. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
