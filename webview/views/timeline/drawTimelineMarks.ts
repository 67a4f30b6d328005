import { themeColor } from '../../ui/theme';
import type { Surface } from '../../draw/surface';
import { xOf, type TimelineFrame } from './timelineFrame';

export interface TimelineMarks {
  /** Steps, −1 for none. */
  readonly selected: number;
  readonly isHovered: (step: number) => boolean;
  /** Places of the axis. */
  readonly range: readonly [number, number] | undefined;
  /** x of the pointer. */
  readonly cursor: number | undefined;
}

/** Selection, hover, range and cursor, on a canvas of their own: the pointer moves far more often than the tracks change. */
export function drawTimelineMarks(context: Surface, frame: TimelineFrame, marks: TimelineMarks): void {
  const { tracks, steps } = frame;
  const bottom = tracks.operators.at(-1) ?? tracks.kernels;
  const height = bottom.top + bottom.height - tracks.memory.top;
  const within = (x: number) => Math.max(tracks.left, Math.min(tracks.right, x));
  const ends = (from: number, to: number): readonly [number, number] => [within(xOf(frame, from)), within(xOf(frame, to))];
  if (marks.range !== undefined) {
    const [left, right] = ends(...marks.range);
    context.fillStyle = themeColor('--lw-fill2');
    context.fillRect(left, tracks.memory.top, right - left, height);
    context.fillStyle = themeColor('--vscode-focusBorder');
    for (const x of [left, right]) context.fillRect(x - 0.5, tracks.memory.top, 1, height);
  }
  const focus = themeColor('--vscode-focusBorder');
  if (marks.selected >= 0) {
    const [left, right] = ends(steps.starts[marks.selected] ?? 0, steps.starts[marks.selected + 1] ?? 0);
    context.globalAlpha = 0.12;
    context.fillStyle = focus;
    context.fillRect(left, tracks.memory.top, right - left, height);
    context.globalAlpha = 1;
    context.strokeStyle = focus;
    context.lineWidth = 1;
    const end = tracks.kernels.top + tracks.kernels.height + 1;
    context.strokeRect(left - 0.5, tracks.memory.top + 0.5, Math.max(2, right - left) + 1, end - tracks.memory.top);
  }
  drawHovered(context, frame, marks, ends);
  if (marks.cursor === undefined || marks.cursor < tracks.left || marks.cursor > tracks.right) return;
  context.fillStyle = themeColor('--lw-muted');
  context.fillRect(Math.round(marks.cursor), tracks.memory.top, 1, height);
}

function drawHovered(
  context: Surface,
  { tracks, steps }: TimelineFrame,
  { isHovered }: TimelineMarks,
  ends: (from: number, to: number) => readonly [number, number],
): void {
  context.strokeStyle = themeColor('--vscode-foreground');
  context.lineWidth = 1;
  for (let step = 0; step < steps.layers.length; step++) {
    if (!isHovered(step)) continue;
    const [left, right] = ends(steps.starts[step] ?? 0, steps.starts[step + 1] ?? 0);
    if (right > left) context.strokeRect(left + 0.5, tracks.kernels.top + 0.5, Math.max(1, right - left - 1), tracks.kernels.height - 1);
  }
}
