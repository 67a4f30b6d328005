import type { ByteRange } from '../byteSource';
import { ATTRIBUTE, NODE } from '../wire/fields';
import type { WireCursor } from '../wire/wireCursor';
import type { Segment } from './segment';
import { spliceMessage } from './spliceMessage';
import { wrapUnlessSame } from './wrapUnlessSame';

/** The content of a NodeProto of the source with other content in its bodies. `bodies`: by where in the file the content of a body's message begins. */
export function spliceBodies(cursor: WireCursor, node: ByteRange, bodies: ReadonlyMap<number, readonly Segment[]>): readonly Segment[] {
  return spliceMessage(cursor, node, field => {
    if (field.tag !== NODE.attribute) return 'keep';
    const attribute = spliceMessage(cursor, field.value, inner => {
      const content = inner.tag === ATTRIBUTE.g || inner.tag === ATTRIBUTE.graphs ? bodies.get(inner.value.offset) : undefined;
      return content === undefined ? 'keep' : wrapUnlessSame(inner, content);
    });
    return wrapUnlessSame(field, attribute);
  });
}
