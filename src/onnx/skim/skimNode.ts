import { NameList } from '../../shared/graph/nameList';
import { NODE } from '../wire/fields';
import type { WireCursor } from '../wire/wireCursor';
import type { AttributeHeader } from './attributeHeader';
import { skimAttribute, type AttributeBudgets } from './skimAttribute';

/** What a NodeProto says about itself. One header serves node after node: made anew, the lists alone are half of what the collector finds. */
export interface NodeHeader {
  readonly inputs: NameList;
  readonly outputs: NameList;
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

export function emptyNodeHeader(): NodeHeader {
  return {
    inputs: new NameList(),
    outputs: new NameList(),
    attributes: NO_ATTRIBUTES,
    attributeCount: 0,
    name: '',
    op: '',
    domain: '',
    overload: '',
  };
}

function reset(node: NodeHeader): void {
  node.inputs.length = node.outputs.length = node.attributeCount = 0;
  node.attributes = NO_ATTRIBUTES;
  node.name = node.op = node.domain = node.overload = '';
}

/** Bounds what is kept of nodes; counts go on. */
export interface NodeLimits {
  readonly names: number;
  readonly attributes: number;
  readonly budgets: AttributeBudgets;
}

/** Reads the NodeProto from the position to `end` into `node`. */
export function skimNode(cursor: WireCursor, end: number, node: NodeHeader, most: NodeLimits): void {
  reset(node);
  while (cursor.more(end)) {
    const tag = cursor.tag();
    switch (tag) {
      case NODE.input:
        skimName(cursor, tag, end, node.inputs, most.names);
        break;
      case NODE.output:
        skimName(cursor, tag, end, node.outputs, most.names);
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
        if (++node.attributeCount > most.attributes) {
          cursor.skipRun(tag, end);
          break;
        }
        const attribute = skimAttribute(cursor, cursor.fieldEnd(end), most.budgets);
        if (!isOfInterest(attribute)) break;
        if (node.attributes === NO_ATTRIBUTES) node.attributes = [attribute];
        else node.attributes.push(attribute);
        break;
      }
      default:
        cursor.skipRun(tag, end);
    }
  }
}

/** Appends the name that comes next, unless there are more than enough. */
function skimName(cursor: WireCursor, tag: number, end: number, names: NameList, most: number): void {
  if (names.length > most) cursor.skipRun(tag, end);
  else names.add(cursor.text(cursor.fieldEnd(end)), cursor.textHash);
}
