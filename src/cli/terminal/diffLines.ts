import path from 'node:path';
import { assertNever } from '../../shared/base/assertNever';
import { formatSignificant } from '../../shared/base/formatNumber';
import {
  countNodes,
  DIFFERENCE_KINDS,
  type DifferenceNode,
  type GraphDifference,
  type NodeChange,
  type NodeDifference,
  type ValueDistance,
} from '../../shared/report/graphDifference';
import type { DiffedModels } from '../diffJson';
import { printable } from './printable';
import type { TerminalStyle } from './style';

const MOST_DIFFERENCES = 200;
const MOST_NODES = 3;
const LONGEST_VALUE = 70;

/** Counts, then a line per difference of the interface and per group of nodes, with what changed below. */
export function diffLines(models: DiffedModels, difference: GraphDifference, style: TerminalStyle): readonly string[] {
  const { differences, matchedBy, unchanged } = difference;
  const counts = DIFFERENCE_KINDS.flatMap(kind => {
    const count = countNodes(difference, kind);
    return count === 0 ? [] : [`${count} ${kind}`];
  });
  const [before, after] = [models.before, models.after].map(model => printable(path.basename(model.path)));
  const how = matchedBy === 'provenance' ? `by where ${after ?? ''} says its nodes came from` : 'by names and structure';
  return [
    style.strong(`${before ?? ''} → ${after ?? ''}: ${counts.length === 0 ? 'the same nodes' : counts.join(', ')}`),
    style.faint(`${unchanged} nodes unchanged, matched ${how}`),
    ...difference.interface.map(
      change => `  ${change.what} ${printable(change.name)}: ${valueText(change.before)} → ${valueText(change.after)}`,
    ),
    ...differences.slice(0, MOST_DIFFERENCES).flatMap(differenceLines),
    ...(differences.length > MOST_DIFFERENCES
      ? [style.faint(`… and ${differences.length - MOST_DIFFERENCES} more; --json lists all`)]
      : []),
  ];
}

function differenceLines({ kind, before, after, changes }: NodeDifference): readonly string[] {
  return [`${markOf(kind)} ${nodesText(before, after)}`, ...changes.map(change => `    ${changeText(change)}`)];
}

function markOf(kind: NodeDifference['kind']): string {
  switch (kind) {
    case 'added':
      return '+';
    case 'removed':
      return '−';
    case 'replaced':
      return '→';
    case 'changed':
      return '~';
    default:
      return assertNever(kind);
  }
}

function nodesText(before: readonly DifferenceNode[], after: readonly DifferenceNode[]): string {
  const [from, to] = [before, after].map(nodes => {
    const named = nodes
      .slice(0, MOST_NODES)
      .map(({ name, op }) => (name.startsWith(`${op} #`) ? printable(name) : `${op} ${printable(name)}`));
    return nodes.length > MOST_NODES ? `${named.join(', ')} and ${nodes.length - MOST_NODES} more` : named.join(', ');
  });
  return [from, to].filter((text, index) => text !== '' && (index === 0 || text !== from)).join(' → ');
}

function changeText({ what, name, before, after, distance }: NodeChange): string {
  const title = [what === 'input' || what === 'weight' ? '' : what, printable(name)].filter(Boolean).join(' ');
  if (distance !== undefined) return `${title}: ${valueText(before)}, ${distanceText(distance)}`;
  return `${title}: ${valueText(before)} → ${valueText(after)}`;
}

function valueText(text: string): string {
  return text === '' ? 'none' : printable(text, LONGEST_VALUE);
}

/** `SQNR 34.2 dB, largest difference 0.012`. */
function distanceText({ maxAbs, sqnrDb }: ValueDistance): string {
  if (maxAbs === 0) return 'equal';
  return `SQNR ${formatSignificant(sqnrDb)}\u202fdB, largest difference ${formatSignificant(maxAbs)}`;
}
