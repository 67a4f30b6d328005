import { formatCount } from '../../shared/base/formatNumber';
import type { PassOutcome } from '../../shared/report/optimizeResult';
import { printable } from './printable';
import type { TerminalStyle } from './style';
import { wrapText } from './wrapText';

const LONGEST_TEXT = 300;
const MOST_REASONS = 5;

/** What every pass changed, and why it left layers alone; layers with the same reason in one line. */
export function passOutcomeLines(passes: readonly PassOutcome[], style: TerminalStyle): readonly string[] {
  return passes.flatMap(({ id, changedNodes, skipped, notes }) => {
    const sentences = [
      `${id}: ${formatCount(changedNodes)} ${changedNodes === 1 ? 'node' : 'nodes'} changed.`,
      ...notes.map(note => printable(note, LONGEST_TEXT)),
      ...skippedSentences(skipped.filter(({ reason }) => !notes.some(note => note.includes(reason)))),
    ];
    return sentences.flatMap((sentence, index) => wrapText(sentence, style.width, index === 0 ? '  ' : '    ')).map(style.faint);
  });
}

function skippedSentences(skipped: PassOutcome['skipped']): readonly string[] {
  const counts = new Map<string, number>();
  for (const { reason } of skipped) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const sorted = [...counts].sort((a, b) => b[1] - a[1]);
  const rest = sorted.slice(MOST_REASONS).reduce((sum, [, count]) => sum + count, 0);
  return [
    ...sorted.slice(0, MOST_REASONS).map(([reason, count]) => `${layers(count)} unchanged: ${printable(reason, LONGEST_TEXT)}`),
    ...(rest === 0 ? [] : [`${layers(rest)} unchanged for other reasons`]),
  ];
}

function layers(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'layer' : 'layers'}`;
}
