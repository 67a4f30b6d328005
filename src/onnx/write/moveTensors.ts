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

/**
 * The segments of a model in which tensors, wherever they are stored, have been moved. Everything else is copied as it is. Messages of less than
 * `leastBytes` are not looked into: for a `move` that leaves what fits in there.
 */
export function moveTensors(cursor: WireCursor, move: MoveTensor, leastBytes = 0): readonly Segment[] {
  const moveInside = (range: ByteRange, kind: OuterMessage, depth: number): readonly Segment[] =>
    spliceMessage(cursor, range, field => {
      const inner = TENSOR_PATHS[kind].get(field.tag);
      if (inner === undefined || depth > DEEPEST || field.value.length < leastBytes) return 'keep';
      if (inner === 'tensor') return moveTensor(cursor, field, move, kind === 'sparse');
      return wrapUnlessSame(field, moveInside(field.value, inner, depth + 1));
    });
  return mergeCopies(moveInside({ offset: 0, length: cursor.source.byteLength }, 'model', 0));
}

function moveTensor(cursor: WireCursor, field: SourceField, move: MoveTensor, isPartOfSparse: boolean): FieldFate {
  cursor.seek(field.value.offset);
  const moved = move(skimTensor(cursor, field.value.offset + field.value.length), isPartOfSparse);
  return moved === undefined ? 'keep' : wrapField(field.tag, moved);
}
