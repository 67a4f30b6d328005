import { assertNever } from '../shared/base/assertNever';
import type { Reason } from '../shared/report/reason';

/** The contract's exit codes. */
export const EXIT = { done: 0, budgetBroken: 1, usage: 2, unreadable: 3, runtimeFailed: 4, cancelled: 130 } as const;

/** The exit code for a failure with this reason. */
export function exitCodeOf(reason: Reason): number {
  switch (reason) {
    case 'budget-broken':
      return EXIT.budgetBroken;
    case 'usage':
    case 'dimension-needed':
      return EXIT.usage;
    case 'cancelled':
      return EXIT.cancelled;
    case 'runtime-missing':
    case 'runtime-error':
    case 'runtime-crash':
    case 'deadline':
    case 'memory-limit':
    case 'engine-crash':
    case 'busy':
    case 'unreliable-measurement':
    case 'verification-failed':
    case 'internal':
      return EXIT.runtimeFailed;
    case 'not-a-model':
    case 'empty-file':
    case 'text-file':
    case 'lfs-pointer':
    case 'wrong-format':
    case 'truncated':
    case 'corrupt':
    case 'too-large':
    case 'too-deep':
    case 'too-many':
    case 'file-missing':
    case 'not-a-file':
    case 'permission':
    case 'changed-on-disk':
    case 'output-exists':
    case 'disk-full':
    case 'io':
    case 'external-data-missing':
    case 'external-data-short':
    case 'external-data-outside':
    case 'external-data-invalid':
    case 'unknown-operator':
    case 'unsupported-opset':
    case 'unsupported-ir':
    case 'unsupported-type':
    case 'syntax-error':
    case 'not-in-text':
    case 'duplicate-name':
    case 'invalid-graph':
    case 'shape-conflict':
    case 'data-dependent-shape':
    case 'unknown-shape':
    case 'untrusted':
    case 'stale-token':
    case 'data-missing':
    case 'data-invalid':
    case 'not-applicable':
      return EXIT.unreadable;
    default:
      return assertNever(reason);
  }
}
