import type { Column } from './column';
import { isDirectVariant } from './isDirectVariant';
import type { PassCall } from './jobRequest';
import type { DryRun } from './passDescription';
import { expectedErrorColumn, quantizationErrorColumns } from './quantizationErrorColumns';
import type { Variant } from './variant';

interface KnownErrors {
  readonly variants: readonly Variant[];
  readonly trial: { readonly passes: readonly PassCall[]; readonly plan: DryRun } | undefined;
}

/**
 * What the newest direct variant of a model is off by, layer by layer, and what passes that were tried are expected to add; nothing where neither is known.
 * `variants`: oldest first, indirect ones among them.
 */
export function errorColumns({ variants, trial }: KnownErrors, nodeCount: number): readonly Column[] | undefined {
  const newest = variants.filter(variant => variant.result.layerErrors !== undefined && isDirectVariant(variant, variants)).at(-1);
  const measured = newest && quantizationErrorColumns(nodeCount, newest.result.layerErrors ?? [], newest.name);
  const expected = trial && expectedErrorColumn(nodeCount, trial.plan.layers);
  return measured === undefined && expected === undefined
    ? undefined
    : [...(measured ?? []), ...(expected === undefined ? [] : [expected])];
}
