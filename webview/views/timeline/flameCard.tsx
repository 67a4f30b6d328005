import * as l10n from '@vscode/l10n';
import { formatCount, formatDuration } from '../../../src/shared/base/formatNumber';
import { px } from '../../ui/px';
import { bareOp } from '../model/layerText';
import type { FlameSpan } from './flameRows';
import type { TimelineFrame } from './timelineFrame';

const CARD_WIDTH = 260;

function placeText(executions: number, body: string, name: string): string {
  if (executions === 1) return body === '' ? l10n.t('once of {0}', name) : l10n.t('once, in {0} of {1}', body, name);
  const count = formatCount(executions);
  return body === ''
    ? l10n.t('{0} times, all together of {1}', count, name)
    : l10n.t('{0} times, all together, in {1} of {2}', count, body, name);
}

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
      <div class="sm muted">{placeText(executions, body, steps.model.layers[steps.layers[step] ?? -1]?.name ?? '')}</div>
    </div>
  );
}
