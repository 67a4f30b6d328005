import type { Graph } from '../shared/graph/graph';
import type { ByteRange, ByteSource } from './byteSource';
import { sha256OfRanges } from './files/sha256';

/** Values smaller than this are part of the skeleton: shapes, axes, scales. */
const LARGEST_SKELETON_VALUE = 1024;

/** Of a larger skeleton, which is one of large lists in attributes, the rest shows in size and time alone. */
const MOST_HASHED_BYTES = 128 << 20;

/** SHA-256 (hexadecimal) of the model's bytes without large weights: changes with any edit of the graph, and is fast at any size. */
export function skeletonHash(source: ByteSource, graph: Graph): string {
  return sha256OfRanges(source, first(MOST_HASHED_BYTES, complement(largeValues(graph), source.byteLength)));
}

/** As much of the ranges as has room. */
function first(most: number, ranges: readonly ByteRange[]): readonly ByteRange[] {
  let left = most;
  return ranges.map(({ offset, length }) => {
    const taken = Math.min(left, length);
    left -= taken;
    return { offset, length: taken };
  });
}

function largeValues(graph: Graph): readonly ByteRange[] {
  const ranges: ByteRange[] = [];
  for (const weight of graph.tensors.weights) {
    if (weight?.bytes.kind === 'file' && weight.bytes.file === 'model' && weight.bytes.length > LARGEST_SKELETON_VALUE)
      ranges.push(weight.bytes);
  }
  return ranges.sort((a, b) => a.offset - b.offset);
}

function complement(ranges: readonly ByteRange[], end: number): readonly ByteRange[] {
  const rest: ByteRange[] = [];
  let from = 0;
  for (const { offset, length } of ranges) {
    if (offset > from) rest.push({ offset: from, length: offset - from });
    from = Math.max(from, offset + length);
  }
  rest.push({ offset: from, length: end - from });
  return rest;
}
