import { assertNever } from '../../shared/base/assertNever';
import { formatBytes, formatCount, formatDuration } from '../../shared/base/formatNumber';
import type { Gain, SuggestionReport } from '../../shared/report/suggestion';
import { suggestionCommand } from '../../analysis/suggest/command';

/** Suggestions with their gain, its basis, and the command that does it; then what was checked and does not help. */
export function suggestionLines(file: string, report: SuggestionReport, most: number): readonly string[] {
  const offered = report.offered.slice(0, most);
  if (offered.length === 0)
    return [`Nothing found that is likely to help on this CPU. ${String(report.declined.length)} checks made.`, ...declinedLines(report)];
  return [
    ...offered.flatMap(suggestion => [
      `${suggestion.title}  (${suggestion.promise}${suggestion.gain === undefined ? ', no estimate' : `, ${gainText(suggestion.gain)}`})`,
      `  ${suggestion.why}`,
      `  ${suggestionCommand(file, suggestion)}`,
    ]),
    ...declinedLines(report),
  ];
}

function declinedLines(report: SuggestionReport): readonly string[] {
  return report.declined.map(declined => `Not here: ${declined.title}. ${declined.why}`);
}

function gainText(gain: Gain): string {
  return `${format(gain, gain.before)} → ${format(gain, gain.low)} – ${format(gain, gain.high)}, ${gain.basis} ${gain.from}`;
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
