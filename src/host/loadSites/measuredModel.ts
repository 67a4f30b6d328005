import * as v from 'valibot';
import type { ModelState } from '../../shared/protocol/hostWebview';
import type { Profile } from '../../shared/report/latency';

/** What is kept of the last profile of a model with its conditions, so that nothing is opened to tell it. */
export interface MeasuredModel {
  readonly medianMs: number;
  readonly provider: string;
  readonly threads: number;
  readonly dims: Readonly<Record<string, number>>;
  /** ISO 8601. */
  readonly takenAt: string;
  /** Of the model with its data files. */
  readonly bytesWithData: number;
  /** Of the file that was measured. */
  readonly bytes: number;
  readonly modifiedMs: number;
}

export const measuredModelSchema: v.GenericSchema<unknown, MeasuredModel> = v.object({
  medianMs: v.number(),
  provider: v.string(),
  threads: v.number(),
  dims: v.record(v.string(), v.number()),
  takenAt: v.string(),
  bytesWithData: v.number(),
  bytes: v.number(),
  modifiedMs: v.number(),
});

/** `undefined` for a profile that does not tell how the model runs as a program runs it: imported, provisional, of other sizes or of another file than those there are, or taken without what crashed. */
export function measuredModel(
  { model, profile, profileIsStale, profileIsPartial, changedOnDisk }: ModelState,
  file: { readonly size: number; readonly mtime: number },
): MeasuredModel | undefined {
  if (model === undefined || profile === undefined || profileIsStale || profileIsPartial || changedOnDisk !== undefined) return undefined;
  if (!isAsPrograms(profile)) return undefined;
  const { provider, threads, dims, date: takenAt } = profile.environment;
  const { medianMs } = profile.latency;
  return { medianMs, provider, threads, dims, takenAt, bytesWithData: model.fileBytes, bytes: file.size, modifiedMs: file.mtime };
}

/** With the runtime's own optimizations and its arena. */
function isAsPrograms({ environment: { imported, graphOptimization, arena } }: Profile): boolean {
  return imported === undefined && graphOptimization === 'all' && arena !== false;
}

/** Whether something else is to be told of a model after a change of its state; what a running measurement knows so far is not told. */
export function changesWhatIsTold({ profileIsPartial }: Pick<ModelState, 'profileIsPartial'>, change: Partial<ModelState>): boolean {
  return !profileIsPartial && ('profile' in change || 'variants' in change || 'changedOnDisk' in change);
}
