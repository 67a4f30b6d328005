import { ENTRY_ROOM, FRAME_MARGIN, FRAME_TOP } from './frameInsets';
import { layeredLevel } from './layeredLevel';
import type { GraphLayout, LayoutInput, LayoutLevel, LevelForm } from './layoutInput';
import type { LevelLayout, SizedLevel } from './levelLayout';
import { linearLevel } from './linearLevel';
import { stackLevel } from './stackLevel';

const FORMS: Readonly<Record<LevelForm, (level: SizedLevel) => LevelLayout>> = {
  stack: stackLevel,
  layered: layeredLevel,
  linear: linearLevel,
};

/** A shape stands beside an arrow that runs down, and above one that runs to the right. */
const [GAP_DOWN, GAP_RIGHT] = [20, 92];

/** Lays out a graph of nested levels: inner levels first, since a frame is as large as its content. The same input has always the same result. */
export function layoutGraph(input: LayoutInput): GraphLayout {
  const [width, height] = [input.width.slice(), input.height.slice()];
  const turned = input.direction === 'right';
  const [x, y] = [new Float64Array(width.length), new Float64Array(width.length)];
  const drawn = input.levels.map(level => {
    const layout = layoutLevel(input, level, width, height, turned);
    if (level.frame >= 0) {
      const [contentWidth, contentHeight] = layout.size;
      width[level.frame] = Math.max(width[level.frame]!, contentWidth + 2 * FRAME_MARGIN);
      height[level.frame] = Math.max(height[level.frame]!, topOf(level) + contentHeight + FRAME_MARGIN);
    }
    return layout;
  });
  // Positions come from outside to inside: a frame's own place is known when its level's turn comes.
  const offsets = new Map<LayoutLevel, readonly [number, number]>();
  for (let index = input.levels.length - 1; index >= 0; index--) {
    const level = input.levels[index]!;
    const layout = drawn[index]!;
    const offset = contentAt(level, layout, x, y, width);
    offsets.set(level, offset);
    level.boxes.forEach((box, place) => {
      x[box] = offset[0] + layout.x[place]!;
      y[box] = offset[1] + layout.y[place]!;
      width[box] = layout.width[place]!;
      height[box] = layout.height[place]!;
    });
  }
  const lines = collectLines(input.levels, drawn, offsets);
  return { x, y, width, height, ...lines, size: drawn.at(-1)?.size ?? [0, 0] };
}

function topOf({ entries }: LayoutLevel): number {
  return FRAME_TOP + (entries.length > 0 ? ENTRY_ROOM : 0);
}

/** A frame that was made wider than its content needs has it in the middle. */
function contentAt(level: LayoutLevel, { size }: Turned, x: Float64Array, y: Float64Array, width: Float64Array): readonly [number, number] {
  const { frame } = level;
  if (frame < 0) return [0, 0];
  return [x[frame]! + Math.max(FRAME_MARGIN, (width[frame]! - size[0]) / 2), y[frame]! + topOf(level)];
}

interface Turned extends LevelLayout {
  readonly height: Float64Array;
}

/** A graph that runs to the right is one that runs down with its axes changed; headings stay above. */
function layoutLevel(input: LayoutInput, level: LayoutLevel, width: Float64Array, height: Float64Array, turned: boolean): Turned {
  const widths = Float64Array.from(level.boxes, box => width[box]!);
  const heights = Float64Array.from(level.boxes, box => height[box]!);
  const stretches = (place: number) => !turned && input.stretches[level.boxes[place]!] === 1;
  const sized: SizedLevel = {
    ...level,
    width: turned ? heights : widths,
    height: turned ? widths : heights,
    stretches,
    gap: turned ? GAP_RIGHT : GAP_DOWN,
  };
  const layout = FORMS[level.form](sized);
  if (!turned) return { ...layout, height: heights };
  const lines = layout.lines.map(line => line.map((_, at) => line[at % 2 === 0 ? at + 1 : at - 1]!));
  return { x: layout.y, y: layout.x, width: widths, height: heights, lines, size: [layout.size[1], layout.size[0]] };
}

function collectLines(
  levels: readonly LayoutLevel[],
  drawn: readonly Turned[],
  offsets: ReadonlyMap<LayoutLevel, readonly [number, number]>,
): Pick<GraphLayout, 'start' | 'points'> {
  const count = drawn.reduce((sum, { lines }) => sum + lines.length, 0);
  const start = new Int32Array(count + 1);
  const points = new Float64Array(drawn.reduce((sum, { lines }) => lines.reduce((inner, line) => inner + line.length, sum), 0));
  let [edge, at] = [0, 0];
  levels.forEach((level, index) => {
    const [left, top] = offsets.get(level) ?? [0, 0];
    for (const line of drawn[index]!.lines) {
      start[edge++] = at;
      line.forEach((value, coordinate) => (points[at++] = value + (coordinate % 2 === 0 ? left : top)));
    }
  });
  start[edge] = at;
  return { start, points };
}
