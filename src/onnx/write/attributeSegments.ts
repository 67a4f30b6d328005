import { assertNever } from '../../shared/base/assertNever';
import type { AttributeValue } from '../../shared/graph/attribute';
import type { Graph, NodeId, Subgraph, SubgraphId } from '../../shared/graph/graph';
import type { Weight } from '../../shared/graph/weight';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { encodeValueType } from '../decodeValueType';
import { onnx } from '../generated/onnx';
import { quoteName } from '../problemList';
import { encodeText } from '../wire/encodeText';
import { ATTRIBUTE } from '../wire/fields';
import { encodeMessage } from './exactWriter';
import { int64Of } from './int64Of';
import { wrapField, type Segment } from './segment';
import { tensorSegments, type TensorSource } from './tensorSegments';

const { AttributeType } = onnx.AttributeProto;

/** What attributes are written from: the source, and the graph whose ids they use. */
export interface AttributeSource extends TensorSource {
  readonly graph: Graph;
  /** The content of a body or function that came from the source file, as it is now; one entry for each of its messages there. */
  readonly scopeSegments: (scope: Subgraph) => readonly (readonly Segment[])[];
  /** The content of the bodies of a node that edits changed, by where in the source the content of each message begins. */
  readonly editedBodies: (node: NodeId) => ReadonlyMap<number, readonly Segment[]>;
}

/** The content of an AttributeProto. Throws `not-applicable` for a kind that only a file can hold. */
export function attributeSegments(source: AttributeSource, name: string, value: AttributeValue): readonly Segment[] {
  switch (value.kind) {
    case 'tensor':
      return [header(name, AttributeType.TENSOR), ...wrapField(ATTRIBUTE.t, tensorSegments(source, value.weight, ''))];
    case 'tensors':
      return [header(name, AttributeType.TENSORS), ...value.weights.flatMap(weight => tensorField(source, weight))];
    case 'graph':
      return [header(name, AttributeType.GRAPH), ...bodyField(source, ATTRIBUTE.g, value.subgraph)];
    case 'graphs':
      return [header(name, AttributeType.GRAPHS), ...value.subgraphs.flatMap(body => bodyField(source, ATTRIBUTE.graphs, body))];
    case 'unread':
      throw new LayerwiseError(
        'not-applicable',
        `The attribute ${quoteName(name)} is of a kind that can only be copied. Leave its node as it is.`,
      );
    case 'float':
    case 'int':
    case 'string':
    case 'floats':
    case 'ints':
    case 'strings':
    case 'type':
    case 'reference':
      return [encodeMessage(onnx.AttributeProto, { name, ...plainAttribute(value) })];
    default:
      return assertNever(value);
  }
}

function header(name: string, type: onnx.AttributeProto.AttributeType): Segment {
  return encodeMessage(onnx.AttributeProto, { name, type });
}

function tensorField(source: AttributeSource, weight: Weight): readonly Segment[] {
  return wrapField(ATTRIBUTE.tensors, tensorSegments(source, weight, ''));
}

function bodyField(source: AttributeSource, tag: number, body: SubgraphId): readonly Segment[] {
  const scope = source.graph.subgraphs[body];
  if (scope?.sourceId === undefined) throw new LayerwiseError('not-applicable', 'A body that is in no file cannot be written.');
  return wrapField(tag, source.scopeSegments(scope).flat());
}

type PlainValue = Exclude<AttributeValue, { readonly kind: 'tensor' | 'tensors' | 'graph' | 'graphs' | 'unread' }>;

function plainAttribute(value: PlainValue): onnx.AttributeProto.$Properties {
  switch (value.kind) {
    case 'float':
      return { type: AttributeType.FLOAT, f: value.value };
    case 'int':
      return { type: AttributeType.INT, i: int64Of(value.value) };
    case 'string':
      return { type: AttributeType.STRING, s: encodeText(value.value) };
    case 'floats':
      return { type: AttributeType.FLOATS, floats: [...value.values] };
    case 'ints':
      return { type: AttributeType.INTS, ints: value.values.map(int64Of) };
    case 'strings':
      return { type: AttributeType.STRINGS, strings: value.values.map(encodeText) };
    case 'type':
      return { type: AttributeType.TYPE_PROTO, tp: encodeValueType(value.type) };
    case 'reference':
      return { refAttrName: value.name };
    default:
      return assertNever(value);
  }
}
