import { NODE } from '../wire/fields';
import type { WireCursor } from '../wire/wireCursor';
import type { AttributeHeader } from './attributeHeader';
import { skimAttribute } from './skimAttribute';

/** What a NodeProto says about itself. */
export interface NodeHeader {
  inputs: string[];
  outputs: string[];
  /** Attributes that hold bodies or tensors, or may hold the value of a `Constant`. */
  attributes: AttributeHeader[];
  attributeCount: number;
  name: string;
  op: string;
  domain: string;
  overload: string;
}

const NO_ATTRIBUTES: AttributeHeader[] = [];

function isOfInterest({ graph, graphs, tensor, tensors, sparse, name }: AttributeHeader): boolean {
  return (
    graph.length > 0 || graphs.length > 0 || tensor !== undefined || tensors.length > 0 || sparse !== undefined || name.startsWith('value')
  );
}

/** Reads the NodeProto from the position to `end`. `mostNames` and `mostAttributes` bound what is kept; counts go on. */
export function skimNode(cursor: WireCursor, end: number, mostNames: number, mostAttributes: number): NodeHeader {
  const node: NodeHeader = {
    inputs: [],
    outputs: [],
    attributes: NO_ATTRIBUTES,
    attributeCount: 0,
    name: '',
    op: '',
    domain: '',
    overload: '',
  };
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
        if (!isOfInterest(attribute)) break;
        if (node.attributes === NO_ATTRIBUTES) node.attributes = [attribute];
        else node.attributes.push(attribute);
        break;
      }
      default:
        cursor.skip(tag, end);
    }
  }
  return node;
}

function skimName(cursor: WireCursor, end: number, names: string[], most: number): void {
  const last = cursor.fieldEnd(end);
  if (names.length <= most) names.push(cursor.text(last));
  else cursor.seek(last);
}
