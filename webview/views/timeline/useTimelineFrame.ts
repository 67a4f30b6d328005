import { useMemo } from 'preact/hooks';
import { heatScale } from '../model/heatScale';
import type { LayerColumn, LayerModel } from '../model/layerModel';
import { useAnswer } from '../page/useAnswer';
import { useDimming } from '../page/useDimming';
import { usePage } from '../page/usePage';
import { flameRows } from './flameRows';
import { groupSpans } from './groupSpans';
import { operatorRows } from './operatorRows';
import { stepMemory } from './stepMemory';
import type { TimelineFrame } from './timelineFrame';
import { timelineSteps } from './timelineSteps';
import { timelineTracks } from './timelineTracks';

/** What the timeline of a model is drawn from; memory follows when the engine has answered. `page`: the model of the other views. */
export function useTimelineFrame(page: LayerModel, width: number, height: number): TimelineFrame {
  const store = usePage();
  const model = store.modelOf(page.profile === undefined ? 'nodes' : 'kernels') ?? page;
  const { timelineAxis, timelineFrom, timelineTo } = store.ui.value;
  const { analysis } = model.view;
  const { reading } = store.state.value;
  const lives = useAnswer(JSON.stringify([reading, analysis.dims, analysis.measuredDims]), () => store.host.tensorLives());
  const steps = useMemo(() => timelineSteps(model, page, timelineAxis), [model, page, timelineAxis]);
  const memory = useMemo(() => (lives.state === 'done' ? stepMemory(steps, lives.value) : undefined), [steps, lives]);
  const sums = firstSum(model);
  const flame = useMemo(() => flameRows(steps), [steps]);
  const groups = useMemo(() => groupSpans(steps, sums), [steps, sums]);
  const operators = useMemo(() => operatorRows(steps, sums), [steps, sums]);
  const scale = store.scaleOf(page) ?? heatScale(sums, false);
  const isLayerDimmed = useDimming(page, scale);
  const column = model.columns.get(scale.column.id) ?? sums;
  return useMemo(
    () => ({
      ...{ steps, memory, groups, flame, operators, sums, column, scale },
      measuredBytes: model.profile?.latency.arenaBytes ?? NaN,
      tracks: timelineTracks(width, height, { groups: groups.length, flame: flame.length, operators: operators.length }),
      span: { from: timelineFrom, to: Math.max(timelineTo, timelineFrom + 1e-9) },
      isDimmed: step => isLayerDimmed(steps.pageLayers[step] ?? -1),
    }),
    [steps, memory, groups, flame, operators, sums, column, scale, isLayerDimmed, width, height, timelineFrom, timelineTo],
  );
}

/** Latency where it is known, else the first metric that adds up. */
function firstSum({ columns }: LayerModel): LayerColumn {
  const [first] = columns.values();
  const found = [...columns.values()].find(({ total }) => !Number.isNaN(total)) ?? first;
  if (found === undefined) throw new Error('A model has columns.');
  return found;
}
