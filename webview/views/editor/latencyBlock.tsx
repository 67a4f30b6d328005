import * as l10n from '@vscode/l10n';
import { formatDuration, formatDurationInterval } from '../../../src/shared/base/formatNumber';
import { numberLanguage } from '../../../src/shared/base/numberLanguage';
import { doubtsOf } from '../../../src/shared/report/doubtsOf';
import { isNoisy } from '../../../src/shared/report/isNoisy';
import type { Environment, Profile } from '../../../src/shared/report/latency';
import { providerName } from '../../../src/shared/report/providerName';
import { threadsText } from '../../../src/shared/report/threadsText';
import { Icon } from '../../ui/icon';
import { Tag } from '../../ui/tag';
import { usePage } from '../page/usePage';
import { TimedRuns } from './timedRuns';

/** Headline latency with its interval, every run as a dot, and the conditions. Its place is kept before anything is measured. */
export function LatencyBlock() {
  const { profile, profileIsStale, profileIsPartial, job } = usePage().state.value;
  const isRunning = job?.kind === 'profile';
  if (profile !== undefined) {
    const kind = profileIsStale ? 'other shape' : profileIsPartial ? 'provisional' : isRunning ? 'run before' : undefined;
    return <Measured profile={profile} kind={kind} />;
  }
  return (
    <div class="latency">
      <div>
        <div class="label">{l10n.t('Latency')}</div>
        {isRunning ? (
          <div class="hero">
            <span class="skeleton hero-skeleton" />
          </div>
        ) : (
          <div class="hero-empty muted">{l10n.t('not measured')}</div>
        )}
      </div>
    </div>
  );
}

/** `kind`: why these are not the times of this model, measured to the end and last. */
function Measured({
  profile,
  kind,
}: {
  readonly profile: Profile;
  readonly kind: 'other shape' | 'provisional' | 'run before' | undefined;
}) {
  const { medianMs, lowMs, highMs, runs, p90Ms } = profile.latency;
  const [number, unit] = formatDuration(medianMs).split('\u202f');
  return (
    <div class={`latency ${kind === 'other shape' ? 'stale' : ''}`} title={tooltip(profile)}>
      <div>
        <div class="label">{l10n.t('Latency, median of {0} runs', runs)}</div>
        <div class="hero" data-latency={medianMs}>
          {number} <small>{unit}</small>
          <small class="hero-interval">{formatDurationInterval(lowMs, highMs, medianMs)}</small>
          {kind === 'provisional' ? undefined : <Noise profile={profile} />}
        </div>
      </div>
      <div class="latency-runs">
        <TimedRuns latency={profile.latency} width={112} />
        <div class="label">{kind !== undefined ? <Tag kind={kind} /> : `${conditionsText(profile)} · p90 ${formatDuration(p90Ms)}`}</div>
      </div>
    </div>
  );
}

/** `CPU · 2 threads`. */
function conditionsText({ environment: { provider, threads, imported } }: Profile): string {
  if (imported !== undefined) return l10n.t('imported');
  return `${providerName(provider)} · ${threadsText(threads)}`;
}

function Noise({ profile }: { readonly profile: Profile }) {
  if (!isNoisy(profile.latency)) return null;
  return (
    <small class="noisy" title={doubtsOf(profile.latency).join('\n')}>
      <Icon name="warning" size={14} class="status-warning" /> {l10n.t('noisy')}
    </small>
  );
}

function tooltip({ latency, environment }: Profile): string {
  const { minMs, medianMs, p90Ms, p99Ms, warmupRuns, notes } = latency;
  return [
    l10n.t('min {0}, p50 {1}, p90 {2}, p99 {3}', ...[minMs, medianMs, p90Ms, p99Ms].map(formatDuration)),
    l10n.t('{0} warm-up runs; 95 % interval of the median by order statistics', warmupRuns),
    ...(environment.imported === undefined ? measuredText(environment) : []),
    new Date(environment.date).toLocaleString(numberLanguage()),
    ...notes,
  ].join('\n');
}

function measuredText({ cpu, threads, onnxruntime, inputs }: Environment): readonly string[] {
  return [
    `${cpu}, ${threadsText(threads)}, ONNX Runtime ${onnxruntime}`,
    inputs === 'synthetic'
      ? l10n.t('Inputs are random. Times can differ where work depends on the data.')
      : l10n.t('Inputs are from the data.'),
  ];
}
