import * as l10n from '@vscode/l10n';
import { useEffect } from 'preact/hooks';
import type { ListedFile } from '../../../src/shared/report/comparedFile';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { useSize } from '../../ui/useSize';
import type { LayerModel } from '../model/layerModel';
import { JobRow } from '../page/jobRow';
import { usePage } from '../page/usePage';
import { ChangePanel } from './changePanel';
import { comparedRows, defaultRow, measuredApart, type ComparedRow } from './comparedRow';
import { CompareTable } from './compareTable';
import { DifferencePanel } from './differencePanel';
import { NoFiles } from './noFiles';
import { TensorPanel } from './tensorPanel';
import { ParetoPanel } from './paretoPanel';

/** Below this the charts stand below each other. */
const STACKED_BELOW = 760;
const GAP = 22;
const MARGINS = 28;
/** Part of the width that the plot of all files takes. */
const PARETO_SHARE = 0.44;
/** Heights of the charts beside each other, and below each other. */
const HIGH = 380;
const LOW = 300;

/** The baseline and what is held against it (design spec 4.7): measurements, change per layer, structure. */
export function CompareView({ model }: { readonly model: LayerModel }) {
  const store = usePage();
  const [body, { width }] = useSize<HTMLDivElement>();
  const state = store.state.value;
  const { compareTo } = store.ui.value;
  const rows = comparedRows(state, compareTo);
  const shown = rows.find(({ file }) => file !== undefined && file.path === compareTo) ?? defaultRow(rows);
  const path = shown?.file?.path;
  useEffect(() => {
    if (path !== undefined && path !== compareTo) store.arrange({ compareTo: path });
  }, [path]);
  if (state.compared.length === 0 || shown === undefined) return <NoFiles />;
  const select = ({ file }: ComparedRow) => store.compareWith(file?.path);
  const isMeasured = shown.measured?.latency !== undefined;
  const isStacked = width > 0 && width < STACKED_BELOW;
  const room = Math.max(0, width - MARGINS - (isStacked ? 0 : GAP));
  const paretoWidth = isStacked ? room : Math.round(room * PARETO_SHARE);
  const hidden = state.compared.length - (rows.length - 1);
  return (
    <div class="compare" ref={body}>
      <CompareTable rows={rows} selected={path} onSelect={select} />
      <div class="compare-below sm">
        <Measure files={rows.flatMap(({ file }) => file ?? [])} />
        <MeasuredApart rows={rows} />
        {hidden > 0 ? <span class="muted">{l10n.t('{0} older variants are not shown.', hidden)}</span> : undefined}
        {state.job?.kind === 'compare' ? <JobRow job={state.job} /> : undefined}
      </div>
      {isMeasured ? undefined : <DifferencePanel row={shown} />}
      <div class={`compare-charts ${isStacked ? 'stacked' : ''}`}>
        <ParetoPanel rows={rows} selected={path} width={paretoWidth} height={isStacked ? LOW : HIGH} onSelect={select} />
        <ChangePanel model={model} row={shown} width={isStacked ? room : room - paretoWidth} height={isStacked ? LOW : HIGH} />
      </div>
      {isMeasured ? <DifferencePanel row={shown} /> : undefined}
      <TensorPanel model={model} row={shown} />
    </div>
  );
}

/** Says that times stand beside each other that were taken in different runs. */
function MeasuredApart({ rows }: { readonly rows: readonly ComparedRow[] }) {
  const apart = measuredApart(rows);
  if (apart.length === 0) return null;
  return (
    <span class="row" role="status">
      <Icon name="warning" size={14} class="status-warning" />
      {l10n.t(
        '{0}: measured when the baseline had another speed. Factors hold, times do not compare. Measure Again takes all in turns.',
        apart.map(({ name }) => name).join(', '),
      )}
    </span>
  );
}

/** What to do about files without numbers, and how to add others. */
function Measure({ files }: { readonly files: readonly ListedFile[] }) {
  const store = usePage();
  const { trust, runnable, job } = store.state.value;
  const open = files.filter(({ measured, isStale, error }) => measured?.latency === undefined || isStale || error !== undefined);
  const ids = (open.length > 0 ? open : files).map(({ id }) => id);
  const [first] = open;
  const title =
    first === undefined
      ? l10n.t('Measure Again')
      : open.length === 1
        ? l10n.t('Measure {0}', first.name)
        : l10n.t('Measure {0} Files', open.length);
  return (
    <span class="row wrap">
      {trust === 'trusted' && runnable ? (
        <Button
          compact
          secondary
          icon="play"
          action="measure"
          disabled={job !== undefined}
          onClick={() => store.act({ kind: 'measureCompared', ids })}
        >
          {title}
        </Button>
      ) : (
        <span class="muted">{l10n.t('Comparing latency needs a trusted workspace.')}</span>
      )}
      <Button compact secondary icon="add" action="addCompared" onClick={() => store.act({ kind: 'addCompared' })}>
        {l10n.t('Compare with Another File…')}
      </Button>
    </span>
  );
}
