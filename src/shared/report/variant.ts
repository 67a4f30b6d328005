import type { OptimizeResult } from './optimizeResult';

/** A file written by Layerwise, with what is known about it. Stored outside the workspace. */
export interface Variant {
  /** Absolute path. */
  readonly path: string;
  /** Short name: `int8`. */
  readonly name: string;
  /** Path of the model it was made from. */
  readonly parent: string;
  /** Skeleton hash of that model then: ids of layers in `result` are of this graph. Absent in variants that an older version wrote. */
  readonly parentSkeletonHash?: string;
  readonly bytes: number;
  readonly state: 'unreviewed' | 'kept';
  readonly result: OptimizeResult;
}

/** A variant in the list of a model that is open. */
export interface ListedVariant extends Variant {
  /** Names the file to the host, in `compared` as well. */
  readonly id: number;
}
