import * as l10n from '@vscode/l10n';
import { useMemo, useState } from 'preact/hooks';
import { assertNever } from '../../../src/shared/base/assertNever';
import { formatSignificant } from '../../../src/shared/base/formatNumber';
import {
  countNodes,
  DIFFERENCE_KINDS,
  type DifferenceKind,
  type DifferenceNode,
  type GraphDifference,
  type NodeChange,
} from '../../../src/shared/report/graphDifference';
import { Button } from '../../ui/button';
import { ChartTable, type ChartColumn } from '../../ui/chartTable';
import { STRUCTURE } from '../model/structureColumn';
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
    { title: l10n.t('Difference'), width: 2, text: index => lines[index]?.kind ?? '' },
    { title: l10n.t('Baseline'), width: 5, isMain: true, text: index => lines[index]?.before ?? '' },
    { title: row.name, width: 5, text: index => lines[index]?.after ?? '' },
    { title: l10n.t('What changed'), width: 6, text: index => lines[index]?.what ?? '' },
  ];
  const choose = (index: number) => {
    setChosen(index);
    const node = lines[index]?.node;
    if (node !== undefined) store.select(node);
  };
  const showInGraph = (node: number | undefined) => {
    if (node !== undefined) store.select(node);
    store.setMetric(STRUCTURE);
    store.arrange({ view: 'graph' });
  };
  return (
    <section class="compare-panel compare-difference" aria-label={l10n.t('Structure')}>
      <div class="compare-panel-head">
        <h2>{l10n.t('Structure')}</h2>
        <span class="grow muted sm">{summary(difference)}</span>
        {difference.differences.some(({ before }) => before.length > 0) ? (
          <Button compact secondary action="showStructure" onClick={() => showInGraph(lines[chosen]?.node)}>
            {l10n.t('Show in Graph')}
          </Button>
        ) : undefined}
      </div>
      {lines.length === 0 ? undefined : (
        <ChartTable
          label={l10n.t('Differences of the graphs')}
          count={lines.length}
          columns={columns}
          selected={chosen}
          onSelect={choose}
        />
      )}
    </section>
  );
}

const KINDS: Readonly<Record<DifferenceKind, string>> = {
  changed: l10n.t('changed'),
  replaced: l10n.t('replaced'),
  removed: l10n.t('removed'),
  added: l10n.t('added'),
};

function kindCount(kind: DifferenceKind, count: number): string {
  switch (kind) {
    case 'changed':
      return l10n.t('{0} changed', count);
    case 'replaced':
      return l10n.t('{0} replaced', count);
    case 'removed':
      return l10n.t('{0} removed', count);
    case 'added':
      return l10n.t('{0} added', count);
    default:
      return assertNever(kind);
  }
}

/** `3 changed, 12 added, 18 unchanged. Matched through where the nodes came from.` */
function summary(difference: GraphDifference): string {
  const counts = DIFFERENCE_KINDS.map(kind => [countNodes(difference, kind), kind] as const).filter(([count]) => count > 0);
  const words = [...counts.map(([count, kind]) => kindCount(kind, count)), l10n.t('{0} unchanged', difference.unchanged)].join(', ');
  return difference.matchedBy === 'provenance'
    ? l10n.t('{0}. Matched through where the nodes came from.', words)
    : l10n.t('{0}. Matched by names and structure.', words);
}

function differenceRows({ differences, interface: changes }: GraphDifference): readonly DifferenceRow[] {
  const names = {
    input: l10n.t('input'),
    output: l10n.t('output'),
    opset: l10n.t('operator set'),
    irVersion: l10n.t('IR version'),
  } as const;
  return [
    ...changes.map(({ what, name, before, after }): DifferenceRow => ({ kind: names[what], before, after, what: name, node: undefined })),
    ...differences.map(({ kind, before, after, changes: ofNode }): DifferenceRow => ({
      kind: KINDS[kind],
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
  const more = nodes.length - MOST_NODES;
  return more > 0 ? l10n.t('{0} and {1} more', named.join(', '), more) : named.join(', ');
}

function changeText({ what, name, before, after, distance }: NodeChange): string {
  const title = [what === 'input' || what === 'weight' ? '' : what, name].filter(Boolean).join(' ');
  if (distance !== undefined) return `${title}: SQNR ${formatSignificant(distance.sqnrDb)}\u202fdB`;
  const none = l10n.t('none');
  return `${title}: ${before === '' ? none : before} → ${after === '' ? none : after}`;
}
