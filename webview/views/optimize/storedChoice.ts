import type { PassChoice } from './passChoice';

/** What the Optimize form has chosen, what the user had come for then, and in which graph. */
export interface StoredChoice {
  readonly focus: string;
  readonly skeletonHash: string;
  readonly choice: PassChoice;
}
