import { BUDGET } from '../budgets';
import { ENTRY, SPARSE, TENSOR } from '../wire/fields';
import type { WireCursor } from '../wire/wireCursor';
import type { BudgetCounter } from './budgetMeter';
import type { SparseTensorHeader, TensorHeader, TypedField } from './tensorHeader';

const EXTERNAL = 1;
/** ONNX defines five keys; with one more the tensor is refused, whatever follows. */
const MOST_EXTERNAL_ENTRIES = 6;
const NO_FIELDS: ReadonlySet<TypedField> = new Set();
const NO_ENTRIES: (readonly [string, string])[] = [];

const TYPED_FIELDS = new Map<number, TypedField>([
  [TENSOR.floatData, 'floatData'],
  [TENSOR.floatDataPacked, 'floatData'],
  [TENSOR.int32Data, 'int32Data'],
  [TENSOR.int32DataPacked, 'int32Data'],
  [TENSOR.stringData, 'stringData'],
  [TENSOR.int64Data, 'int64Data'],
  [TENSOR.int64DataPacked, 'int64Data'],
  [TENSOR.doubleData, 'doubleData'],
  [TENSOR.doubleDataPacked, 'doubleData'],
  [TENSOR.uint64Data, 'uint64Data'],
  [TENSOR.uint64DataPacked, 'uint64Data'],
]);

function mostOf(dimsBudget: BudgetCounter | undefined): number {
  return Math.min(BUDGET.rank, dimsBudget?.left ?? Infinity);
}

/** Appends a dim while the budget lasts; says whether it did. */
function keep(dims: number[], dim: number, most: number): boolean {
  if (dims.length >= most) return false;
  dims.push(dim);
  return true;
}

/** Reads `dims`, packed or not, from the field whose tag was just read. Returns false when there were too many. */
export function skimDims(cursor: WireCursor, isPacked: boolean, end: number, dims: number[], most: number): boolean {
  if (!isPacked) return keep(dims, cursor.signed(), most);
  const last = cursor.fieldEnd(end);
  let fits = true;
  while (fits && cursor.more(last)) fits = keep(dims, cursor.signed(), most);
  cursor.seek(last);
  return fits;
}

/** Reads a string entry (key and value) that ends at `end`. */
export function skimEntry(cursor: WireCursor, end: number): readonly [string, string] {
  let key = '';
  let value = '';
  while (cursor.more(end)) {
    const tag = cursor.tag();
    if (tag === ENTRY.key) key = cursor.text(cursor.fieldEnd(end));
    else if (tag === ENTRY.value) value = cursor.text(cursor.fieldEnd(end));
    else cursor.skipRun(tag, end);
  }
  return [key, value];
}

/** Reads the TensorProto from the position to `end` and passes over its values. Its dims are taken from a budget, if there is one. */
export function skimTensor(cursor: WireCursor, end: number, dimsBudget?: BudgetCounter): TensorHeader {
  const offset = cursor.position;
  const dims: number[] = [];
  let external: (readonly [string, string])[] = NO_ENTRIES;
  let typed: Set<TypedField> | undefined;
  let name = '';
  let dataType = 0;
  let raw: TensorHeader['raw'];
  let isExternal = false;
  let isSegment = false;
  let fits = true;
  const mostDims = mostOf(dimsBudget);
  while (cursor.more(end)) {
    const tag = cursor.tag();
    switch (tag) {
      case TENSOR.dims:
      case TENSOR.dimsPacked:
        fits = skimDims(cursor, tag === TENSOR.dimsPacked, end, dims, mostDims) && fits;
        break;
      case TENSOR.dataType:
        dataType = cursor.signed32();
        break;
      case TENSOR.name:
        name = cursor.text(cursor.fieldEnd(end));
        break;
      case TENSOR.rawData: {
        const last = cursor.fieldEnd(end);
        raw = { offset: cursor.position, length: last - cursor.position };
        cursor.seek(last);
        break;
      }
      case TENSOR.externalData:
        if (external.length >= MOST_EXTERNAL_ENTRIES) cursor.skipRun(tag, end);
        else if (external === NO_ENTRIES) external = [skimEntry(cursor, cursor.fieldEnd(end))];
        else external.push(skimEntry(cursor, cursor.fieldEnd(end)));
        break;
      case TENSOR.dataLocation:
        isExternal = cursor.signed32() === EXTERNAL;
        break;
      default: {
        const field = TYPED_FIELDS.get(tag);
        if (field !== undefined) (typed ??= new Set()).add(field);
        isSegment ||= tag === TENSOR.segment;
        cursor.skipRun(tag, end);
      }
    }
  }
  dimsBudget?.take(dims.length + (fits ? 0 : 1));
  const message = { offset, length: end - offset };
  return { name, dataType, dims, message, raw, typedFields: typed ?? NO_FIELDS, external, isExternal, isSegment, tooManyDims: !fits };
}

/** Reads the SparseTensorProto from the position to `end`. Its dims, and those of its parts, are taken from a budget, if there is one. */
export function skimSparseTensor(cursor: WireCursor, end: number, dimsBudget?: BudgetCounter): SparseTensorHeader {
  const offset = cursor.position;
  const dims: number[] = [];
  let values: TensorHeader | undefined;
  let indices: TensorHeader | undefined;
  let fits = true;
  while (cursor.more(end)) {
    const tag = cursor.tag();
    if (tag === SPARSE.values) values = skimTensor(cursor, cursor.fieldEnd(end), dimsBudget);
    else if (tag === SPARSE.indices) indices = skimTensor(cursor, cursor.fieldEnd(end), dimsBudget);
    else if (tag === SPARSE.dims || tag === SPARSE.dimsPacked)
      fits = skimDims(cursor, tag === SPARSE.dimsPacked, end, dims, mostOf(dimsBudget)) && fits;
    else cursor.skipRun(tag, end);
  }
  dimsBudget?.take(dims.length + (fits ? 0 : 1));
  return { values, indices, dims, message: { offset, length: end - offset } };
}
