import type { ByteRange } from '../byteSource';
import { ATTRIBUTE } from '../wire/fields';
import type { WireCursor } from '../wire/wireCursor';
import type { AttributeHeader } from './attributeHeader';
import { skimRange } from './skimRange';
import { skimSparseTensor, skimTensor } from './skimTensor';
import type { SparseTensorHeader, TensorHeader } from './tensorHeader';

const MOST_TENSORS = 10_000;

/** Reads the AttributeProto from the position to `end`, passing over its values; bodies and tensors are noted. */
export function skimAttribute(cursor: WireCursor, end: number): AttributeHeader {
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
    else if (tag === ATTRIBUTE.g) graph.push(skimRange(cursor, end));
    else if (tag === ATTRIBUTE.graphs) graphs.push(skimRange(cursor, end));
    else if (tag === ATTRIBUTE.t) tensor = skimTensor(cursor, cursor.fieldEnd(end));
    else if (tag === ATTRIBUTE.tensors && tensors.length < MOST_TENSORS) tensors.push(skimTensor(cursor, cursor.fieldEnd(end)));
    else if (tag === ATTRIBUTE.sparseTensor) sparse = skimSparseTensor(cursor, cursor.fieldEnd(end));
    else cursor.skip(tag, end);
  }
  return { name, message: { offset, length: end - offset }, isReference, graph, graphs, tensor, tensors, sparse };
}
