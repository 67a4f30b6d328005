import { mergeCopies, totalLength, wrapField, type Segment } from './segment';
import type { FieldFate, SourceField } from './spliceMessage';

/** New content for a message. When all of it is what the source has there, the field is kept with its length as the source wrote it. */
export function wrapUnlessSame(field: SourceField, content: readonly Segment[]): FieldFate {
  const merged = mergeCopies(content);
  const [only] = merged;
  const isCopy = only === undefined || (only.kind === 'copy' && only.file === 'model' && only.offset === field.value.offset);
  const isSame = merged.length <= 1 && isCopy && totalLength(merged) === field.value.length;
  return isSame ? 'keep' : wrapField(field.tag, merged);
}
