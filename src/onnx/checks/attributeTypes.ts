import type { NodeId } from '../../shared/graph/graph';
import { BUDGET } from '../budgets';
import type { SourceIndex } from '../skim/sourceIndex';
import { ATTRIBUTE, NODE } from '../wire/fields';
import type { WireCursor } from '../wire/wireCursor';

/** Name and type number of an attribute as the file has them. */
export interface DeclaredAttribute {
  readonly name: string;
  readonly type: number;
}

/** Attributes of a node in file order, doubles included, as many as the budget allows. */
export function attributeTypes(cursor: WireCursor, index: SourceIndex, node: NodeId): readonly DeclaredAttribute[] {
  const { offset, length } = index.nodeRange(node);
  const end = offset + length;
  const attributes: DeclaredAttribute[] = [];
  cursor.seek(offset);
  while (attributes.length < BUDGET.attributesPerNode && cursor.more(end)) {
    const tag = cursor.tag();
    if (tag === NODE.attribute) attributes.push(declared(cursor, cursor.fieldEnd(end)));
    else cursor.skipRun(tag, end);
  }
  return attributes;
}

function declared(cursor: WireCursor, end: number): DeclaredAttribute {
  let name = '';
  let type = 0;
  while (cursor.more(end)) {
    const tag = cursor.tag();
    if (tag === ATTRIBUTE.name) name = cursor.text(cursor.fieldEnd(end));
    else if (tag === ATTRIBUTE.type) type = cursor.signed32();
    else cursor.skipRun(tag, end);
  }
  return { name, type };
}
