import type { ErrorInfo } from './layerwiseError';

export type JobKind = 'profile' | 'optimize' | 'trial' | 'compare' | 'tensors' | 'machine' | 'import' | 'layer';

/** One line of a job's list of steps. */
export interface JobStep {
  readonly title: string;
  readonly state: 'waiting' | 'running' | 'done';
  /** `58 of 100`, `122 → 322 nodes`. */
  readonly detail: string;
}

/** Progress of a running job: a full snapshot each time, so that one may be lost. */
export interface JobProgress {
  readonly phase: string;
  /** 0..1 over the whole job, `undefined` when it cannot be said. */
  readonly fraction: number | undefined;
  readonly detail: string;
  readonly steps: readonly JobStep[];
}

export type JobOutcome<T> =
  { readonly kind: 'done'; readonly result: T } | { readonly kind: 'failed'; readonly error: ErrorInfo } | { readonly kind: 'cancelled' };
