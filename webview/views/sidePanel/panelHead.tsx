import * as l10n from '@vscode/l10n';
import { formatDuration, formatDurationInterval } from '../../../src/shared/base/formatNumber';
import { Button } from '../../ui/button';
import { Interval } from '../../ui/interval';
import type { LayerModel } from '../model/layerModel';
import { Legend } from '../page/legend';
import { MetricMenu } from '../page/metricMenu';
import { Skeleton } from '../../ui/skeleton';
import { Tag } from '../../ui/tag';
import { usePage } from '../page/usePage';

/** Model and latency in one line; below it the metric with its legend. */
export function PanelHead({ model }: { readonly model: LayerModel }) {
  const store = usePage();
  const { fileName, job, trust, runnable, profile } = store.state.value;
  const column = store.columnOf(model);
  return (
    <div class="panel-head">
      <div class="row">
        <h1 class="trunc grow" title={fileName}>
          {fileName}
        </h1>
        <Latency />
        {profile === undefined && job === undefined && trust === 'trusted' && runnable ? (
          <Button compact secondary icon="play" action="profile" onClick={() => store.act({ kind: 'profile' })}>
            {l10n.t('Profile')}
          </Button>
        ) : undefined}
      </div>
      {job === undefined ? (
        <div class="row panel-metric">
          <MetricMenu model={model} />
          <Legend model={model} width={82} />
        </div>
      ) : undefined}
      {job === undefined && profile === undefined && column !== undefined ? (
        <p class="sm muted">
          {trust === 'trusted' && runnable
            ? l10n.t('Colors show {0}. Run the model to see time.', column.title)
            : l10n.t('Colors show {0}.', column.title)}
        </p>
      ) : undefined}
    </div>
  );
}

function Latency() {
  const { profile, profileIsStale, profileIsPartial, job } = usePage().state.value;
  if (profile === undefined) {
    return job?.kind === 'profile' ? <Skeleton width={58} /> : <span class="muted sm nowrap">{l10n.t('not measured')}</span>;
  }
  const { medianMs, lowMs, highMs } = profile.latency;
  return profileIsStale ? (
    <span class="muted sm nowrap">{l10n.t('{0}, other shape', formatDuration(medianMs))}</span>
  ) : (
    <>
      <b class="nowrap">{formatDuration(medianMs)}</b>
      {profileIsPartial ? <Tag kind="provisional" /> : <Interval text={formatDurationInterval(lowMs, highMs, medianMs)} />}
    </>
  );
}
