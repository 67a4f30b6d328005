import type { GraphDifference } from './graphDifference';

/** What a variant was made from: its nodes against those of the model at the root of its lineage. */
export interface MadeFrom {
  /** File name of the original. */
  readonly original: string;
  /** Passes from the original to the variant, in words, in the order of their running. */
  readonly steps: readonly string[];
  /** Before: the original; after: the variant. */
  readonly difference: GraphDifference;
}
