import type { ByteRange } from '../byteSource';
import { ATTRIBUTE } from '../wire/fields';
import type { WireCursor } from '../wire/wireCursor';
import type { AttributeHeader } from './attributeHeader';
import type { BudgetCounter } from './budgetMeter';
import { skimRange } from './skimRange';
import { skimSparseTensor, skimTensor } from './skimTensor';
import type { SparseTensorHeader, TensorHeader } from './tensorHeader';

/** What the parts of attributes are taken from. */
export interface AttributeBudgets {
  readonly attributeParts: BudgetCounter;
  readonly weightDims: BudgetCounter;
}

/** Fields that hold a message which is kept. */
const PARTS: ReadonlySet<number> = new Set([ATTRIBUTE.g, ATTRIBUTE.graphs, ATTRIBUTE.t, ATTRIBUTE.tensors, ATTRIBUTE.sparseTensor]);

/** Reads the AttributeProto from the position to `end`, passing over its values; bodies and tensors are noted, while the budget lasts. */
export function skimAttribute(cursor: WireCursor, end: number, { attributeParts, weightDims }: AttributeBudgets): AttributeHeader {
  const offset = cursor.position;
  const graph: ByteRange[] = [];
  const graphs: ByteRange[] = [];
  const tensors: TensorHeader[] = [];
  let name = '';
  let isReference = false;
  let tensor: TensorHeader | undefined;
  let sparse: SparseTensorHeader | undefined;
  while (cursor.more(end)) {
    const tag = cursor.tag();
    if (tag === ATTRIBUTE.name) name = cursor.text(cursor.fieldEnd(end));
    else if (tag === ATTRIBUTE.refAttrName) isReference = cursor.text(cursor.fieldEnd(end)) !== '';
    else if (!PARTS.has(tag) || !attributeParts.take()) cursor.skipRun(tag, end);
    else if (tag === ATTRIBUTE.g) graph.push(skimRange(cursor, end));
    else if (tag === ATTRIBUTE.graphs) graphs.push(skimRange(cursor, end));
    else if (tag === ATTRIBUTE.t) tensor = skimTensor(cursor, cursor.fieldEnd(end), weightDims);
    else if (tag === ATTRIBUTE.tensors) tensors.push(skimTensor(cursor, cursor.fieldEnd(end), weightDims));
    else sparse = skimSparseTensor(cursor, cursor.fieldEnd(end), weightDims);
  }
  return { name, message: { offset, length: end - offset }, isReference, graph, graphs, tensor, tensors, sparse };
}
