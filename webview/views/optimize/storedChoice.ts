import type { PassChoice } from './passChoice';

/** What the Optimize form has chosen, and what the user had come for then. */
export interface StoredChoice {
  readonly focus: string;
  readonly choice: PassChoice;
}
