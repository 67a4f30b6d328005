import fs from 'node:fs';
import path from 'node:path';
import type { ComparedFile, FileMeasurement } from '../../shared/report/comparedFile';
import { fittedOnRandomInputs } from '../../shared/report/fittedOnRandomInputs';
import type { PassOutcome } from '../../shared/report/optimizeResult';
import type { Variant } from '../../shared/report/variant';
import type { ComparisonStore } from '../../store/comparisonStore';
import type { OpenDocument } from './openDocument';

/** Variants of the open model and other files, with what was measured of them against it: by a comparison, else when the variant was made from it. */
export function comparedFiles(
  { location, token }: OpenDocument,
  variants: readonly Variant[],
  others: readonly string[],
  comparisons: ComparisonStore,
): readonly ComparedFile[] {
  const known = (file: string): Pick<ComparedFile, 'measured' | 'isStale'> => {
    const stored = comparisons.find(location, token, file);
    return { measured: stored?.measured, isStale: stored?.isStale ?? false };
  };
  const made = variants.map((variant, index): ComparedFile => {
    const { measured, isStale } = known(variant.path);
    return {
      ...{ path: variant.path, name: variant.name, fileName: path.basename(variant.path), variant: index, bytes: variant.bytes },
      description: [...variant.result.passes.map(passText), ...(fittedOnRandomInputs(variant.result) ? ['random calibration'] : [])].join(
        ', ',
      ),
      // A comparison of files that are no longer what they were does not stand above the measurement of what is there now.
      measured: isStale ? (whenMade(location, variant) ?? measured) : (measured ?? whenMade(location, variant)),
      isStale: isStale && whenMade(location, variant) === undefined,
      error: undefined,
    };
  });
  const paths = new Set([location, ...variants.map(variant => variant.path)]);
  const further = others.flatMap((file): ComparedFile[] => {
    const stat = paths.has(file) ? undefined : fs.statSync(file, { throwIfNoEntry: false });
    if (stat === undefined) return [];
    const fileName = path.basename(file);
    const name = path.basename(file, path.extname(file));
    return [{ path: file, name, fileName, description: '', variant: undefined, bytes: stat.size, ...known(file), error: undefined }];
  });
  return [...made, ...further];
}

/** Made from the open model itself, and measured against it then. */
function whenMade(location: string, { parent, result }: Variant): FileMeasurement | undefined {
  if (parent !== location || (result.latency === undefined && result.verification === undefined)) return undefined;
  const { metric, ...outputs } = result.verification ?? { metric: undefined };
  return { latency: result.latency, outputs: 'verdict' in outputs ? outputs : undefined, metric };
}

function passText({ id, skipped }: PassOutcome): string {
  const words = id.replaceAll('-', ' ');
  return skipped.length === 0 ? words : `${words}, ${skipped.length} ${skipped.length === 1 ? 'layer' : 'layers'} left out`;
}
