import * as l10n from '@vscode/l10n';
import { formatBytes, formatDuration } from '../../../src/shared/base/formatNumber';
import { px } from '../../ui/px';
import { showsMeasured } from './drawMemory';
import type { TimelineFrame } from './timelineFrame';

/** Titles of the tracks with what has to be known to read them. */
export function TimelineHeadings({ frame }: { readonly frame: TimelineFrame }) {
  const { memory, tracks, steps } = frame;
  const { profile, view } = steps.model;
  const [top, kernels, operators] = tracks.headings;
  return (
    <>
      <div class="timeline-heading timeline-memory" style={{ top: px(top), height: px(tracks.memory.top - 4) }}>
        <h2>{l10n.t('Live activations')}</h2>
        <span class="xs muted trunc grow" title={MEMORY_NOTE}>
          {memory === undefined
            ? ''
            : l10n.t('weights ({0}) stay resident and are not drawn', formatBytes(view.analysis.totals.weightBytes))}
        </span>
        <Key name="made" title={profile === undefined ? l10n.t('output of the running node') : l10n.t('output of the running kernel')} />
        <Key name="kept" title={l10n.t('kept for later')} />
        <Measured frame={frame} />
      </div>
      <div class="timeline-heading" style={{ top: px(kernels) }}>
        <h2>{profile === undefined ? l10n.t('Nodes') : l10n.t('Kernels')}</h2>
        <span class="xs muted trunc">{profile === undefined ? l10n.t('in the order of the file') : kernelNote(frame)}</span>
      </div>
      <div class="timeline-heading" style={{ top: px(operators) }}>
        <h2>{l10n.t('By operator')}</h2>
      </div>
    </>
  );
}

const MEMORY_NOTE = l10n.t('Computed from shapes and lifetimes, each new tensor in memory of its own.');

function kernelNote({ steps }: TimelineFrame): string {
  const { latency } = steps.model.profile ?? {};
  if (latency === undefined) return '';
  const note = l10n.t('one run: medians of profiled runs, laid end to end and scaled to the median of {0} runs', latency.runs);
  if (latency.residualMs === undefined || latency.residualMs <= 0) return note;
  const between = formatDuration(latency.residualMs);
  if (!steps.isTime) return l10n.t('{0}; between kernels {1}', note, between);
  return steps.betweenMs > 0
    ? l10n.t('{0}; between kernels {1}, drawn at the end', note, between)
    : l10n.t('{0}; between kernels {1}, not drawn', note, between);
}

function Key({ name, title }: { readonly name: string; readonly title: string }) {
  return (
    <span class="timeline-key xs muted trunc" title={title}>
      <i class={name} aria-hidden="true" />
      {title}
    </span>
  );
}

/** Measured memory counts more than activations; the words say what. */
function Measured({ frame: { memory, measuredBytes } }: { readonly frame: TimelineFrame }) {
  if (memory === undefined || !(measuredBytes > 0)) return null;
  if (showsMeasured(memory, measuredBytes)) {
    return <Key name="measured" title={l10n.t('measured {0}: with arena and prepacked weights', formatBytes(measuredBytes))} />;
  }
  return (
    <span class="timeline-key xs muted trunc">
      {l10n.t('measured {0}: with arena and prepacked weights, not drawn', formatBytes(measuredBytes))}
    </span>
  );
}
