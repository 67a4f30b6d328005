import * as l10n from '@vscode/l10n';
import { formatCount, formatDuration } from '../../../src/shared/base/formatNumber';
import { isAtFloor, kernelTimes } from '../../../src/shared/report/kernelTimes';
import type { Kernel } from '../../../src/shared/report/latency';
import { HeatSwatch } from '../../ui/heatSwatch';
import { heatScale } from '../model/heatScale';
import { bareOp } from '../model/layerText';
import type { LayerModel } from '../model/layerModel';

const MOST_LINES = 8;

/** What a layer's time is made of: the hottest kernels in its bodies, over all their executions in a run, the rest, and itself. */
export function InsideLines({ model, index }: { readonly model: LayerModel; readonly index: number }) {
  const { profile } = model;
  const holders = (model.layers[index]?.kernels ?? [])
    .flatMap(id => profile?.kernels[id] ?? [])
    .filter(({ inside }) => inside !== undefined);
  const inside = holders.flatMap(kernel => kernel.inside ?? []).sort((a, b) => b.medianMs - a.medianMs);
  if (profile === undefined || inside.length === 0) return null;
  const shown = inside.filter(kernel => !isAtFloor([kernel], profile.floorMs)).slice(0, MOST_LINES);
  const rest = inside.filter(kernel => !shown.includes(kernel));
  const ownMs = holders.reduce((sum, kernel) => sum + (kernel.ownMs ?? 0), 0);
  return (
    <>
      <div class="muted xs">{l10n.t('In one run, all executions together:')}</div>
      <div class="satellites" role="list" aria-label={l10n.t('Time in its bodies')}>
        {shown.map(kernel => (
          <InsideLine key={kernel.id} model={model} kernel={kernel} />
        ))}
        {rest.length === 0 ? undefined : <SumLine text={l10n.t('{0} more', rest.length)} timeMs={kernelTimes(rest).medianMs} />}
        <SumLine text={l10n.t('itself')} timeMs={ownMs} />
      </div>
    </>
  );
}

function InsideLine({ model, kernel }: { readonly model: LayerModel; readonly kernel: Kernel }) {
  const latency = model.columns.get('latencyMs');
  const { executions = 1, medianMs } = kernel;
  return (
    <div class="row sm satellite" role="listitem" title={kernel.name}>
      <HeatSwatch t={latency === undefined ? undefined : heatScale(latency, false).heat(medianMs)} />
      <span class="grow trunc">
        {bareOp(kernel.op)} <span class="muted">{kernel.name}</span>
      </span>
      {executions === 1 ? undefined : <span class="muted">{l10n.t('{0} times', formatCount(executions))}</span>}
      <span>{formatDuration(medianMs)}</span>
    </div>
  );
}

function SumLine({ text, timeMs }: { readonly text: string; readonly timeMs: number }) {
  return (
    <div class="row sm satellite muted" role="listitem">
      <HeatSwatch t={undefined} />
      <span class="grow trunc">{text}</span>
      <span>{formatDuration(timeMs)}</span>
    </div>
  );
}
