import type { Dtype } from '../../shared/graph/dtype';
import type { TensorId } from '../../shared/graph/graph';
import type { SymbolicDim } from './dims/dim';

export type SymbolicShape = readonly SymbolicDim[];
/** Row-major elements of a small tensor, bool as 0 and 1; `undefined` where one is not known. */
export type Elements = readonly SymbolicDim[];

/** What inference knows about one value. */
export interface Fact {
  readonly kind: 'unknown' | 'tensor' | 'sequence' | 'optional' | 'map';
  /** Element type of a tensor. */
  readonly dtype: Dtype | undefined;
  /** Of a tensor; `undefined` when not even the rank is known. */
  readonly shape: SymbolicShape | undefined;
  /** Values of a small tensor, as far as shapes may depend on them. */
  readonly elements?: Elements | undefined;
  /** Stored tensor that holds the values; read only when an operator asks for them. */
  readonly stored?: TensorId;
  /** What a sequence or optional holds. */
  readonly content?: Fact | undefined;
  /** Members of a sequence whose length is known. */
  readonly items?: readonly Fact[] | undefined;
}

export const UNKNOWN: Fact = { kind: 'unknown', dtype: undefined, shape: undefined };

/** Larger tensors are not followed by value: no exporter computes shapes from them. */
export const MAX_ELEMENTS = 1024;

export function tensorFact(dtype: Dtype | undefined, shape: SymbolicShape | undefined, elements?: Elements): Fact {
  return elements === undefined || elements.length > MAX_ELEMENTS
    ? { kind: 'tensor', dtype, shape }
    : { kind: 'tensor', dtype, shape, elements };
}

/** A sequence of which the members, or else only what they have in common, are known. */
export function sequenceFact(content: Fact | undefined, items?: readonly Fact[]): Fact {
  return {
    kind: 'sequence',
    dtype: undefined,
    shape: undefined,
    content,
    items: items !== undefined && items.length <= MAX_ELEMENTS ? items : undefined,
  };
}

/** How many entries a vector of this size lists; `undefined` where it is not known, and above what any shape has: a damaged file may say anything. */
export function listLength(size: SymbolicDim): number | undefined {
  return typeof size === 'number' && size <= MAX_ELEMENTS ? size : undefined;
}

export function unknownShape(rank: number): SymbolicShape {
  return new Array<SymbolicDim>(rank).fill(undefined);
}
