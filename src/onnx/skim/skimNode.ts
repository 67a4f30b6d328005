import { NODE } from '../wire/fields';
import type { WireCursor } from '../wire/wireCursor';
import type { AttributeHeader } from './attributeHeader';
import { skimAttribute } from './skimAttribute';

/** What a NodeProto says about itself. The arrays are reused by the next call. */
export interface NodeHeader {
  readonly inputs: string[];
  readonly outputs: string[];
  /** Attributes with bodies or tensors, or all of them when the op is `Constant`. */
  readonly attributes: AttributeHeader[];
  attributeCount: number;
  name: string;
  op: string;
  domain: string;
  overload: string;
}

export function emptyNodeHeader(): NodeHeader {
  return { inputs: [], outputs: [], attributes: [], attributeCount: 0, name: '', op: '', domain: '', overload: '' };
}

function clear(node: NodeHeader): void {
  node.inputs.length = 0;
  node.outputs.length = 0;
  node.attributes.length = 0;
  node.attributeCount = 0;
  node.name = node.op = node.domain = node.overload = '';
}

function isOfInterest({ graph, graphs, tensor, tensors, sparse, name }: AttributeHeader): boolean {
  return (
    graph.length > 0 || graphs.length > 0 || tensor !== undefined || tensors.length > 0 || sparse !== undefined || name.startsWith('value')
  );
}

/** Reads the NodeProto from the position to `end` into `node`. `mostNames` and `mostAttributes` bound what is kept; counts go on. */
export function skimNode(cursor: WireCursor, end: number, node: NodeHeader, mostNames: number, mostAttributes: number): void {
  clear(node);
  while (cursor.more(end)) {
    const tag = cursor.tag();
    switch (tag) {
      case NODE.input:
        skimName(cursor, end, node.inputs, mostNames);
        break;
      case NODE.output:
        skimName(cursor, end, node.outputs, mostNames);
        break;
      case NODE.name:
        node.name = cursor.text(cursor.fieldEnd(end));
        break;
      case NODE.op:
        node.op = cursor.text(cursor.fieldEnd(end));
        break;
      case NODE.domain:
        node.domain = cursor.text(cursor.fieldEnd(end));
        break;
      case NODE.overload:
        node.overload = cursor.text(cursor.fieldEnd(end));
        break;
      case NODE.attribute: {
        const last = cursor.fieldEnd(end);
        if (++node.attributeCount > mostAttributes) {
          cursor.seek(last);
          break;
        }
        const attribute = skimAttribute(cursor, last);
        if (isOfInterest(attribute)) node.attributes.push(attribute);
        break;
      }
      default:
        cursor.skip(tag, end);
    }
  }
}

function skimName(cursor: WireCursor, end: number, names: string[], most: number): void {
  const last = cursor.fieldEnd(end);
  if (names.length <= most) names.push(cursor.text(last));
  else cursor.seek(last);
}
