import { drawCell } from '../../draw/drawCell';
import { drawFittedText } from '../../draw/drawFittedText';
import type { TextFitter } from '../../draw/textFitter';
import type { Surface } from '../../draw/surface';
import { canvasFont, cellLine, heatColor, heatInk, themeColor } from '../../ui/theme';
import { bareOp } from '../model/layerText';
import { xOf, type TimelineFrame } from './timelineFrame';

/** What ran in bodies, below the kernel that holds it; coloured by time only, the one metric that is known there. */
export function drawFlame(context: Surface, fitter: TextFitter, frame: TimelineFrame): void {
  const { flame, tracks, scale, column } = frame;
  const isLatency = column.id === 'latencyMs';
  flame.forEach((row, depth) => {
    const track = tracks.flame[depth];
    if (track === undefined) return;
    let drawn = -Infinity;
    for (const { kernel, from, to } of row) {
      const [left, right] = [Math.max(tracks.left, xOf(frame, from)), Math.min(tracks.right, xOf(frame, to))];
      // Thousands of kernels in one pixel are one line.
      if (right < tracks.left || left > tracks.right || right - drawn < 0.5) continue;
      drawn = right;
      const box = { x: left, y: track.top, width: Math.max(0.5, right - left - 0.5), height: track.height };
      const heat = scale.heat(kernel.medianMs);
      const color = isLatency ? heatColor(heat) : themeColor('--lw-fill2');
      drawCell(context, { ...box, color, paleShare: 0 }, '', isLatency ? cellLine() : themeColor('--lw-hair'));
      context.font = canvasFont(10.5);
      context.fillStyle = isLatency ? heatInk(heat) : themeColor('--vscode-foreground');
      const times = (kernel.executions ?? 1) > 1 ? ` ×${String(kernel.executions)}` : '';
      drawFittedText(context, fitter, [bareOp(kernel.op) + times, bareOp(kernel.op)], {
        ...{ x: left + 4, y: track.top + 12, room: right - left - 7 },
      });
    }
  });
}
