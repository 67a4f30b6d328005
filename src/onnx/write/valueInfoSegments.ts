import type { ValueType } from '../../shared/graph/attribute';
import type { ByteRange } from '../byteSource';
import { decodeMessage } from '../decodeMessage';
import { encodeValueType } from '../decodeValueType';
import { onnx } from '../generated/onnx';
import { VALUE_INFO } from '../wire/fields';
import type { WireCursor } from '../wire/wireCursor';
import { encodeMessage } from './exactWriter';
import { wrapField, type Segment } from './segment';
import { spliceMessage } from './spliceMessage';

/** The content of a new ValueInfoProto. */
export function newValueInfo(name: string, type: ValueType | undefined): Segment {
  return encodeMessage(onnx.ValueInfoProto, { name, ...(type === undefined ? {} : { type: encodeValueType(type) }) });
}

/** A ValueInfoProto of the source with another type; what else it says (name, documentation, metadata, unknown fields) stays byte for byte. */
export function retypedValueInfo(cursor: WireCursor, range: ByteRange, type: ValueType): readonly Segment[] {
  const rest = spliceMessage(cursor, range, ({ tag }) => (tag === VALUE_INFO.type ? [] : 'keep'));
  const denotation = denotationIn(cursor, range);
  const typeProto = encodeMessage(onnx.TypeProto, { ...encodeValueType(type), ...(denotation === '' ? {} : { denotation }) });
  return [...rest, ...wrapField(VALUE_INFO.type, [typeProto])];
}

/** What the type stands for (docs/TypeDenotation.md), `""` when the source does not say, or not in a type that is whole. */
function denotationIn(cursor: WireCursor, { offset, length }: ByteRange): string {
  cursor.seek(offset);
  const bytes = cursor.bytes(offset + length);
  try {
    return decodeMessage(onnx.ValueInfoProto, bytes).type?.denotation ?? '';
  } catch {
    return '';
  }
}
