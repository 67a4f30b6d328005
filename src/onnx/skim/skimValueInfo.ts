import type { ValueType } from '../../shared/graph/attribute';
import type { Reason } from '../../shared/report/reason';
import { BUDGET } from '../budgets';
import { decodeMessage } from '../decodeMessage';
import { decodeValueType } from '../decodeValueType';
import { onnx } from '../generated/onnx';
import { VALUE_INFO } from '../wire/fields';
import type { WireCursor } from '../wire/wireCursor';

/** A declared value: graph input, graph output or value_info. */
export interface DeclaredValue {
  readonly name: string;
  readonly type: ValueType | undefined;
  /** Why the type could not be read. */
  readonly fault: Extract<Reason, 'too-many' | 'too-deep' | 'corrupt'> | undefined;
}

/** Reads the ValueInfoProto from the position to `end`. A type that comes in several parts is merged, as protobuf asks. */
export function skimValueInfo(cursor: WireCursor, end: number): DeclaredValue {
  const start = cursor.position;
  let name = '';
  let types = 0;
  while (cursor.more(end)) {
    const tag = cursor.tag();
    if (tag === VALUE_INFO.name) name = cursor.text(cursor.fieldEnd(end));
    else cursor.skip(tag, end);
    if (tag === VALUE_INFO.type) types++;
  }
  if (types === 0) return { name, type: undefined, fault: undefined };
  if (end - start > BUDGET.typeBytes) return { name, type: undefined, fault: 'too-many' };
  cursor.seek(start);
  try {
    const { type } = decodeMessage(onnx.ValueInfoProto, cursor.bytes(end));
    return { name, type: type ? decodeValueType(type) : undefined, fault: undefined };
  } catch (error) {
    const isDepth = error instanceof Error && /depth/i.test(error.message);
    return { name, type: { kind: 'opaque' }, fault: isDepth ? 'too-deep' : 'corrupt' };
  }
}
