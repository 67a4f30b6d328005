import * as l10n from '@vscode/l10n';
import { useMemo } from 'preact/hooks';
import { formatShare } from '../../../src/shared/base/formatNumber';
import type { RooflinePlot } from '../../../src/shared/report/roofline';
import { Button } from '../../ui/button';
import { Tag } from '../../ui/tag';
import { useSize } from '../../ui/useSize';
import type { LayerModel } from '../model/layerModel';
import { rooflineBasis } from '../model/rooflineText';
import { openDetails } from '../page/showDetails';
import { useDimming } from '../page/useDimming';
import { usePage } from '../page/usePage';
import { RooflineFigure } from './rooflineFigure';
import { rooflineAxes, type RooflineFrame } from './rooflineFrame';
import { rooflinePoints, type RooflinePoint } from './rooflinePoints';
import { RooflineTable } from './rooflineTable';
import { notDrawn, sidesOfRidge } from './rooflineWords';
import { filled } from '../../ui/filled';

const TABLE = 'table:roofline';
const LEAST_HEIGHT = 220;

/** Layers against what this machine can compute and move (design spec 4.8). */
export function RooflineView({ model }: { readonly model: LayerModel }) {
  const plot = model.roofline?.plot;
  const points = useMemo(() => rooflinePoints(model), [model]);
  if (plot === undefined) return <NoRoofs isKnown={model.roofline !== undefined} />;
  return points.length === 0 ? (
    <p class="chart-empty muted">{l10n.t('No layer with arithmetic takes long enough to be placed.')}</p>
  ) : (
    <Plot model={model} plot={plot} points={points} />
  );
}

interface PlotProps {
  readonly model: LayerModel;
  readonly plot: RooflinePlot;
  readonly points: readonly RooflinePoint[];
}

function Plot({ model, plot, points }: PlotProps) {
  const { roofs, uncertainty } = plot;
  const store = usePage();
  const [scroll, { width, height: room }] = useSize<HTMLDivElement>();
  const height = Math.max(LEAST_HEIGHT, room);
  const scale = store.scaleOf(model);
  const isDimmed = useDimming(model, scale);
  const frame = useMemo((): RooflineFrame | undefined => {
    if (scale === undefined) return undefined;
    return {
      model,
      roofs,
      points,
      isMeasured: model.profile !== undefined,
      uncertainty,
      scale,
      isDimmed,
      width,
      height,
      ...rooflineAxes(points, roofs),
    };
  }, [model, plot, points, scale, isDimmed, width, height]);
  if (frame === undefined) return null;
  const isTable = store.isToggled(TABLE);
  const pointOf = (layer: number) => (layer < 0 ? -1 : points.findIndex(point => point.layer === layer));
  const select = (point: number) => {
    const layer = points[point]?.layer;
    if (layer !== undefined) store.select(model.layers[layer]?.key);
  };
  const selected = pointOf(store.selectedIn(model));
  return (
    <div class="chart">
      <div class="chart-head sm">
        <Sentence model={model} plot={plot} points={points} />
        <Button compact secondary onClick={() => store.toggle(TABLE)}>
          {isTable ? l10n.t('Show as Chart') : l10n.t('Show as Table')}
        </Button>
      </div>
      {isTable ? (
        <RooflineTable frame={frame} selected={selected} onSelect={select} />
      ) : (
        <div class="chart-scroll" ref={scroll}>
          <RooflineFigure
            frame={frame}
            caption={l10n.t(
              '{0} layers by arithmetic intensity and speed, below the roofs of memory and computing of this machine.',
              points.length,
            )}
            selected={selected}
            hovered={pointOf(store.hovered.value ?? -1)}
            onHover={point => (store.hovered.value = points[point]?.layer)}
            onSelect={select}
            onEnter={() => openDetails(store)}
          />
        </div>
      )}
    </div>
  );
}

function Sentence({ model, plot: { roofs }, points }: PlotProps) {
  const { memory, compute } = sidesOfRidge(points, roofs);
  const isMeasured = model.profile !== undefined;
  const sentence = isMeasured
    ? l10n.t('{0} of kernel time is left of the ridge (limited by memory), {1} right of it (limited by compute).')
    : l10n.t('{0} of predicted time is left of the ridge (limited by memory), {1} right of it (limited by compute).');
  return (
    <p class="grow" title={rooflineBasis(model)}>
      {filled(sentence, <b>{formatShare(memory, 0)}</b>, <b>{formatShare(compute, 0)}</b>)}{' '}
      <span class="muted">{notDrawn(model, points)}</span> {isMeasured ? undefined : <Tag kind="estimated" />}
    </p>
  );
}

/** Roofs are measured, never looked up: without them there is no plot. */
function NoRoofs({ isKnown }: { readonly isKnown: boolean }) {
  const store = usePage();
  const { trust, runnable, job } = store.state.value;
  if (!isKnown) return <p class="chart-empty muted">{l10n.t('Reading what is known about this machine.')}</p>;
  const canRun = trust === 'trusted' && runnable;
  return (
    <div class="chart-empty">
      <p>{l10n.t('The roofs of this machine are not measured yet: how fast it computes, and how fast it moves data.')}</p>
      {canRun ? (
        <Button secondary disabled={job !== undefined} onClick={() => store.act({ kind: 'measureMachine' })}>
          {l10n.t('Measure This Machine (about 10 s)')}
        </Button>
      ) : undefined}
    </div>
  );
}
