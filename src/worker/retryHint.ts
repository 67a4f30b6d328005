import { assertNever } from '../shared/base/assertNever';
import type { ErrorPlace } from '../shared/report/layerwiseError';
import { control } from '../shared/base/control';

/** How far down the retry ladder a job that can be repeated is. Nothing is repeated unless the user asks for it. */
export type RetryLadder = Pick<ErrorPlace, 'without'>;

/** What to do after a crash: the next step of the ladder. `undefined` stands for a job that has none. */
export function retryHint(ladder: RetryLadder | undefined): string {
  if (ladder === undefined) return '';
  switch (ladder.without) {
    case undefined:
      return ` Profiling without graph optimizations${control(' (--graph-optimization disabled)', '')} sometimes helps.`;
    case 'fusions':
      return ` Graph optimizations were off already; profiling without the memory arena as well${control(' (--graph-optimization disabled --no-arena)', '')} sometimes helps.`;
    case 'arena':
      return ' Graph optimizations and memory arena were off already: it is the node itself that this runtime crashes on.';
    default:
      return assertNever(ladder.without);
  }
}
