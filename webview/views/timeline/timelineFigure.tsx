import * as l10n from '@vscode/l10n';
import { useRef } from 'preact/hooks';
import { formatBytes, formatDuration } from '../../../src/shared/base/formatNumber';
import type { Surface } from '../../draw/surface';
import { px } from '../../ui/px';
import { useCard } from '../page/useCard';
import { useDrawing } from '../page/useDrawing';
import { drawTimeline } from './drawTimeline';
import { drawTimelineMarks } from './drawTimelineMarks';
import { FlameCard } from './flameCard';
import { flameAt, type FlameSpan } from './flameRows';
import { TimelineCard } from './timelineCard';
import type { TimelineFrame } from './timelineFrame';
import { TimelineHeadings } from './timelineHeadings';
import { TimelineTwin } from './timelineTwin';
import { stepAt } from './timelineSteps';
import { useTimelinePointer, type Range } from './useTimelinePointer';
import type { Span } from './zoomSpan';
import { LAYER_CONTEXT } from '../page/layerContext';

interface Props {
  readonly frame: TimelineFrame;
  readonly width: number;
  readonly least: number;
  readonly selected: number;
  readonly isHovered: (step: number) => boolean;
  readonly isFocused: boolean;
  readonly range: Range | undefined;
  readonly onHover: (step: number) => void;
  readonly onSelect: (step: number) => void;
  readonly onRange: (range: Range) => void;
  readonly onSpan: (span: Span) => void;
  readonly onFocus: (isFocused: boolean) => void;
  readonly onEnter: () => void;
}

/** The tracks on a canvas, with what pointer, keyboard and screen readers need around it. */
export function TimelineFigure(props: Props) {
  const { frame, width, range, selected, isHovered, least, isFocused } = props;
  const { steps, tracks } = frame;
  const canvas = useRef<HTMLCanvasElement>(null);
  const marks = useRef<HTMLCanvasElement>(null);
  const { cursor, handlers } = useTimelinePointer({
    frame,
    least,
    onHover: place => props.onHover(place === undefined ? -1 : stepAt(steps, place)),
    onClick: place => props.onSelect(stepAt(steps, place)),
    onRange: props.onRange,
    onSpan: props.onSpan,
  });
  const { height } = tracks;
  useDrawing(canvas, { width, height, draw: surface => drawTimeline(surface, frame) }, [frame]);
  const mark = (surface: Surface) => drawTimelineMarks(surface, frame, { selected, isHovered, range, cursor: cursor?.x });
  useDrawing(marks, { width, height, draw: mark }, undefined);
  const atCursor = cursor === undefined ? -1 : stepAt(steps, placeUnder(frame, cursor.x));
  const inBody = cursor === undefined ? undefined : flameUnder(frame, cursor);
  const underPointer = inBody ?? (atCursor >= 0 ? atCursor : undefined);
  const shown = useCard(underPointer, isFocused && selected >= 0 ? selected : undefined);
  return (
    <figure class="chart-figure" style={{ height: px(tracks.height) }} data-vscode-context={LAYER_CONTEXT}>
      <figcaption class="visually-hidden">{caption(frame)}</figcaption>
      <canvas ref={canvas} data-heat aria-hidden="true" {...handlers} />
      <canvas ref={marks} class="chart-marks" aria-hidden="true" />
      <TimelineHeadings frame={frame} />
      <TimelineTwin
        frame={frame}
        selected={selected}
        onSelect={props.onSelect}
        onExtend={(from, to) => props.onRange(rangeOfSteps(frame, range, from, to))}
        onFocus={props.onFocus}
        onEnter={props.onEnter}
      />
      {shown === undefined ? undefined : typeof shown === 'number' ? (
        <TimelineCard frame={frame} step={shown} cursor={atCursor >= 0 ? cursor?.x : undefined} />
      ) : (
        <FlameCard frame={frame} span={shown} cursor={cursor?.x ?? 0} />
      )}
    </figure>
  );
}

function flameUnder(frame: TimelineFrame, { x, y }: { readonly x: number; readonly y: number }): FlameSpan | undefined {
  const depth = frame.tracks.flame.findIndex(({ top, height }) => y >= top && y <= top + height);
  return flameAt(frame.flame[depth], placeUnder(frame, x));
}

function placeUnder({ steps, span, tracks }: TimelineFrame, x: number): number {
  if (x < tracks.left || x > tracks.right) return -1;
  const share = (x - tracks.left) / Math.max(1, tracks.right - tracks.left);
  return (span.from + share * (span.to - span.from)) * steps.end;
}

/** The end of a range that is at the step that was active moves to the next one; without such a range one begins. */
function rangeOfSteps({ steps }: TimelineFrame, range: Range | undefined, active: number, next: number): Range {
  const [start, end] = [steps.starts[active] ?? 0, steps.starts[active + 1] ?? 0];
  const [nextStart, nextEnd] = [steps.starts[next] ?? 0, steps.starts[next + 1] ?? 0];
  if (range?.[1] === end && range[0] < start) return [range[0], nextEnd];
  if (range?.[0] === start && range[1] > end) return [nextStart, range[1]];
  return [Math.min(start, nextStart), Math.max(end, nextEnd)];
}

function caption({ steps, memory, sums }: TimelineFrame): string {
  const count = steps.layers.length;
  const ran =
    steps.model.profile === undefined
      ? l10n.t('{0} nodes in the order of the file', count)
      : l10n.t('{0} kernels in {1}', count, formatDuration(sums.total));
  if (memory === undefined || memory.peakStep < 0) return `${ran}.`;
  const name = steps.model.layers[steps.layers[memory.peakStep] ?? -1]?.name ?? '';
  const peak = formatBytes(memory.liveBytes[memory.peakStep] ?? NaN);
  return l10n.t('{0}; at most {1} of activations are alive, while {2} runs.', ran, peak, name);
}
