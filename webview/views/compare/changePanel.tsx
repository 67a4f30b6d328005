import * as l10n from '@vscode/l10n';
import { useMemo } from 'preact/hooks';
import { assertNever } from '../../../src/shared/base/assertNever';
import { formatDuration, formatDurationChange, formatRelativeChange } from '../../../src/shared/base/formatNumber';
import type { MatchedTimes } from '../../../src/shared/report/comparedFile';
import { Button } from '../../ui/button';
import { ChartTable, type ChartColumn } from '../../ui/chartTable';
import { layerChanges, type LayerChange } from '../model/layerChanges';
import type { LayerModel, LayerUnit } from '../model/layerModel';
import { usePage } from '../page/usePage';
import { ChangeFigure } from './changeFigure';
import type { ComparedRow } from './comparedRow';

interface Props {
  readonly model: LayerModel;
  readonly row: ComparedRow;
  readonly width: number;
  readonly height: number;
}

const TABLE = 'table:change';

/** Where the time of the chosen file changed, per layer of the baseline. */
export function ChangePanel({ model, row, width, height }: Props) {
  const store = usePage();
  const shown = store.fileDifference.value;
  const difference = shown?.path === row.file?.path && shown?.answer.state === 'done' ? shown.answer.value : undefined;
  const changes = useMemo(
    () => (difference === undefined ? [] : layerChanges(model.layers, model.profile, difference)),
    [model.layers, model.profile, difference],
  );
  const hasTimes = changes.some(change => change !== undefined);
  const isTable = store.isToggled(TABLE);
  const title = titleOf(model.unit);
  return (
    <section class="compare-panel" aria-label={title}>
      <div class="compare-panel-head">
        <h2>{title}</h2>
        <span class="grow muted sm trunc">{l10n.t('{0} against {1}', row.fileName, store.state.value.fileName)}</span>
        {hasTimes ? (
          <Button compact secondary onClick={() => store.toggle(TABLE)}>
            {isTable ? l10n.t('Show as Chart') : l10n.t('Show as Table')}
          </Button>
        ) : undefined}
      </div>
      <p class="xs muted">{l10n.t('Blue: faster. Orange: slower. Outline only: within noise.')}</p>
      {!hasTimes ? (
        <NoTimes row={row} />
      ) : isTable ? (
        <ChangeTable model={model} changes={changes} />
      ) : width > 0 ? (
        <ChangeFigure model={model} changes={changes} width={width} height={height} caption={captionOf(changes, row, model.unit)} />
      ) : undefined}
      {hasTimes && difference?.times !== undefined ? <Unmatched times={difference.times} name={row.name} /> : undefined}
    </section>
  );
}

function titleOf(unit: LayerUnit): string {
  switch (unit) {
    case 'layers':
      return l10n.t('Change per layer');
    case 'kernels':
      return l10n.t('Change per kernel');
    case 'nodes':
      return l10n.t('Change per node');
    default:
      return assertNever(unit);
  }
}

function captionOf(changes: readonly (LayerChange | undefined)[], { name }: ComparedRow, unit: LayerUnit): string {
  const known = changes.flatMap(change => change ?? []);
  const count = (test: (change: LayerChange) => boolean) => known.filter(test).length;
  const faster = count(({ deltaMs, isNoise }) => !isNoise && deltaMs < 0);
  const slower = count(({ deltaMs, isNoise }) => !isNoise && deltaMs > 0);
  const amounts = { count: known.length, faster, name, slower, noise: known.length - faster - slower };
  switch (unit) {
    case 'layers':
      return l10n.t('Of {count} layers {faster} are faster in {name}, {slower} slower, {noise} within noise.', amounts);
    case 'kernels':
      return l10n.t('Of {count} kernels {faster} are faster in {name}, {slower} slower, {noise} within noise.', amounts);
    case 'nodes':
      return l10n.t('Of {count} nodes {faster} are faster in {name}, {slower} slower, {noise} within noise.', amounts);
    default:
      return assertNever(unit);
  }
}

/** `3 kernels only in int8: 1.20 ms`. */
function Unmatched({ times: { unmatched }, name }: { readonly times: MatchedTimes; readonly name: string }) {
  if (unmatched.length === 0) return null;
  const sum = unmatched.reduce((total, { medianMs }) => total + medianMs, 0);
  const listed = unmatched.slice(0, 20).map(kernel => `${kernel.op} ${kernel.name}: ${formatDuration(kernel.medianMs)}`);
  return (
    <p class="sm muted" title={listed.join('\n')}>
      {unmatched.length === 1
        ? l10n.t('1 kernel only in {0}: {1}', name, formatDuration(sum))
        : l10n.t('{0} kernels only in {1}: {2}', unmatched.length, name, formatDuration(sum))}
    </p>
  );
}

/** What is missing for times per layer. */
function NoTimes({ row }: { readonly row: ComparedRow }) {
  const store = usePage();
  const { trust, runnable, job } = store.state.value;
  const shown = store.fileDifference.value;
  if (shown === undefined || shown.answer.state === 'waiting')
    return <p class="compare-empty muted">{l10n.t('Reading {0}.', row.fileName)}</p>;
  if (shown.answer.state === 'failed') return <p class="compare-empty">{shown.answer.message}</p>;
  return (
    <div class="compare-empty">
      <p class="muted">
        {l10n.t(
          '{0} was not profiled under these conditions.',
          shown.answer.value.times === undefined ? row.fileName : store.state.value.fileName,
        )}
      </p>
      {trust === 'trusted' && runnable ? (
        <Button
          compact
          secondary
          icon="play"
          disabled={job !== undefined}
          onClick={() => store.act({ kind: 'measureCompared', ids: row.file === undefined ? [] : [row.file.id] })}
        >
          {l10n.t('Measure')}
        </Button>
      ) : undefined}
    </div>
  );
}

function ChangeTable({ model, changes }: { readonly model: LayerModel; readonly changes: readonly (LayerChange | undefined)[] }) {
  const store = usePage();
  const of = (text: (change: LayerChange) => string) => (layer: number) => {
    const change = changes[layer];
    return change === undefined ? '–' : text(change);
  };
  const columns: readonly ChartColumn[] = [
    { title: l10n.t('Layer'), width: 5, text: layer => model.layers[layer]?.name ?? '' },
    { title: l10n.t('Baseline'), width: 2, isNumber: true, text: of(({ baseMs }) => formatDuration(baseMs)) },
    { title: l10n.t('Variant'), width: 2, isNumber: true, text: of(({ fileMs }) => formatDuration(fileMs)) },
    {
      title: l10n.t('Change'),
      width: 2,
      isNumber: true,
      isMain: true,
      text: of(({ deltaMs, baseMs }) => formatDurationChange(deltaMs, Math.min(baseMs, Math.abs(deltaMs)))),
    },
    { title: l10n.t('Relative'), width: 2, isNumber: true, text: of(({ deltaMs, baseMs }) => formatRelativeChange(deltaMs / baseMs)) },
    { title: l10n.t('Certainty'), width: 2, text: of(({ isNoise }) => (isNoise ? l10n.t('within noise') : '')) },
  ];
  return (
    <ChartTable
      label={l10n.t('Change per layer')}
      count={changes.length}
      columns={columns}
      selected={store.selectedIn(model)}
      onSelect={layer => store.select(model.layers[layer]?.key)}
    />
  );
}
