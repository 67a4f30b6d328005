import { suggestionCommand } from '../../analysis/suggest/command';
import { assertNever } from '../../shared/base/assertNever';
import { formatBytes, formatCount, formatDuration } from '../../shared/base/formatNumber';
import type { DeclinedSuggestion, Gain, Suggestion, SuggestionReport } from '../../shared/report/suggestion';
import type { TerminalStyle } from './style';
import { wrapText } from './wrapText';

const INDENT = '   ';

/** Suggestions with their gain, its basis, and the command that does it; then what was checked and does not help. */
export function suggestionLines(file: string, report: SuggestionReport, most: number, style: TerminalStyle): readonly string[] {
  const offered = report.offered.slice(0, most);
  const blocks = offered.map((suggestion, index) => offerLines(file, suggestion, index + 1, style));
  const head = offered.length === 0 ? 'Nothing was found that is likely to help on this CPU' : 'What would help';
  return [style.strong(head), ...blocks.flat(), ...declinedLines(report.declined, style)];
}

function offerLines(file: string, suggestion: Suggestion, rank: number, style: TerminalStyle): readonly string[] {
  const { gain } = suggestion;
  return [
    `${String(rank)}  ${style.strong(suggestion.title)}${gain === undefined ? '' : `  ${style.good(gainText(gain))}`}  ${suggestion.promise}`,
    ...wrapText(suggestion.why, style.width, INDENT),
    ...(gain === undefined ? [] : wrapText(`The gain is ${gain.basis} ${gain.from}.`, style.width, INDENT).map(style.faint)),
    `${INDENT}$ ${suggestionCommand(file, suggestion)}`,
  ];
}

function declinedLines(declined: readonly DeclinedSuggestion[], style: TerminalStyle): readonly string[] {
  if (declined.length === 0) return [];
  const lines = declined.flatMap(({ title, why }) => wrapText(`${title}: ${why}`, style.width, INDENT));
  return [style.faint('Checked, no gain expected'), ...lines.map(style.faint)];
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
