import * as l10n from '@vscode/l10n';
import { formatBytes, formatDuration, formatDurationInterval } from '../../../src/shared/base/formatNumber';
import { Button } from '../../ui/button';
import { ChartTable, type ChartColumn } from '../../ui/chartTable';
import { budgetState } from '../../../src/shared/report/budgetState';
import { usePage } from '../page/usePage';
import { agreementText, verdictText } from './comparedText';
import type { ComparedRow } from './comparedRow';
import { ParetoFigure } from './paretoFigure';
import { paretoFront } from './paretoFront';
import { paretoFrame } from './paretoFrame';

interface Props {
  readonly rows: readonly ComparedRow[];
  readonly selected: string | undefined;
  readonly width: number;
  readonly height: number;
  readonly onSelect: (row: ComparedRow) => void;
}

const TABLE = 'table:pareto';

/** All files by latency and agreement (or size), as a plot or as a table. */
export function ParetoPanel({ rows, selected, width, height, onSelect }: Props) {
  const store = usePage();
  const frame = paretoFrame(rows, width, height);
  const isTable = store.isToggled(TABLE);
  const isAgreement = frame?.measure === 'agreement';
  const budget = store.ui.value.budgetPercent / 100;
  const hasBudget = rows.some(({ measured }) => budgetState(measured?.outputs, budget) !== undefined);
  const front = paretoFront(
    (frame?.points ?? []).map(({ row, latencyMs, value }) => ({ row, x: latencyMs.value, y: isAgreement ? value.value : -value.value })),
  );
  const [count, best] = [frame?.points.length ?? 0, front.map(({ row }) => row.name).join(', ')];
  const title = isAgreement ? l10n.t('Speed and agreement') : l10n.t('Speed and size');
  const caption = isAgreement
    ? l10n.t('{0} models by latency and agreement with the baseline. Not beaten by any other: {1}.', count, best)
    : l10n.t('{0} models by latency and file size. Not beaten by any other: {1}.', count, best);
  return (
    <section class="compare-panel" aria-label={title}>
      <div class="compare-panel-head">
        <h2 class="grow">{title}</h2>
        {frame === undefined ? undefined : (
          <Button compact secondary onClick={() => store.toggle(TABLE)}>
            {isTable ? l10n.t('Show as Chart') : l10n.t('Show as Table')}
          </Button>
        )}
      </div>
      <p class="xs muted">{l10n.t('Whiskers: 95 % intervals. Area: file size. Line: not beaten by any other.')}</p>
      {frame === undefined ? (
        <p class="compare-empty muted">{l10n.t('Nothing was measured against the baseline yet.')}</p>
      ) : isTable ? (
        <ParetoTable rows={frame.points.map(({ row }) => row)} selected={selected} onSelect={onSelect} />
      ) : width > 0 ? (
        <ParetoFigure frame={frame} caption={caption} budget={hasBudget ? budget : undefined} selected={selected} onSelect={onSelect} />
      ) : undefined}
      {frame === undefined ? undefined : <NotDrawn rows={rows} drawn={frame.points.map(({ row }) => row)} />}
    </section>
  );
}

/** Files that have no place in the plot, and why. */
function NotDrawn({ rows, drawn }: { readonly rows: readonly ComparedRow[]; readonly drawn: readonly ComparedRow[] }) {
  const others = rows.filter(row => !drawn.includes(row));
  if (others.length === 0) return null;
  const named = others.map(({ name, latencyMs }) =>
    latencyMs === undefined ? l10n.t('{0} (not measured)', name) : l10n.t('{0} (no agreement known)', name),
  );
  return <p class="xs muted">{l10n.t('Not drawn: {0}', named.join(', '))}</p>;
}

function ParetoTable({ rows, selected, onSelect }: Pick<Props, 'rows' | 'selected' | 'onSelect'>) {
  const of = (text: (row: ComparedRow) => string) => (index: number) => {
    const row = rows[index];
    return row === undefined ? '' : text(row);
  };
  const columns: readonly ChartColumn[] = [
    { title: l10n.t('Model'), width: 4, text: of(({ fileName }) => fileName) },
    { title: l10n.t('Latency'), width: 2, isNumber: true, text: of(({ latencyMs }) => formatDuration(latencyMs?.value ?? NaN)) },
    {
      title: l10n.t('95 % interval'),
      width: 3,
      isNumber: true,
      text: of(({ latencyMs: ms }) => (ms === undefined ? '' : formatDurationInterval(ms.low, ms.high, ms.value))),
    },
    { title: l10n.t('Size'), width: 2, isNumber: true, text: of(({ bytes }) => formatBytes(bytes)) },
    { title: l10n.t('Outputs'), width: 3, isNumber: true, text: of(row => Object.values(agreementText(row)).filter(Boolean).join(' ')) },
    { title: l10n.t('Against baseline'), width: 3, text: of(verdictText) },
  ];
  const select = (index: number) => {
    const row = rows[index];
    if (row?.file !== undefined) onSelect(row);
  };
  return (
    <ChartTable
      label={l10n.t('Speed and agreement')}
      count={rows.length}
      columns={columns}
      selected={rows.findIndex(({ file }) => file !== undefined && file.path === selected)}
      onSelect={select}
    />
  );
}
