import { groupBy } from '../../shared/base/groupBy';
import type { MissedFusion } from '../../shared/report/missedFusion';
import { printable } from './printable';
import type { TerminalStyle } from './style';
import { wrapText } from './wrapText';

const MOST_GROUPS = 5;
const MOST_PLACES = 6;

/** Fusions that the runtime usually makes and did not make, those of one kind and condition together, with the evidence of the first. */
export function missedFusionLines(missed: readonly MissedFusion[], style: TerminalStyle): readonly string[] {
  if (missed.length === 0) return [];
  const groups = groupBy(missed, ({ fusion, condition }) => `${fusion} ${condition}`);
  const shown = [...groups.values()].sort((a, b) => b.length - a.length).slice(0, MOST_GROUPS);
  const left = missed.length - shown.reduce((sum, { length }) => sum + length, 0);
  return [
    style.strong('What did not run as one kernel'),
    ...shown.flatMap(group => wrapText(groupText(group), style.width, '  ')),
    ...(left === 0 ? [] : [style.faint(`  ${String(left)} more, all with --json`)]),
  ];
}

/** `Conv + Relu at 12, 40 and 3 more: “c” is read 2 times, by the nodes …` */
function groupText(group: readonly MissedFusion[]): string {
  const [first] = group;
  const places = group.slice(0, MOST_PLACES).map(({ nodes }) => String(nodes[0] ?? ''));
  const more = group.length - places.length;
  const where = more === 0 ? places.join(', ') : `${places.join(', ')} and ${String(more)} more`;
  return `${first?.fusion ?? ''} at ${where}: ${printable(first?.why ?? '', Infinity)}`;
}
