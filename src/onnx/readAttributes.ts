import type { Attributes, AttributeValue } from '../shared/graph/attribute';
import { NONE, type NodeId } from '../shared/graph/graph';
import type { ByteRange } from './byteSource';
import { BUDGET } from './budgets';
import { decodeMessage } from './decodeMessage';
import { decodeValueType } from './decodeValueType';
import { onnx } from './generated/onnx';
import type { BudgetCounter } from './skim/budgetMeter';
import { skimTensor } from './skim/skimTensor';
import type { SourceIndex } from './skim/sourceIndex';
import type { WeightMaker } from './skim/weightMaker';
import { skimEntry } from './skim/skimTensor';
import { ATTRIBUTE, ATTRIBUTE_TYPE, NODE } from './wire/fields';
import { soundOr } from './wire/soundOr';
import type { WireCursor } from './wire/wireCursor';
import type { Weight } from '../shared/graph/weight';

/** What an AttributeProto holds, whichever of its fields are set. */
interface Contents {
  name: string;
  type: number;
  reference: string;
  float: number | undefined;
  int: number | undefined;
  text: string | undefined;
  weight: Weight | undefined;
  valueType: AttributeValue | undefined;
  readonly floats: number[];
  readonly ints: number[];
  readonly strings: string[];
  readonly weights: Weight[];
  /** A list or text goes over the budget, or the message is damaged: the attribute is copied, but not shown. */
  isUnread: boolean;
}

/** Most nodes have none; one map for all of them. */
const NO_ATTRIBUTES: Attributes = new Map();
const NO_METADATA: ReadonlyMap<string, string> = new Map();

/** What a weight costs in memory, beside a number. */
const VALUES_PER_WEIGHT = 50;

/** And a text of a list: vocabularies of tokenizers, the longest there are, have a quarter of a million. */
const VALUES_PER_TEXT = 4;

/** What a member of a list takes of the budget, by the tag of the fields that hold one member each. */
const COST_OF_MEMBER: ReadonlyMap<number, number> = new Map<number, number>([
  [ATTRIBUTE.floats, 1],
  [ATTRIBUTE.ints, 1],
  [ATTRIBUTE.strings, VALUES_PER_TEXT],
  [ATTRIBUTE.tensors, VALUES_PER_WEIGHT],
]);

/** Where attributes are read from. */
export interface AttributeContext {
  readonly cursor: WireCursor;
  readonly index: SourceIndex;
  /** Makes weights of tensors that are no `Constant` value; their problems were reported by the skim. */
  readonly weights: WeightMaker;
  /** Values of lists that are still read. */
  readonly listed: BudgetCounter;
}

/** Reads the attributes of a node. A name given twice keeps its last value, as protobuf maps do. */
export function readAttributes(context: AttributeContext, node: NodeId): Attributes {
  const { cursor, index } = context;
  const { offset, length } = index.nodeRange(node);
  const end = offset + length;
  let attributes: Map<string, AttributeValue> | undefined;
  cursor.seek(offset);
  const most = index.attributeLimits.get(node) ?? BUDGET.attributesPerNode;
  let count = 0;
  while (count < most && cursor.more(end)) {
    const tag = cursor.tag();
    if (tag !== NODE.attribute) {
      cursor.skipRun(tag, end);
      continue;
    }
    count++;
    const contents = readContents(context, cursor.fieldEnd(end));
    attributes ??= new Map();
    attributes.set(contents.name, valueOf(contents, context, node));
  }
  return attributes ?? NO_ATTRIBUTES;
}

/** Reads the attributes that a function has by default, whose messages lie in `ranges`. A body among them is not read. */
export function readDefaults(context: AttributeContext, ranges: readonly ByteRange[]): Attributes {
  const attributes = new Map<string, AttributeValue>();
  for (const { offset, length } of ranges) {
    context.cursor.seek(offset);
    const contents = readContents(context, offset + length);
    attributes.set(contents.name, valueOf(contents, context, NONE));
  }
  return attributes;
}

/** Reads `metadata_props` of a node; entries that are damaged are left out. */
export function readNodeMetadata({ cursor, index }: AttributeContext, node: NodeId): ReadonlyMap<string, string> {
  const { offset, length } = index.nodeRange(node);
  const end = offset + length;
  let metadata: Map<string, string> | undefined;
  cursor.seek(offset);
  while (cursor.more(end)) {
    const tag = cursor.tag();
    if (tag !== NODE.metadataProps) {
      cursor.skipRun(tag, end);
      continue;
    }
    const last = cursor.fieldEnd(end);
    const entry = soundOr(() => skimEntry(cursor, last), undefined);
    if (entry !== undefined) (metadata ??= new Map()).set(...entry);
    cursor.seek(last);
  }
  return metadata ?? NO_METADATA;
}

function readContents(context: AttributeContext, end: number): Contents {
  const { cursor } = context;
  const contents: Contents = {
    name: '', type: 0, reference: '', float: undefined, int: undefined, text: undefined, weight: undefined, valueType: undefined,
    floats: [], ints: [], strings: [], weights: [], isUnread: false,
  }; // prettier-ignore
  const isSound = soundOr(() => {
    while (cursor.more(end)) readField(context, cursor.tag(), end, contents);
    return true;
  }, false);
  contents.isUnread ||= !isSound;
  cursor.seek(end);
  return contents;
}

