import * as l10n from '@vscode/l10n';
import { useEffect, useId, useRef } from 'preact/hooks';
import { assertNever } from '../../../src/shared/base/assertNever';
import { formatBytes, formatDuration, formatDurationInterval, formatRelativeChange } from '../../../src/shared/base/formatNumber';
import { Icon } from '../../ui/icon';
import { IconButton } from '../../ui/iconButton';
import { Interval } from '../../ui/interval';
import { rowTarget } from '../../ui/rowTarget';
import { budgetState, type BudgetState } from '../../../src/shared/report/budgetState';
import { exactBytes } from '../model/exactBytes';
import { usePage } from '../page/usePage';
import { VariantDot } from '../page/variantDot';
import { accuracyText, agreementHeading, agreementText, verdictText } from './comparedText';
import type { ComparedRow } from './comparedRow';
import { LatencyBar } from './latencyBar';

interface Props {
  readonly rows: readonly ComparedRow[];
  /** Path of the file that is drawn below. */
  readonly selected: string | undefined;
  readonly onSelect: (row: ComparedRow) => void;
}

const PAGE = 5;

/** Baseline and files with what was measured of them (design spec 4.7). */
export function CompareTable({ rows, selected, onSelect }: Props) {
  const id = useId();
  const grid = useRef<HTMLDivElement>(null);
  const budget = usePage().ui.value.budgetPercent;
  const active = rows.findIndex(({ file }) => file !== undefined && file.path === selected);
  const longest = rows.reduce((most, { latencyMs }) => Math.max(most, latencyMs?.high ?? 0), 0);
  const hasBudget = rows.some(({ measured }) => budgetState(measured?.outputs, budget / 100) !== undefined);
  const key = (event: KeyboardEvent) => {
    const next = rowTarget(event.key, Math.max(0, active), rows.length, PAGE);
    const row = next === undefined ? undefined : rows[next]?.file === undefined ? rows[1] : rows[next];
    if (row === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onSelect(row);
  };
  useEffect(() => grid.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }), [active]);
  return (
    <div
      ref={grid}
      class={`compare-table ${hasBudget ? 'with-budget' : ''}`}
      role="grid"
      tabIndex={0}
      aria-label={l10n.t('Variants')}
      aria-rowcount={rows.length + 1}
      {...(active >= 0 ? { 'aria-activedescendant': `${id}-${active}` } : {})}
      onKeyDown={key}
    >
      <div role="row" aria-rowindex={1} class="compare-row compare-head sm">
        <span role="columnheader">{l10n.t('Variant')}</span>
        <span role="columnheader" class="num compare-size">
          {l10n.t('Size')}
        </span>
        <span role="columnheader" class="num compare-size">
          <span class="visually-hidden">{l10n.t('Change of size')}</span>
        </span>
        <span role="columnheader" class="compare-bar">
          {l10n.t('Latency, 95 % interval')}
        </span>
        <span role="columnheader" class="num">
          <span class="visually-hidden">{l10n.t('Latency')}</span>
        </span>
        <span role="columnheader" class="compare-verdict">
          {l10n.t('Against baseline')}
        </span>
        <span role="columnheader" class="num compare-agreement">
          {agreementHeading(rows)}
        </span>
        {hasBudget ? (
          <span role="columnheader" class="compare-budget" title={l10n.t('Least agreement that a variant must keep')}>
            ≥ {budget} %
          </span>
        ) : undefined}
      </div>
      {rows.map((row, index) => (
        <div
          key={row.file?.path ?? ''}
          id={`${id}-${index}`}
          role="row"
          aria-rowindex={index + 2}
          aria-selected={index === active}
          class={`compare-row ${row.file === undefined ? 'baseline' : ''}`}
          onClick={() => row.file !== undefined && onSelect(row)}
        >
          <Cells row={row} baseline={rows[0]} longest={longest} />
          {hasBudget ? <BudgetCell state={budgetState(row.measured?.outputs, budget / 100)} budget={budget} /> : undefined}
        </div>
      ))}
    </div>
  );
}

interface CellsProps {
  readonly row: ComparedRow;
  readonly baseline: ComparedRow | undefined;
  readonly longest: number;
}

