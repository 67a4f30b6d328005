import { assertNever } from '../base/assertNever';
import { formatSpeedup } from '../base/formatNumber';
import type { SpeedVerdict, VerificationVerdict } from './comparison';

interface Speed {
  readonly median: number;
  readonly verdict: SpeedVerdict;
}

/** What a verdict follows from. */
interface Judged {
  readonly verification: { readonly verdict: VerificationVerdict } | undefined;
  readonly latency: { readonly speedup: Speed } | undefined;
}

/** The headline of a result in the words of the design spec, 8.4. A broken output comes before any speed. */
export function verdictSentence(result: Judged): string {
  if (result.verification?.verdict === 'broken') return 'Outputs do not match the original';
  const speedup = result.latency?.speedup;
  if (speedup === undefined) return 'Written, latency not measured';
  return speedup.verdict === 'no measurable difference' ? `${speedWords(speedup)} in latency` : speedWords(speedup);
}

/** How much faster or slower something is, in a few words. */
export function speedWords(speedup: Speed): string {
  switch (speedup.verdict) {
    case 'faster':
    case 'slower':
      return formatSpeedup(speedup.median);
    case 'no measurable difference':
      return 'No measurable difference';
    case 'too noisy':
      return 'Too noisy to tell';
    default:
      return assertNever(speedup.verdict);
  }
}
