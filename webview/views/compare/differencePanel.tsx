import { useMemo, useState } from 'preact/hooks';
import { formatSignificant } from '../../../src/shared/base/formatNumber';
import {
  countNodes,
  DIFFERENCE_KINDS,
  type DifferenceNode,
  type GraphDifference,
  type NodeChange,
} from '../../../src/shared/report/graphDifference';
import { ChartTable, type ChartColumn } from '../../ui/chartTable';
import { usePage } from '../page/usePage';
import type { ComparedRow } from './comparedRow';

/** A line of the table: a difference of the interface, or of nodes. */
interface DifferenceRow {
  readonly kind: string;
  readonly before: string;
  readonly after: string;
  readonly what: string;
  /** Node of the baseline that the line is about. */
  readonly node: number | undefined;
}

/** What was added, removed, replaced and changed in the graph of the chosen file. */
export function DifferencePanel({ row }: { readonly row: ComparedRow }) {
  const shown = usePage().fileDifference.value;
  if (shown === undefined || shown.path !== row.file?.path || shown.answer.state !== 'done') return null;
  return <Differences difference={shown.answer.value.difference} row={row} />;
}

function Differences({ difference, row }: { readonly difference: GraphDifference; readonly row: ComparedRow }) {
  const store = usePage();
  const [chosen, setChosen] = useState(-1);
  const lines = useMemo(() => differenceRows(difference), [difference]);
  const columns: readonly ChartColumn[] = [
    { title: 'Difference', width: 2, text: index => lines[index]?.kind ?? '' },
    { title: 'Baseline', width: 5, text: index => lines[index]?.before ?? '' },
    { title: row.name, width: 5, text: index => lines[index]?.after ?? '' },
    { title: 'What changed', width: 6, text: index => lines[index]?.what ?? '' },
  ];
  const choose = (index: number) => {
    setChosen(index);
    const node = lines[index]?.node;
    if (node !== undefined) store.select(node);
  };
  return (
    <section class="compare-panel compare-difference" aria-label="Structure">
      <div class="compare-panel-head">
        <h2>Structure</h2>
        <span class="grow muted sm">{summary(difference)}</span>
      </div>
      {lines.length === 0 ? undefined : (
        <ChartTable label="Differences of the graphs" count={lines.length} columns={columns} selected={chosen} onSelect={choose} />
      )}
    </section>
  );
}

/** `3 changed, 12 added, 18 unchanged. Matched through where the nodes came from.` */
function summary(difference: GraphDifference): string {
  const counts = DIFFERENCE_KINDS.map(kind => [countNodes(difference, kind), kind] as const).filter(([count]) => count > 0);
  const words = [...counts.map(([count, kind]) => `${count} ${kind}`), `${difference.unchanged} unchanged`].join(', ');
  const how = difference.matchedBy === 'provenance' ? 'Matched through where the nodes came from.' : 'Matched by names and structure.';
  return `${words}. ${how}`;
}

function differenceRows({ differences, interface: changes }: GraphDifference): readonly DifferenceRow[] {
  const names = { input: 'input', output: 'output', opset: 'operator set', irVersion: 'IR version' } as const;
  return [
    ...changes.map(({ what, name, before, after }): DifferenceRow => ({ kind: names[what], before, after, what: name, node: undefined })),
    ...differences.map(({ kind, before, after, changes: ofNode }): DifferenceRow => ({
      kind,
      before: nodesText(before),
      after: nodesText(after),
      what: ofNode.map(changeText).join('; '),
      node: before[0]?.id,
    })),
  ];
}

const MOST_NODES = 3;

function nodesText(nodes: readonly DifferenceNode[]): string {
  const named = nodes.slice(0, MOST_NODES).map(({ name, op }) => (name.startsWith(`${op} #`) ? name : `${op} ${name}`));
  return nodes.length > MOST_NODES ? `${named.join(', ')} and ${nodes.length - MOST_NODES} more` : named.join(', ');
}

function changeText({ what, name, before, after, distance }: NodeChange): string {
  const title = [what === 'input' || what === 'weight' ? '' : what, name].filter(Boolean).join(' ');
  if (distance !== undefined) return `${title}: SQNR ${formatSignificant(distance.sqnrDb)}\u202fdB`;
  return `${title}: ${before === '' ? 'none' : before} → ${after === '' ? 'none' : after}`;
}
