import type { ByteRange } from '../byteSource';
import { skimTensor } from '../skim/skimTensor';
import type { TensorHeader } from '../skim/tensorHeader';
import { ATTRIBUTE, FUNCTION, GRAPH, MODEL, NODE, SPARSE, TRAINING } from '../wire/fields';
import type { WireCursor } from '../wire/wireCursor';
import { mergeCopies, wrapField, type Segment } from './segment';
import { spliceMessage, type FieldFate, type SourceField } from './spliceMessage';
import { wrapUnlessSame } from './wrapUnlessSame';

/** What becomes of a stored tensor, which may be the values or indices of a sparse one: its message gets this content. `undefined` keeps it. */
export type MoveTensor = (header: TensorHeader, isPartOfSparse: boolean) => readonly Segment[] | undefined;

type MessageKind = 'model' | 'graph' | 'function' | 'training' | 'node' | 'attribute' | 'sparse' | 'tensor';

/** Which fields of a message lead to tensors, and through what. */
const INNER: Readonly<Record<Exclude<MessageKind, 'tensor'>, ReadonlyMap<number, MessageKind>>> = {
  model: new Map([
    [MODEL.graph, 'graph'],
    [MODEL.functions, 'function'],
    [MODEL.trainingInfo, 'training'],
  ]),
  training: new Map([
    [TRAINING.initialization, 'graph'],
    [TRAINING.algorithm, 'graph'],
  ]),
  graph: new Map([
    [GRAPH.node, 'node'],
    [GRAPH.initializer, 'tensor'],
    [GRAPH.sparseInitializer, 'sparse'],
  ]),
  function: new Map([[FUNCTION.node, 'node']]),
  node: new Map([[NODE.attribute, 'attribute']]),
  attribute: new Map<number, MessageKind>([
    [ATTRIBUTE.t, 'tensor'],
    [ATTRIBUTE.tensors, 'tensor'],
    [ATTRIBUTE.g, 'graph'],
    [ATTRIBUTE.graphs, 'graph'],
    [ATTRIBUTE.sparseTensor, 'sparse'],
  ]),
  sparse: new Map([
    [SPARSE.values, 'tensor'],
    [SPARSE.indices, 'tensor'],
  ]),
};

/** Graph, node and attribute for each level of bodies that the reader shows. */
const DEEPEST = 100;

/** The segments of a model in which tensors, wherever they are stored, have been moved. Everything else is copied as it is. */
export function moveTensors(cursor: WireCursor, move: MoveTensor): readonly Segment[] {
  return mergeCopies(moveInside(cursor, { offset: 0, length: cursor.source.byteLength }, 'model', move, 0));
}

function moveInside(
  cursor: WireCursor,
  range: ByteRange,
  kind: Exclude<MessageKind, 'tensor'>,
  move: MoveTensor,
  depth: number,
): readonly Segment[] {
  return spliceMessage(cursor, range, field => {
    const inner = INNER[kind].get(field.tag);
    if (inner === undefined || depth > DEEPEST) return 'keep';
    if (inner === 'tensor') return moveTensor(cursor, field, move, kind === 'sparse');
    return wrapUnlessSame(field, moveInside(cursor, field.value, inner, move, depth + 1));
  });
}

function moveTensor(cursor: WireCursor, field: SourceField, move: MoveTensor, isPartOfSparse: boolean): FieldFate {
  cursor.seek(field.value.offset);
  const moved = move(skimTensor(cursor, field.value.offset + field.value.length), isPartOfSparse);
  return moved === undefined ? 'keep' : wrapField(field.tag, moved);
}
