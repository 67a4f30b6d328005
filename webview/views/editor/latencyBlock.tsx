import { formatDuration, formatDurationInterval } from '../../../src/shared/base/formatNumber';
import type { Environment, Profile } from '../../../src/shared/report/latency';
import { providerName } from '../../../src/shared/report/providerName';
import { threadsText } from '../../../src/shared/report/threadsText';
import { Icon } from '../../ui/icon';
import { RunStrip } from '../../ui/runStrip';
import { Tag } from '../../ui/tag';
import { usePage } from '../page/usePage';

/** An interval wider than this share of the median, to either side, is called noisy (design spec 4.1). */
const NOISY = 0.1;

/** Headline latency with its interval, every run as a dot, and the conditions. Its place is kept before anything is measured. */
export function LatencyBlock() {
  const { profile, profileIsStale, job } = usePage().state.value;
  if (profile !== undefined) return <Measured profile={profile} isStale={profileIsStale} />;
  const isRunning = job?.kind === 'profile';
  return (
    <div class="latency">
      <div>
        <div class="label">Latency</div>
        {isRunning ? (
          <div class="hero">
            <span class="skeleton hero-skeleton" />
          </div>
        ) : (
          <div class="hero-empty muted">not measured</div>
        )}
      </div>
    </div>
  );
}

function Measured({ profile, isStale }: { readonly profile: Profile; readonly isStale: boolean }) {
  const { medianMs, lowMs, highMs, runs, p90Ms, samplesMs } = profile.latency;
  const [number, unit] = formatDuration(medianMs).split('\u202f');
  return (
    <div class={`latency ${isStale ? 'stale' : ''}`} title={tooltip(profile)}>
      <div>
        <div class="label">Latency, median of {runs} runs</div>
        <div class="hero" data-latency={medianMs}>
          {number} <small>{unit}</small>
          <small class="hero-interval">{formatDurationInterval(lowMs, highMs, medianMs)}</small>
          <Noise profile={profile} />
        </div>
      </div>
      <div class="latency-runs">
        <RunStrip
          samplesMs={samplesMs}
          medianMs={medianMs}
          lowMs={lowMs}
          highMs={highMs}
          width={112}
          height={25}
          label={runsLabel(profile)}
        />
        <div class="label">{isStale ? <Tag kind="other shape" /> : `${conditionsText(profile)} · p90 ${formatDuration(p90Ms)}`}</div>
      </div>
    </div>
  );
}

/** `CPU · 2 threads`. */
function conditionsText({ environment: { provider, threads, imported } }: Profile): string {
  if (imported !== undefined) return 'imported';
  return `${providerName(provider)} · ${threadsText(threads)}`;
}

function Noise({ profile }: { readonly profile: Profile }) {
  const { medianMs, lowMs, highMs, reliable, notes } = profile.latency;
  if (reliable && highMs - lowMs <= 2 * NOISY * medianMs) return null;
  return (
    <small class="noisy" title={notes.join('\n')}>
      <Icon name="warning" size={14} class="status-warning" /> noisy
    </small>
  );
}

function runsLabel({ latency }: Profile): string {
  const { runs, medianMs, lowMs, highMs } = latency;
  return `${runs} timed runs, median ${formatDuration(medianMs)}, 95 % interval ${formatDurationInterval(lowMs, highMs, medianMs)}`;
}

function tooltip({ latency, environment }: Profile): string {
  const { minMs, medianMs, p90Ms, p99Ms, warmupRuns, notes } = latency;
  return [
    `min ${formatDuration(minMs)}, p50 ${formatDuration(medianMs)}, p90 ${formatDuration(p90Ms)}, p99 ${formatDuration(p99Ms)}`,
    `${warmupRuns} warm-up runs; 95 % interval of the median by order statistics`,
    ...(environment.imported === undefined ? measuredText(environment) : []),
    new Date(environment.date).toLocaleString(),
    ...notes,
  ].join('\n');
}

function measuredText({ cpu, threads, onnxruntime, inputs }: Environment): readonly string[] {
  return [
    `${cpu}, ${threadsText(threads)}, ONNX Runtime ${onnxruntime}`,
    inputs === 'synthetic' ? 'Inputs are random. Times can differ where work depends on the data.' : 'Inputs are from the data.',
  ];
}
