import { fileHash } from '../onnx/files/fileHash';
import { baseName, type ReportVariant } from '../report/reportVariant';
import type { Environment } from '../shared/report/latency';
import { LayerwiseError } from '../shared/report/layerwiseError';
import { readComparison, type SavedVariant } from './comparisonFile';
import { passesOf } from './recipePasses';
import { withOpenModel } from './withOpenModel';

export interface ComparedVariants {
  readonly variants: readonly ReportVariant[];
  readonly environment: Environment;
}

/** The variants of a saved comparison as a report shows them. Throws as `readComparison` does, and `not-applicable` when its base is another model than `model`. */
export async function comparedVariants(file: string, model: string): Promise<ComparedVariants> {
  const { base, variants, environment } = await readComparison(file);
  if (base.sha256 !== (await fileHash(model)))
    throw new LayerwiseError('not-applicable', `${file} compares with ${baseName(base.file)}, which is another model than ${model}.`, {
      file,
    });
  return { variants: await Promise.all(variants.map(variant => reportedVariant(variant, model))), environment };
}

async function reportedVariant(variant: SavedVariant, model: string): Promise<ReportVariant> {
  const { file, bytes, outputs, metric, speedup, latency, layers } = variant;
  const { top1Agreement, ...closeness } = outputs;
  const known = layers.filter(({ variantMs }) => variantMs !== null);
  return {
    file: baseName(file),
    parent: baseName(model),
    bytes,
    passes: await recipeOf(file),
    fittedOn: '',
    latency: { of: baseName(model), before: latency.base, after: latency.variant, speedup, runs: latency.variant.runs },
    outputs: { ...closeness, ...(top1Agreement === null ? {} : { top1Agreement }) },
    metric: metric ?? undefined,
    layerMs: {
      before: new Map(layers.map(({ id, baseMs }) => [id, baseMs])),
      after: new Map(known.map(({ id, variantMs }) => [id, variantMs ?? Number.NaN])),
    },
  };
}

/** Passes that the variant's file says it was made by; none where it is gone or says nothing. */
async function recipeOf(file: string): Promise<readonly string[]> {
  const recipe = await withOpenModel(file, ({ graph }) => graph.facts.metadata.get('layerwise.recipe')).catch(() => undefined);
  return passesOf(recipe);
}
