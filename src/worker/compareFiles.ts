import type { MeasuredComparison } from '../shared/protocol/engineWorker';
import type { CompareFilesRequest } from '../shared/report/jobRequest';
import { compareVariants, hasFailed } from './compareVariants';
import type { JobContext } from './jobContext';
import { openForJob } from './openForJob';

/** Measures files against a model, the base's profile first. Throws as `compareVariants` does, and `stale-token` when the base is not the file that is meant. */
export async function compareFiles(request: CompareFilesRequest, context: JobContext): Promise<readonly MeasuredComparison[]> {
  const { path, token, files, conditions, rigor, batch, evaluationData } = request;
  const model = await openForJob({ path, ...(token && { token }) }, conditions, context);
  await model.close();
  const { base, variants } = await compareVariants(
    { base: path, variants: files, conditions, rigor, batch, evaluationData },
    // Partial profiles would be shown as the open model's.
    { ...context, partial: () => undefined },
  );
  return [
    { file: path, profile: base.taken, measured: undefined, error: undefined },
    ...variants.map((variant): MeasuredComparison => {
      if (hasFailed(variant)) return { file: variant.file, profile: undefined, measured: undefined, error: variant.error };
      const { file, taken, latency, outputs, metric } = variant;
      return { file, profile: taken, measured: { latency, outputs, metric }, error: undefined };
    }),
  ];
}
