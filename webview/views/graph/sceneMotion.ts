import type { GraphLayout } from '../../layout/graph/layoutInput';
import { bringIntoView, isInView, type Camera, type Screen } from './camera';
import { boxId } from './boxId';
import { boxArea, type GraphScene } from './graphScene';

/** More boxes than this jump to their new places. */
const MOST_MOVED = 500;

/** How far a scene must be shifted so that what is in front of the user stays: the preferred box, else the first one on screen that both have. */
export function shiftBetween(
  before: GraphScene,
  after: GraphScene,
  camera: Camera,
  screen: Screen,
  preferred: string | undefined,
): readonly [number, number] {
  const shared = (id: string): readonly [number, number] | undefined => {
    const [old, now] = [before.graph.indexOf(id), after.graph.indexOf(id)];
    if (old < 0 || now < 0) return undefined;
    const [from, to] = [boxArea(before, old), boxArea(after, now)];
    return [to.x + to.width / 2 - from.x - from.width / 2, to.y - from.y];
  };
  const wanted = preferred === undefined ? undefined : shared(preferred);
  if (wanted !== undefined) return wanted;
  for (const [index, box] of before.graph.boxes.entries()) {
    if (box.kind === 'frame' || !isInView(camera, boxArea(before, index), screen)) continue;
    const found = shared(boxId(box));
    if (found !== undefined) return found;
  }
  return [0, 0];
}

/** Layouts on the way from one scene to the next, for boxes that both have; `undefined` when nothing or too much moves. */
export function motionBetween(
  before: GraphScene,
  after: GraphScene,
  [dx, dy]: readonly [number, number],
): ((t: number) => GraphLayout) | undefined {
  if (after.graph.boxes.length > 4 * MOST_MOVED) return undefined;
  const moved: { readonly now: number; readonly from: ReturnType<typeof boxArea> }[] = [];
  for (const [now, box] of after.graph.boxes.entries()) {
    const old = before.graph.indexOf(boxId(box));
    if (old < 0) continue;
    const from = boxArea(before, old);
    const to = boxArea(after, now);
    const isMoved = from.x + dx !== to.x || from.y + dy !== to.y || from.width !== to.width || from.height !== to.height;
    if (isMoved) moved.push({ now, from: { ...from, x: from.x + dx, y: from.y + dy } });
  }
  if (moved.length === 0 || moved.length > MOST_MOVED) return undefined;
  return t => {
    const { layout } = after;
    const blended = { ...layout, x: layout.x.slice(), y: layout.y.slice(), width: layout.width.slice(), height: layout.height.slice() };
    const blend = (values: Float64Array, box: number, from: number) => (values[box] = from + (values[box]! - from) * t);
    for (const { now, from } of moved) {
      blend(blended.x, now, from.x);
      blend(blended.y, now, from.y);
      blend(blended.width, now, from.width);
      blend(blended.height, now, from.height);
    }
    return blended;
  };
}

/** Groups may be higher than the screen: their heading is what must be seen. */
const HEADING = 60;

/** Nothing is brought below the mini-map at the right end. */
const MINI_MAP = 118;

/** Where the camera goes so that a box is on screen; where it is when the box is there already. */
export function cameraFor(scene: GraphScene, box: number, camera: Camera, screen: Screen): Camera {
  const area = boxArea(scene, box);
  const height = scene.graph.boxes[box]?.kind === 'layer' ? area.height : Math.min(area.height, HEADING);
  const free = screen.width > 4 * MINI_MAP ? screen.width - MINI_MAP : screen.width;
  return bringIntoView(camera, { ...area, height }, { ...screen, width: free });
}
