import protobuf from 'protobufjs/minimal.js';
import type { ByteRange } from '../byteSource';

/** A piece of a file to be written: bytes made here, or a range of a file that is copied as it is. */
export type Segment =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | CopySegment
  /** Filler before aligned data. */
  | { readonly kind: 'zeros'; readonly length: number };

/** `file`: `model`, or the canonical path of a data file. */
export interface CopySegment {
  readonly kind: 'copy';
  readonly file: string;
  readonly offset: number;
  readonly length: number;
}

export function bytesSegment(bytes: Uint8Array): Segment {
  return { kind: 'bytes', bytes };
}

export function modelSegment({ offset, length }: ByteRange): Segment {
  return { kind: 'copy', file: 'model', offset, length };
}

export function segmentLength(segment: Segment): number {
  return segment.kind === 'bytes' ? segment.bytes.length : segment.length;
}

export function totalLength(segments: readonly Segment[]): number {
  return segments.reduce((sum, segment) => sum + segmentLength(segment), 0);
}

/** The segments as one length-delimited field with this tag. */
export function wrapField(tag: number, segments: readonly Segment[]): readonly Segment[] {
  const header = protobuf.Writer.create().uint32(tag).uint64(totalLength(segments)).finish();
  return [bytesSegment(header), ...segments];
}

/** Joins neighbouring copies that are neighbours in their file as well. */
export function mergeCopies(segments: readonly Segment[]): readonly Segment[] {
  const merged: Segment[] = [];
  for (const segment of segments) {
    const last = merged.at(-1);
    if (last?.kind === 'copy' && segment.kind === 'copy' && last.file === segment.file && last.offset + last.length === segment.offset) {
      merged[merged.length - 1] = { kind: 'copy', file: last.file, offset: last.offset, length: last.length + segment.length };
    } else if (segmentLength(segment) > 0) merged.push(segment);
  }
  return merged;
}
