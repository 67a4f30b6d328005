import type { ByteRange } from '../byteSource';
import { skimTensor } from '../skim/skimTensor';
import type { TensorHeader } from '../skim/tensorHeader';
import { TENSOR_PATHS, type OuterMessage } from '../wire/tensorPaths';
import type { WireCursor } from '../wire/wireCursor';
import { mergeCopies, wrapField, type Segment } from './segment';
import { spliceMessage, type FieldFate, type SourceField } from './spliceMessage';
import { wrapUnlessSame } from './wrapUnlessSame';

/** What becomes of a stored tensor, which may be the values or indices of a sparse one: its message gets this content. `undefined` keeps it. */
export type MoveTensor = (header: TensorHeader, isPartOfSparse: boolean) => readonly Segment[] | undefined;

/** Graph, node and attribute for each level of bodies that the reader shows. */
const DEEPEST = 100;

/** The segments of a model in which tensors, wherever they are stored, have been moved. Everything else is copied as it is. */
export function moveTensors(cursor: WireCursor, move: MoveTensor): readonly Segment[] {
  return mergeCopies(moveInside(cursor, { offset: 0, length: cursor.source.byteLength }, 'model', move, 0));
}

function moveInside(cursor: WireCursor, range: ByteRange, kind: OuterMessage, move: MoveTensor, depth: number): readonly Segment[] {
  return spliceMessage(cursor, range, field => {
    const inner = TENSOR_PATHS[kind].get(field.tag);
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
