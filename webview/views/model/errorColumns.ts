import type { ModelState } from '../../../src/shared/protocol/hostWebview';
import type { Column } from '../../../src/shared/report/column';
import { expectedErrorColumn, quantizationErrorColumns } from '../../../src/shared/report/quantizationErrorColumns';
import { isDirectVariant } from './isDirectVariant';

/**
 * What the newest direct variant of a model is off by, layer by layer, and what passes that were tried are expected to add; nothing where neither is known.
 * `variants`: oldest first, indirect ones among them.
 */
export function errorColumns(
  { variants, trial }: Pick<ModelState, 'variants' | 'trial'>,
  nodeCount: number,
): readonly Column[] | undefined {
  const newest = variants.findLast(variant => variant.result.layerErrors !== undefined && isDirectVariant(variant, variants));
  const measured = newest && quantizationErrorColumns(nodeCount, newest.result.layerErrors ?? [], newest.name);
  const expected = trial && expectedErrorColumn(nodeCount, trial.plan.layers);
  return measured === undefined && expected === undefined
    ? undefined
    : [...(measured ?? []), ...(expected === undefined ? [] : [expected])];
}
