import type { Reason } from './reason';

/** Something about a model that its reader should know. */
export interface Problem {
  readonly severity: 'error' | 'warning' | 'info';
  readonly reason: Reason;
  readonly message: string;
  /** Path id of the node it is about (contract, `layers[].id`). */
  readonly node?: number | string;
}
