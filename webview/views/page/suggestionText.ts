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

/** `57.6 → 18 – 24 ms`: the unit is written once where all three have the same. */
export function gainText(gain: Gain): string {
  const [from, most] = [formatOf(gain)(gain.before), formatOf(gain)(gain.high)];
  return `${withoutUnit(from, unitOf(most))} → ${gainRange(gain)}`;
}

/** `18 – 24 ms`: what the metric is expected to become. */
export function gainRange(gain: Gain): string {
  const [least, most] = [formatOf(gain)(gain.low), formatOf(gain)(gain.high)];
  return least === most ? rounded(most) : `${rounded(withoutUnit(least, unitOf(most)))} – ${rounded(most)}`;
}

function formatOf({ metric }: Gain): (value: number) => string {
  switch (metric) {
    case 'latencyMs':
      return formatDuration;
    case 'weightBytes':
      return formatBytes;
    case 'nodes':
      return value => l10n.t('{0} nodes', formatSignificant(value));
    default:
      return assertNever(metric);
  }
}

/** `57.6 → 19.0 ms`. */
export function changeText(beforeMs: number, afterMs: number): string {
  const [from, to] = [formatDuration(beforeMs), formatDuration(afterMs)];
  return unitOf(from) === unitOf(to) ? `${from.slice(0, from.length - unitOf(from).length)} → ${to}` : `${from} → ${to}`;
}

/** A number with `unit` loses it; another one keeps its own. */
function withoutUnit(text: string, unit: string): string {
  return unitOf(text) === unit ? text.slice(0, text.length - unit.length).trimEnd() : text;
}

/** An estimate has no digits to spare: `18.0` is `18`. */
function rounded(text: string): string {
  return text.replace(/[.,]0+(?=\D|$)/, '');
}

function unitOf(text: string): string {
  return /[^\d.,−<]*$/.exec(text)?.[0] ?? '';
}
