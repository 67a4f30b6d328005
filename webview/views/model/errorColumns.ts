import type { Column } from '../../../src/shared/report/column';
import { quantizationErrorColumns } from '../../../src/shared/report/quantizationErrorColumns';
import type { Variant } from '../../../src/shared/report/variant';

/** What the newest direct variant of a model is off by, layer by layer; nothing where none was compared. `variants`: oldest first, indirect ones among them. */
export function errorColumns(variants: readonly Variant[], nodeCount: number): readonly Column[] | undefined {
  const made = new Set(variants.map(({ path }) => path));
  const newest = variants.findLast(({ parent, result }) => !made.has(parent) && result.layerErrors !== undefined);
  return newest && quantizationErrorColumns(nodeCount, newest.result.layerErrors ?? [], newest.name);
}