function readField({ cursor, weights, listed }: AttributeContext, tag: number, end: number, contents: Contents): void {
  const cost = COST_OF_MEMBER.get(tag);
  if (cost !== undefined && !hasRoom(contents, listed, cost)) {
    cursor.skipRun(tag, end);
    return;
  }
  switch (tag) {
    case ATTRIBUTE.name:
      contents.name = cursor.text(cursor.fieldEnd(end));
      break;
    case ATTRIBUTE.type:
      contents.type = cursor.signed32();
      break;
    case ATTRIBUTE.refAttrName:
      contents.reference = cursor.text(cursor.fieldEnd(end));
      break;
    case ATTRIBUTE.f:
      contents.float = cursor.float32();
      break;
    case ATTRIBUTE.i:
      contents.int = cursor.signed();
      break;
    case ATTRIBUTE.s:
      contents.text = readText(cursor, cursor.fieldEnd(end), contents);
      break;
    case ATTRIBUTE.floats:
      contents.floats.push(cursor.float32());
      break;
    case ATTRIBUTE.floatsPacked:
      readPacked(cursor, cursor.fieldEnd(end), contents, listed, () => contents.floats.push(cursor.float32()));
      break;
    case ATTRIBUTE.ints:
      contents.ints.push(cursor.signed());
      break;
    case ATTRIBUTE.intsPacked:
      readPacked(cursor, cursor.fieldEnd(end), contents, listed, () => contents.ints.push(cursor.signed()));
      break;
    case ATTRIBUTE.strings:
      contents.strings.push(readText(cursor, cursor.fieldEnd(end), contents));
      break;
    case ATTRIBUTE.t:
      contents.weight = weights.makeWeight(skimTensor(cursor, cursor.fieldEnd(end)), contents.name);
      break;
    case ATTRIBUTE.tensors:
      contents.weights.push(weights.makeWeight(skimTensor(cursor, cursor.fieldEnd(end)), contents.name));
      break;
    case ATTRIBUTE.tp:
      contents.valueType = readType(cursor.bytes(cursor.fieldEnd(end)));
      break;
    default:
      cursor.skipRun(tag, end);
  }
}

/** A text that is too long to be kept comes empty, and its attribute is not shown. */
function readText(cursor: WireCursor, end: number, contents: Contents): string {
  contents.isUnread ||= end - cursor.position > BUDGET.textBytes;
  return cursor.text(end);
}

/** Whether one more member of a list is read; the first that is not leaves the attribute unread. */
function hasRoom(contents: Contents, listed: BudgetCounter, cost = 1): boolean {
  contents.isUnread ||= !listed.take(cost);
  return !contents.isUnread;
}

/** Once the budget is used up, the values that are left are passed over. */
function readPacked(cursor: WireCursor, end: number, contents: Contents, listed: BudgetCounter, readOne: () => void): void {
  while (cursor.more(end) && hasRoom(contents, listed)) readOne();
  cursor.seek(end);
}

function readType(bytes: Uint8Array): AttributeValue {
  try {
    const type = decodeValueType(decodeMessage(onnx.TypeProto, bytes));
    return type === undefined ? { kind: 'unread' } : { kind: 'type', type };
  } catch {
    return { kind: 'unread' };
  }
}

/** The attribute's type: as declared, or, in files older than the field, the one whose field is set. */
function typeOf({ type, float, int, text, weight, floats, ints, strings, weights }: Contents): number {
  if (type !== ATTRIBUTE_TYPE.undefined) return type;
  if (weight !== undefined) return ATTRIBUTE_TYPE.tensor;
  if (text !== undefined) return ATTRIBUTE_TYPE.string;
  if (floats.length > 0) return ATTRIBUTE_TYPE.floats;
  if (ints.length > 0) return ATTRIBUTE_TYPE.ints;
  if (strings.length > 0) return ATTRIBUTE_TYPE.strings;
  if (weights.length > 0) return ATTRIBUTE_TYPE.tensors;
  if (float !== undefined) return ATTRIBUTE_TYPE.float;
  return int === undefined ? ATTRIBUTE_TYPE.undefined : ATTRIBUTE_TYPE.int;
}

function valueOf(contents: Contents, { index }: AttributeContext, node: NodeId): AttributeValue {
  if (contents.isUnread) return { kind: 'unread' };
  if (contents.reference !== '') return { kind: 'reference', name: contents.reference };
  const bodies = index.bodiesOf(node, contents.name);
  const type = typeOf(contents);
  switch (type) {
    case ATTRIBUTE_TYPE.float:
      return { kind: 'float', value: contents.float ?? 0 };
    case ATTRIBUTE_TYPE.int:
      return { kind: 'int', value: contents.int ?? 0 };
    case ATTRIBUTE_TYPE.string:
      return { kind: 'string', value: contents.text ?? '' };
    case ATTRIBUTE_TYPE.tensor: {
      const constant = contents.name === 'value' ? index.constants.get(node) : undefined;
      if (constant !== undefined) return { kind: 'tensor', ...constant };
      return contents.weight === undefined ? { kind: 'unread' } : { kind: 'tensor', weight: contents.weight };
    }
    case ATTRIBUTE_TYPE.floats:
      return { kind: 'floats', values: contents.floats };
    case ATTRIBUTE_TYPE.ints:
      return { kind: 'ints', values: contents.ints };
    case ATTRIBUTE_TYPE.strings:
      return { kind: 'strings', values: contents.strings };
    case ATTRIBUTE_TYPE.tensors:
      return { kind: 'tensors', weights: contents.weights };
    case ATTRIBUTE_TYPE.typeProto:
      return contents.valueType ?? { kind: 'unread' };
    case ATTRIBUTE_TYPE.graphs:
      return bodies.length === 0 ? { kind: 'unread' } : { kind: 'graphs', subgraphs: bodies };
    default:
      return bodies[0] === undefined ? { kind: 'unread' } : { kind: 'graph', subgraph: bodies[0] };
  }
}
