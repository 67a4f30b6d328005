import { matchedLayerMs } from '../../report/matchedLayerMs';
import { mainVariant } from '../../report/reportContent';
import { reportVariant, type ReportVariant } from '../../report/reportVariant';
import type { FileDifference } from '../../shared/report/comparedFile';
import { isProfileStale } from '../../shared/report/isProfileStale';
import type { Variant } from '../../shared/report/variant';
import type { OpenDocument } from './openDocument';

/** Variants of an open model for its report, the one that the report is about with the times of its layers, where both files were profiled alike. */
export async function reportedVariants(
  { view, profile }: OpenDocument,
  variants: readonly Variant[],
  differenceOf: (file: string) => Promise<FileDifference>,
): Promise<readonly ReportVariant[]> {
  const reported = variants.map(variant => reportVariant(variant));
  const main = mainVariant({ variants: reported });
  const variant = variants[main === undefined ? -1 : reported.indexOf(main)];
  if (variant === undefined || profile === undefined || isProfileStale(view, profile)) return reported;
  // A variant that can no longer be read has no times of layers.
  const { times } = await differenceOf(variant.path).catch(() => ({ times: undefined }));
  if (times === undefined) return reported;
  return reported.map(one => (one === main ? reportVariant(variant, matchedLayerMs(view.analysis, profile, times)) : one));
}
