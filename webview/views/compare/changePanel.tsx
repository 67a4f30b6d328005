import { useMemo } from 'preact/hooks';
import { formatDuration, formatDurationChange, formatRelativeChange } from '../../../src/shared/base/formatNumber';
import type { MatchedTimes } from '../../../src/shared/report/comparedFile';
import { Button } from '../../ui/button';
import { ChartTable, type ChartColumn } from '../../ui/chartTable';
import { layerChanges, type LayerChange } from '../model/layerChanges';
import type { LayerModel } from '../model/layerModel';
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
  const unit = model.unit.slice(0, -1);
  return (
    <section class="compare-panel" aria-label={`Change per ${unit}`}>
      <div class="compare-panel-head">
        <h2>Change per {unit}</h2>
        <span class="grow muted sm trunc">
          {row.fileName} against {store.state.value.fileName}
        </span>
        {hasTimes ? (
          <Button compact secondary onClick={() => store.toggle(TABLE)}>
            {isTable ? 'Show as Chart' : 'Show as Table'}
          </Button>
        ) : undefined}
      </div>
      <p class="xs muted">Blue: faster. Orange: slower. Outline only: within noise.</p>
      {!hasTimes ? (
        <NoTimes row={row} />
      ) : isTable ? (
        <ChangeTable model={model} changes={changes} />
      ) : width > 0 ? (
        <ChangeFigure model={model} changes={changes} width={width} height={height} caption={captionOf(changes, row, unit)} />
      ) : undefined}
      {hasTimes && difference?.times !== undefined ? <Unmatched times={difference.times} name={row.name} /> : undefined}
    </section>
  );
}

function captionOf(changes: readonly (LayerChange | undefined)[], { name }: ComparedRow, unit: string): string {
  const known = changes.flatMap(change => change ?? []);
  const count = (test: (change: LayerChange) => boolean) => known.filter(test).length;
  const faster = count(({ deltaMs, isNoise }) => !isNoise && deltaMs < 0);
  const slower = count(({ deltaMs, isNoise }) => !isNoise && deltaMs > 0);
  return `Of ${known.length} ${unit}s ${faster} are faster in ${name}, ${slower} slower, ${known.length - faster - slower} within noise.`;
}

/** `3 kernels only in int8: 1.20 ms`. */
function Unmatched({ times: { unmatched }, name }: { readonly times: MatchedTimes; readonly name: string }) {
  if (unmatched.length === 0) return null;
  const sum = unmatched.reduce((total, { medianMs }) => total + medianMs, 0);
  const listed = unmatched.slice(0, 20).map(kernel => `${kernel.op} ${kernel.name}: ${formatDuration(kernel.medianMs)}`);
  return (
    <p class="sm muted" title={listed.join('\n')}>
      {unmatched.length} {unmatched.length === 1 ? 'kernel' : 'kernels'} only in {name}: {formatDuration(sum)}
    </p>
  );
}

/** What is missing for times per layer. */
function NoTimes({ row }: { readonly row: ComparedRow }) {
  const store = usePage();
  const { trust, runnable, job } = store.state.value;
  const shown = store.fileDifference.value;
  if (shown === undefined || shown.answer.state === 'waiting') return <p class="compare-empty muted">Reading {row.fileName}.</p>;
  if (shown.answer.state === 'failed') return <p class="compare-empty">{shown.answer.message}</p>;
  return (
    <div class="compare-empty">
      <p class="muted">
        {shown.answer.value.times === undefined ? row.fileName : store.state.value.fileName} was not profiled under these conditions.
      </p>
      {trust === 'trusted' && runnable ? (
        <Button
          compact
          secondary
          icon="play"
          disabled={job !== undefined}
          onClick={() => store.act({ kind: 'measureCompared', ids: row.file === undefined ? [] : [row.file.id] })}
        >
          Measure
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
    { title: 'Layer', width: 5, text: layer => model.layers[layer]?.name ?? '' },
    { title: 'Baseline', width: 2, isNumber: true, text: of(({ baseMs }) => formatDuration(baseMs)) },
    { title: 'Variant', width: 2, isNumber: true, text: of(({ fileMs }) => formatDuration(fileMs)) },
    {
      title: 'Change',
      width: 2,
      isNumber: true,
      text: of(({ deltaMs, baseMs }) => formatDurationChange(deltaMs, Math.min(baseMs, Math.abs(deltaMs)))),
    },
    { title: 'Relative', width: 2, isNumber: true, text: of(({ deltaMs, baseMs }) => formatRelativeChange(deltaMs / baseMs)) },
    { title: 'Certainty', width: 2, text: of(({ isNoise }) => (isNoise ? 'within noise' : '')) },
  ];
  return (
    <ChartTable
      label="Change per layer"
      count={changes.length}
      columns={columns}
      selected={store.selectedIn(model)}
      onSelect={layer => store.select(model.layers[layer]?.key)}
    />
  );
}
