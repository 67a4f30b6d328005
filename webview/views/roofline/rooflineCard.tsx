import * as l10n from '@vscode/l10n';
import { formatValue } from '../../../src/shared/base/formatNumber';
import { px } from '../../ui/px';
import { aboveRoof } from '../model/rooflineText';
import { LayerCard } from '../page/layerCard';
import type { Dot, RooflineFrame } from './rooflineFrame';
import { roofText, speedText, timeText } from './rooflineWords';

interface Props {
  readonly frame: RooflineFrame;
  readonly dot: Dot;
}

const CARD_WIDTH = 280;
const CARD_HEIGHT = 120;

/** A layer against its roof, and why it is above it where it is. */
export function RooflineCard({ frame, dot }: Props) {
  const { model, roofs, scale, points, width, height } = frame;
  const point = points[dot.point];
  if (point === undefined) return null;
  const left = dot.x + 16 + CARD_WIDTH < width ? dot.x + 16 : Math.max(4, dot.x - CARD_WIDTH - 16);
  const top = Math.max(4, Math.min(dot.y + 14, height - CARD_HEIGHT));
  const note = aboveRoof(model, point.layer);
  return (
    <div class="overlay chart-card" style={{ left: px(left), top: px(top), width: px(CARD_WIDTH) }} aria-hidden="true">
      <LayerCard model={model} scale={scale} index={point.layer} />
      <div class="row sm muted">
        <span class="grow">
          {speedText(point.flopPerSecond)}, {roofText(point, roofs)}
        </span>
        <span>{formatValue(point.intensity, 'flopPerByte')}</span>
      </div>
      {frame.isMeasured ? undefined : <div class="xs muted">{l10n.t('estimated: {0}', timeText(point, frame))}</div>}
      {note === undefined ? undefined : <div class="xs muted">{note}</div>}
    </div>
  );
}
