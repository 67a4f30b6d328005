import { onnx } from '../generated/onnx';
import { skimOpset } from '../skim/skimModel';
import { OPSET } from '../wire/fields';
import type { WireCursor } from '../wire/wireCursor';
import { encodeMessage } from './exactWriter';
import { wrapField } from './segment';
import { spliceMessage, type FieldFate, type SourceField } from './spliceMessage';

type Imports = ReadonlyMap<string, number>;

/** What becomes of an import of the operator set `domain`, by the versions of `before` and `after`; one that was too much to read stays. */
export function opsetField(
  cursor: WireCursor,
  field: SourceField,
  domain: string,
  before: Imports | undefined,
  after: Imports | undefined,
): FieldFate {
  const [old, version] = [before?.get(domain), after?.get(domain)];
  if (version === old) return 'keep';
  if (version === undefined) return [];
  const rest = spliceMessage(cursor, field.value, ({ tag }) => (tag === OPSET.version ? [] : 'keep'));
  return wrapField(field.tag, [...rest, encodeMessage(onnx.OperatorSetIdProto, { version })]);
}

/** Of which operator set an import is; `""` for the standard one. */
export function opsetDomain(cursor: WireCursor, { value }: SourceField): string {
  cursor.seek(value.offset);
  return skimOpset(cursor, value.offset + value.length).domain;
}
