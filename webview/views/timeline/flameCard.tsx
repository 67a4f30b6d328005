import { formatCount, formatDuration } from '../../../src/shared/base/formatNumber';
import { px } from '../../ui/px';
import { bareOp } from '../model/layerText';
import type { FlameSpan } from './flameRows';
import type { TimelineFrame } from './timelineFrame';

const CARD_WIDTH = 260;

/** A kernel that ran in a body. */
export function FlameCard({ frame, span, cursor }: { readonly frame: TimelineFrame; readonly span: FlameSpan; readonly cursor: number }) {
  const { tracks, steps } = frame;
  const { kernel, step } = span;
  const { executions = 1, body = '' } = kernel;
  const left = cursor + 16 + CARD_WIDTH < tracks.right ? cursor + 16 : Math.max(4, cursor - CARD_WIDTH - 16);
  return (
    <div class="overlay chart-card" style={{ left: px(left), top: px(tracks.memory.top + 6), width: px(CARD_WIDTH) }} aria-hidden="true">
      <div class="row">
        <b class="grow trunc">{bareOp(kernel.op)}</b>
        <span>{formatDuration(kernel.medianMs)}</span>
      </div>
      <div class="xs muted trunc mono-sm">{kernel.name}</div>
      <div class="sm muted">
        {executions === 1 ? 'once' : `${formatCount(executions)} times, all together`}
        {body === '' ? '' : `, in ${body}`} of {steps.model.layers[steps.layers[step] ?? -1]?.name}
      </div>
    </div>
  );
}
