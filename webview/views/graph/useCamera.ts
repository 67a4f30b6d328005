import { useEffect, useRef } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import type { BodyStep } from '../../../src/shared/report/bodyGraph';
import { animate } from '../../ui/animate';
import { usePage } from '../page/usePage';
import { firstCamera, isInView, type Camera, type Screen } from './camera';
import { graphPlace } from '../page/graphPlace';
import { trunkMiddle, type GraphScene } from './graphScene';

const PAN_MS = 120;
/** The page's state is written when the hand rests. */
const KEEP_AFTER_MS = 200;

export interface CameraControl {
  readonly camera: Camera;
  /** Where the camera is by now, also between two drawings. */
  readonly now: () => Camera;
  readonly set: (next: Camera) => void;
  /** Moves there in a moment, where motion is wanted. */
  readonly glide: (next: Camera) => void;
  /** Back to the start of the graph. */
  readonly reset: () => void;
}

/** The camera of the graph; kept in the page's state. */
export function useCamera(scene: GraphScene, screen: Screen): CameraControl {
  const store = usePage();
  const own = useSignal<Camera | undefined>(graphPlace(store.ui.peek()).camera);
  const stop = useRef<() => void>(() => undefined);
  const { size } = scene.layout;
  const whole = { x: 0, y: 0, width: size[0], height: size[1] };
  const kept = own.value;
  const camera =
    kept !== undefined && (screen.width === 0 || isInView(kept, whole, screen))
      ? kept
      : firstCamera(size, trunkMiddle(scene), screen, scene.plan.input.direction);
  const latest = useRef(camera);
  latest.current = camera;
  /** Where it is, or where it glides to. */
  const aim = useRef(kept);
  useEffect(() => {
    if (kept === graphPlace(store.ui.peek()).camera) return undefined;
    const timer = setTimeout(() => store.arrangeGraph({ camera: kept }), KEEP_AFTER_MS);
    return () => clearTimeout(timer);
  }, [kept]);
  useEffect(() => {
    const { graphBodies } = store.ui.peek();
    return () => {
      stop.current();
      const ui = store.ui.peek();
      if (isSameBody(ui.graphBodies.at(-1), graphBodies.at(-1)) && aim.current !== graphPlace(ui).camera)
        store.arrangeGraph({ camera: aim.current });
    };
  }, []);
  const set = (next: Camera) => {
    stop.current();
    latest.current = next;
    aim.current = next;
    own.value = next;
  };
  const glide = (next: Camera) => {
    stop.current();
    aim.current = next;
    const from = latest.current;
    const between = (a: number, b: number, t: number) => a + (b - a) * t;
    stop.current = animate(PAN_MS, t => {
      own.value = { x: between(from.x, next.x, t), y: between(from.y, next.y, t), k: between(from.k, next.k, t) };
    });
  };
  const reset = () => {
    stop.current();
    aim.current = undefined;
    own.value = undefined;
  };
  return { camera, now: () => latest.current, set, glide, reset };
}

/** Whether the graph is still the one that was shown: the model's, or that of the same body. */
function isSameBody(a: BodyStep | undefined, b: BodyStep | undefined): boolean {
  return a?.node === b?.node && a?.attribute === b?.attribute;
}
