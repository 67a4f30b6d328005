import type { Rectangle } from '../../layout/rectangle';

/** What part of the graph is on screen: the point of the graph in the top left corner, and pixels on screen per pixel of the graph. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly k: number;
}

export interface Screen {
  readonly width: number;
  readonly height: number;
}

const SMALLEST = 0.02;
const LARGEST = 3;
/** Room above the graph at its first sight, and around what is fitted. */
const TOP = 20;
/** Between these widths what the graph begins with would lie under the switch in the corner: it begins below. A narrower view has no switch (graph.css). */
const WITH_SWITCH = 420;
const NARROW = 720;
const TOP_BELOW_SWITCH = 48;
const MARGIN = 24;
/** A graph that is wider than the screen is made smaller at first, but not beyond reading. */
const SMALLEST_AT_FIRST = 0.6;

function clampScale(k: number): number {
  return Math.max(SMALLEST, Math.min(LARGEST, k));
}

/** Zooms around a point on screen, which stays where it is. */
export function zoomAt(camera: Camera, factor: number, at: readonly [number, number]): Camera {
  const k = clampScale(camera.k * factor);
  return { x: camera.x + at[0] / camera.k - at[0] / k, y: camera.y + at[1] / camera.k - at[1] / k, k };
}

/** Moves by pixels on screen. */
export function panBy(camera: Camera, dx: number, dy: number): Camera {
  return { ...camera, x: camera.x + dx / camera.k, y: camera.y + dy / camera.k };
}

/** The start of a graph at 100 %, its trunk in the middle; a little beside it where that shows what would be cut off. */
export function firstCamera(
  [width, height]: readonly [number, number],
  trunk: number,
  screen: Screen,
  direction: 'down' | 'right',
): Camera {
  const across = direction === 'down' ? (screen.width - 2 * MARGIN) / width : (screen.height - 2 * MARGIN) / height;
  const k = Math.max(SMALLEST_AT_FIRST, Math.min(1, across));
  const middle = (length: number, room: number) => {
    const [shown, margin] = [room / k, MARGIN / k];
    const centered = trunk - shown / 2;
    return length + 2 * margin > shown ? centered : Math.max(length + margin - shown, Math.min(-margin, centered));
  };
  if (direction === 'right') return { x: -MARGIN / k, y: middle(height, screen.height), k };
  return { x: middle(width, screen.width), y: -(screen.width > WITH_SWITCH && screen.width < NARROW ? TOP_BELOW_SWITCH : TOP) / k, k };
}

/** Everything inside of an area on screen, never larger than 100 %. */
export function fitArea({ x, y, width, height }: Rectangle, screen: Screen): Camera {
  const k = clampScale(Math.min(1, (screen.width - 2 * MARGIN) / Math.max(1, width), (screen.height - 2 * MARGIN) / Math.max(1, height)));
  return { x: x + width / 2 - screen.width / 2 / k, y: y + height / 2 - screen.height / 2 / k, k };
}

/** The part of the graph on screen. */
export function visibleArea({ x, y, k }: Camera, { width, height }: Screen): Rectangle {
  return { x, y, width: width / k, height: height / k };
}

/** Moves as little as brings an area onto the screen; not at all when it is there. */
export function bringIntoView(camera: Camera, area: Rectangle, screen: Screen): Camera {
  const shown = visibleArea(camera, screen);
  const margin = MARGIN / camera.k;
  const shift = (from: number, length: number, shownFrom: number, shownLength: number) => {
    const before = from - margin - shownFrom;
    const after = from + length + margin - (shownFrom + shownLength);
    if (before < 0 || length + 2 * margin > shownLength) return before > 0 && after <= 0 ? 0 : before;
    return Math.max(0, after);
  };
  return {
    ...camera,
    x: camera.x + shift(area.x, area.width, shown.x, shown.width),
    y: camera.y + shift(area.y, area.height, shown.y, shown.height),
  };
}

export function isInView(camera: Camera, area: Rectangle, screen: Screen): boolean {
  const shown = visibleArea(camera, screen);
  return (
    area.x < shown.x + shown.width && area.x + area.width > shown.x && area.y < shown.y + shown.height && area.y + area.height > shown.y
  );
}
