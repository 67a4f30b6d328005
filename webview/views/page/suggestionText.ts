import * as l10n from '@vscode/l10n';
import { assertNever } from '../../../src/shared/base/assertNever';
import { formatBytes, formatDuration, formatSignificant } from '../../../src/shared/base/formatNumber';
import type { Advice, Gain, Suggestion } from '../../../src/shared/report/suggestion';

/** Verb of the button that does what a suggestion says: the first word of its title where that is a verb we know. */
export function actionWord({ title, pass }: Suggestion): string {
  if (pass.startsWith('quantize') || pass === 'mixed-precision') return l10n.t('Quantize');
  if (pass.startsWith('prune')) return l10n.t('Prune');
  if (pass === 'float16') return l10n.t('Convert');
  return /^(Apply|Clean|Fold|Fix|Merge|Share)\b/.exec(title)?.[1] === 'Clean' ? l10n.t('Clean') : l10n.t('Apply');
}

/** The sentence and all details, for a tooltip. */
export function fullText({ why, details }: Pick<Advice, 'why' | 'details'>): string {
  return details === '' ? why : `${why} ${details}`;
}

/** `57.6 → 18 – 24 ms`. */
export function gainText(gain: Gain): string {
  const { before, low, high, metric } = gain;
  switch (metric) {
    case 'latencyMs':
      return join(before, low, high, formatDuration);
    case 'weightBytes':
      return join(before, low, high, formatBytes);
    case 'nodes':
      return join(before, low, high, value => l10n.t('{0} nodes', formatSignificant(value)));
    default:
      return assertNever(metric);
  }
}

/** `57.6 → 19.0 ms`. */
export function changeText(beforeMs: number, afterMs: number): string {
  const [from, to] = [formatDuration(beforeMs), formatDuration(afterMs)];
  return unitOf(from) === unitOf(to) ? `${from.slice(0, from.length - unitOf(from).length)} → ${to}` : `${from} → ${to}`;
}

/** The unit is written once where all three have the same; an estimate has two digits. */
function join(before: number, low: number, high: number, format: (value: number) => string): string {
  const [from, least, most] = [format(before), format(low), format(high)];
  const unit = unitOf(most);
  const short = (text: string) => (unitOf(text) === unit ? text.slice(0, text.length - unit.length).trimEnd() : text);
  const range = least === most ? rounded(most) : `${rounded(short(least))} – ${rounded(most)}`;
  return `${short(from)} → ${range}`;
}

/** An estimate has no digits to spare: `18.0` is `18`. */
function rounded(text: string): string {
  return text.replace(/[.,]0+(?=\D|$)/, '');
}

function unitOf(text: string): string {
  return /[^\d.,−<]*$/.exec(text)?.[0] ?? '';
}
