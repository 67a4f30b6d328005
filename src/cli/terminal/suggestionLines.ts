import { suggestionCommand } from '../../analysis/suggest/command';
import { assertNever } from '../../shared/base/assertNever';
import { formatBytes, formatCount, formatDuration } from '../../shared/base/formatNumber';
import type { Advice, DeclinedSuggestion, Gain, SuggestionReport } from '../../shared/report/suggestion';
import type { TerminalStyle } from './style';
import { wrapText } from './wrapText';

const INDENT = '   ';

/** Suggestions with their gain, its basis, and the command that does it; advice in words; then what was checked and does not help. */
export function suggestionLines(file: string, report: SuggestionReport, most: number, style: TerminalStyle): readonly string[] {
  const offered = report.offered.slice(0, most);
  const blocks = offered.map((suggestion, index) => [
    ...adviceLines(suggestion, `${String(index + 1)}  `, style),
    `${INDENT}$ ${suggestionCommand(file, suggestion)}`,
  ]);
  const advice = report.advice.slice(0, most).map(item => adviceLines(item, '·  ', style));
  const head = offered.length === 0 ? 'Nothing was found that a pass is likely to help with on this CPU' : 'What would help';
  return [
    style.strong(head),
    ...blocks.flat(),
    ...(advice.length === 0 ? [] : [style.strong('Advice, for the export or the next training')]),
    ...advice.flat(),
    ...declinedLines(report, style),
  ];
}

function adviceLines({ title, gain, promise, why, details }: Advice, mark: string, style: TerminalStyle): readonly string[] {
  const basis = gain === undefined ? details : `The gain is ${gain.basis} ${gain.from}. ${details}`;
  return [
    `${mark}${style.strong(title)}  ${gain === undefined ? style.faint('no estimate') : style.good(gainText(gain))}  ${promise}`,
    ...wrapText(why, style.width, INDENT),
    ...(basis === '' ? [] : wrapText(basis, style.width, INDENT).map(style.faint)),
  ];
}

function declinedLines({ declined, checks }: SuggestionReport, style: TerminalStyle): readonly string[] {
  if (declined.length === 0) return [];
  const lines = declined.flatMap(({ title, why }: DeclinedSuggestion) => wrapText(`${title}: ${why}`, style.width, INDENT));
  return [style.faint(`Checked, no gain expected (of ${String(checks)} checks)`), ...lines.map(style.faint)];
}

function gainText(gain: Gain): string {
  const [low, high] = [format(gain, gain.low), format(gain, gain.high)];
  return `${format(gain, gain.before)} → ${low === high ? low : `${low} – ${high}`}`;
}

function format(gain: Gain, value: number): string {
  switch (gain.metric) {
    case 'latencyMs':
      return formatDuration(value);
    case 'weightBytes':
      return formatBytes(value);
    case 'nodes':
      return `${formatCount(value)} nodes`;
    default:
      return assertNever(gain.metric);
  }
}
