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
        <h2>Live activations</h2>
        <span class="xs muted trunc grow" title={MEMORY_NOTE}>
          {memory === undefined ? '' : `weights (${formatBytes(view.analysis.totals.weightBytes)}) stay resident and are not drawn`}
        </span>
        <Key name="made" title={`output of the running ${profile === undefined ? 'node' : 'kernel'}`} />
        <Key name="kept" title="kept for later" />
        <Measured frame={frame} />
      </div>
      <div class="timeline-heading" style={{ top: px(kernels) }}>
        <h2>{profile === undefined ? 'Nodes' : 'Kernels'}</h2>
        <span class="xs muted trunc">{profile === undefined ? 'in the order of the file' : kernelNote(frame)}</span>
      </div>
      <div class="timeline-heading" style={{ top: px(operators) }}>
        <h2>By operator</h2>
      </div>
    </>
  );
}

const MEMORY_NOTE = 'Computed from shapes and lifetimes, each new tensor in memory of its own.';

function kernelNote({ steps }: TimelineFrame): string {
  const { latency } = steps.model.profile ?? {};
  if (latency === undefined) return '';
  const between =
    latency.residualMs === undefined || latency.residualMs <= 0 ? '' : `; between kernels ${formatDuration(latency.residualMs)}`;
  const drawn = between === '' || !steps.isTime ? '' : steps.betweenMs > 0 ? ', drawn at the end' : ', not drawn';
  return `one run: medians of profiled runs, laid end to end and scaled to the median of ${latency.runs} runs${between}${drawn}`;
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
    return <Key name="measured" title={`measured ${formatBytes(measuredBytes)}: with arena and prepacked weights`} />;
  }
  return (
    <span class="timeline-key xs muted trunc">measured {formatBytes(measuredBytes)}: with arena and prepacked weights, not drawn</span>
  );
}