function Cells({ row, baseline, longest }: CellsProps) {
  const { file, bytes, latencyMs, measured } = row;
  const agreement = agreementText(row);
  const before = measured?.latency?.before;
  const inTurns = before === undefined ? '' : l10n.t('Measured in turns with the baseline at {0}', formatDuration(before.medianMs));
  return (
    <>
      <NameCell row={row} />
      <span role="gridcell" class="num compare-size" title={exactBytes(bytes)}>
        {formatBytes(bytes)}
      </span>
      <span role="gridcell" class="num compare-size muted">
        {file === undefined || baseline === undefined ? '' : formatRelativeChange(bytes / baseline.bytes - 1)}
      </span>
      <span role="gridcell" class="compare-bar">
        <LatencyBar row={row} baselineMs={baseline?.latencyMs?.value} longestMs={longest} />
      </span>
      <span role="gridcell" class="num nowrap" title={inTurns}>
        {latencyMs === undefined ? (
          <span class="muted">–</span>
        ) : (
          <>
            {formatDuration(latencyMs.value)}{' '}
            <Interval text={formatDurationInterval(latencyMs.low, latencyMs.high, latencyMs.value)} class="sm" />
          </>
        )}
      </span>
      <VerdictCell row={row} />
      <span role="gridcell" class="num nowrap compare-agreement" title={accuracyText(measured)}>
        {agreement.text} <span class="muted">{agreement.aside}</span>
      </span>
    </>
  );
}

function NameCell({ row }: { readonly row: ComparedRow }) {
  const store = usePage();
  const { file } = row;
  return (
    <span role="gridcell" class="compare-name">
      <VariantDot identity={row.identity} />
      <span class="trunc" title={file?.path ?? row.fileName}>
        {row.fileName} <span class="muted compare-description">{row.description}</span>
      </span>
      {file === undefined ? undefined : (
        <span class="compare-actions">
          <IconButton
            icon="go-to-file"
            label={l10n.t('Open {0}', file.fileName)}
            onClick={() => store.act({ kind: 'openCompared', id: file.id })}
          />
          {file.variant === undefined ? (
            <IconButton
              icon="close"
              label={l10n.t('Take {0} from the list', file.fileName)}
              onClick={() => store.act({ kind: 'removeCompared', id: file.id })}
            />
          ) : undefined}
        </span>
      )}
    </span>
  );
}

/** The verdict, and why it may not hold. */
function VerdictCell({ row }: { readonly row: ComparedRow }) {
  const { file, measured } = row;
  const isFailed = file?.error !== undefined || measured?.outputs?.verdict === 'broken';
  const isMeasured = measured?.latency !== undefined && !isFailed;
  return (
    <span role="gridcell" class={`trunc compare-verdict ${isMeasured ? '' : 'muted'}`} title={file?.error?.message ?? ''}>
      {isFailed ? <Icon name="error" size={14} class="status-error" /> : undefined}
      {file?.isStale === true ? (
        <span title={l10n.t('One of the files changed since it was measured')}>
          <Icon name="warning" size={14} class="status-warning" /> {l10n.t('stale:')}{' '}
        </span>
      ) : undefined}
      {verdictText(row)}
    </span>
  );
}

const BUDGET = {
  meets: { icon: 'check', class: 'status-good' },
  below: { icon: 'warning', class: 'status-warning' },
  'not certain': { icon: 'question', class: 'muted' },
} as const;

function budgetText(state: BudgetState, budget: number): string {
  switch (state) {
    case 'meets':
      return l10n.t('meets {0} %', budget);
    case 'below':
      return l10n.t('below {0} %', budget);
    case 'not certain':
      return l10n.t('not certain for {0} %', budget);
    default:
      return assertNever(state);
  }
}

function BudgetCell({ state, budget }: { readonly state: BudgetState | undefined; readonly budget: number }) {
  if (state === undefined) return <span role="gridcell" class="compare-budget" />;
  const { icon, class: color } = BUDGET[state];
  const text = budgetText(state, budget);
  return (
    <span role="gridcell" class="compare-budget" title={text}>
      <Icon name={icon} size={14} class={color} />
      <span class="visually-hidden">{text}</span>
    </span>
  );
}
