import type { ValueType } from '../../shared/graph/attribute';
import { dtypeFromNumber } from '../../shared/graph/dtype';
import type { Dim } from '../../shared/graph/shape';
import { BUDGET } from '../budgets';
import type { WireCursor } from '../wire/wireCursor';
import type { BudgetCounter } from './budgetMeter';
import { DIMENSION, SHAPE, TENSOR_TYPE, TYPE } from '../wire/fields';

/**
 * Reads the TypeProto from the position to `end` when it is the type of a dense tensor in one part, as nearly every declared type is: a model may
 * have a hundred thousand. `undefined` for everything else, which the generated code then decodes; a shape
 * for which the budget has no room left is unknown.
 */
export function skimTensorType(cursor: WireCursor, end: number, dimsBudget: BudgetCounter): ValueType | undefined {
  const tag = cursor.tag();
  if (tag !== TYPE.tensorType || cursor.fieldEnd(end) !== end) return undefined;
  let elemType = 0;
  let shape: readonly Dim[] | undefined;
  while (cursor.more(end)) {
    const field = cursor.tag();
    if (field === TENSOR_TYPE.elemType) elemType = cursor.signed32();
    else if (field === TENSOR_TYPE.shape && shape === undefined) {
      shape = skimShape(cursor, cursor.fieldEnd(end));
      if (shape === undefined) return undefined;
    } else return undefined;
  }
  return {
    kind: 'tensor',
    dtype: dtypeFromNumber(elemType) ?? 'undefined',
    shape: shape !== undefined && dimsBudget.take(shape.length) ? shape : undefined,
  };
}

function skimShape(cursor: WireCursor, end: number): readonly Dim[] | undefined {
  const dims: Dim[] = [];
  while (cursor.more(end)) {
    if (cursor.tag() !== SHAPE.dim || dims.length >= BUDGET.rank) return undefined;
    dims.push(skimDim(cursor, cursor.fieldEnd(end)));
  }
  return dims;
}

/** Of value and name the last one counts; a negative size is how exporters write "unknown". */
function skimDim(cursor: WireCursor, end: number): Dim {
  let dim: Dim;
  while (cursor.more(end)) {
    const tag = cursor.tag();
    if (tag === DIMENSION.value) {
      const size = cursor.signed();
      dim = size < 0 ? undefined : size;
    } else if (tag === DIMENSION.parameter) {
      const name = cursor.text(cursor.fieldEnd(end));
      dim = name === '' ? undefined : name;
    } else cursor.skipRun(tag, end);
  }
  return dim;
}
