import { formatBytes, formatDuration, formatSignificant } from '../../../src/shared/base/formatNumber';
import type { Gain, Suggestion } from '../../../src/shared/report/suggestion';

/** Verb of the button that does what a suggestion says: the first word of its title where that is a verb we know. */
export function actionWord({ title, pass }: Suggestion): string {
  if (pass.startsWith('quantize') || pass === 'mixed-precision') return 'Quantize';
  if (pass.startsWith('prune')) return 'Prune';
  if (pass === 'float16') return 'Convert';
  return /^(Apply|Clean|Fold|Fix|Merge|Share)\b/.exec(title)?.[1] === 'Clean' ? 'Clean' : 'Apply';
}

/** `57.6 → 18 – 24 ms`. */
export function gainText(gain: Gain): string {
  const { before, low, high, metric } = gain;
  switch (metric) {
    case 'latencyMs':
      return join(before, low, high, formatDuration);
    case 'weightBytes':
      return join(before, low, high, formatBytes);
    default:
      return join(before, low, high, value => `${formatSignificant(value)} nodes`);
  }
}

/** The unit is written once where all three have the same; an estimate has two digits. */
function join(before: number, low: number, high: number, format: (value: number) => string): string {
  const [from, least, most] = [format(before), format(low), format(high)];
  const unit = unitOf(most);
  const short = (text: string) => (unitOf(text) === unit ? text.slice(0, text.length - unit.length).trimEnd() : text);
  const range = least === most ? most : `${short(least)} – ${most}`;
  return `${short(from)} → ${range}`;
}

function unitOf(text: string): string {
  return /[^\d.,−<]*$/.exec(text)?.[0] ?? '';
}
