import type { Signal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Surface } from '../../draw/surface';
import type { GraphLayout } from '../../layout/graph/layoutInput';
import { animate } from '../../ui/animate';
import { useSize } from '../../ui/useSize';
import type { HeatScale } from '../model/heatScale';
import { hoveredIn, hoverLayer } from '../page/hoveredLayer';
import type { GraphRequest, PageStore } from '../page/pageStore';
import { useDimming } from '../page/useDimming';
import { useDrawing } from '../page/useDrawing';
import { useLayerOrigins } from '../page/useLayerOrigins';
import { useHoverEnd } from '../page/useHoverEnd';
import { usePage } from '../page/usePage';
import type { BoxFacts } from './boxFacts';
import { boxId } from './boxId';
import { boxHeat } from './boxHeat';
import { RUN_HEAD, runPitch } from './boxSizes';
import { fitArea, zoomAt, type Camera, type Screen } from './camera';
import { drawGraph } from './drawGraph';
import { edgeAt } from './edgeLines';
import { GraphControls } from './graphControls';
import { GraphHover, type HoverPlace } from './graphHover';
import { GraphPathNote, usePath } from './graphPath';
import { boxArea, boxAt, layerOfBox, layersOf, type GraphScene } from './graphScene';
import { MiniMap } from './miniMap';
import { cameraFor, motionBetween, shiftBetween } from './sceneMotion';
import { useCamera, type CameraControl } from './useCamera';
import { useStagePointer } from './useStagePointer';
import { LAYER_CONTEXT } from '../page/layerContext';

interface Props {
  readonly scene: GraphScene;
  readonly scale: HeatScale;
  readonly facts: (box: number) => BoxFacts;
  /** Id of the box that keys act on. */
  readonly cursor: Signal<string | undefined>;
  /** Whether the card of that box is shown. */
  readonly pinned: Signal<boolean>;
  /** The tree for the keyboard. */
  readonly twin: RefObject<HTMLDivElement | null>;
  /** Of a run with the group whose row was meant, if one was. */
  readonly onToggle: (box: number, group?: number) => void;
  readonly onCommand: (request: GraphRequest) => void;
}

const RELAYOUT_MS = 200;
const ZOOM_STEP = 1.25;
const EDGE_REACH_PX = 6;
const CHEVRON_PX = 26;
const HEADING_PX = 34;

/** The canvas with its camera, and what lies over it. */
export function GraphStage({ scene, scale, facts, cursor, pinned, twin, onToggle, onCommand }: Props) {
  const store = usePage();
  const [box, screen] = useSize<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const control = useCamera(scene, screen);
  const { camera } = control;
  const moving = useMotion(scene, control, screen, cursor.value);
  const [place, setPlace] = useState<HoverPlace | undefined>(undefined);
  const originOf = useLayerOrigins(scene.model);
  const heat = useMemo(() => boxHeat(scene, scale), [scene, scale]);
  const selectedLayer = store.selectedIn(scene.model);
  const selectedBox = selectedLayer < 0 ? -1 : (scene.graph.boxOfLayer[selectedLayer] ?? -1);
  const cursorBox = scene.graph.indexOf(cursor.value);
  const path = usePath(scene, cursorBox, selectedLayer);
  const isDimmed = useDimmed(scene, path);
  const hoveredLayer = hoveredIn(store, scene.model);
  useHoverEnd();
  const hovered = place?.box ?? (hoveredLayer < 0 ? -1 : (scene.graph.boxOfLayer[hoveredLayer] ?? -1));
  const hoveredEdge = place?.edge ?? -1;
  const shown = moving === undefined ? scene : { ...scene, layout: moving };
  const chosen = store.chosenIn(scene.model);
  const marks = { selected: selectedBox, chosen, cursor: cursorBox, hovered, hoveredEdge };
  const draw = (surface: Surface) =>
    drawGraph(surface, { scene: shown, scale, facts, heat, camera, screen, isDimmed, ...marks, isMoving: moving !== undefined });
  const inputs = [shown.layout, scale, facts, camera, isDimmed, selectedBox, chosen, cursorBox, hovered, hoveredEdge];
  useDrawing(canvas, { width: screen.width, height: screen.height, draw }, inputs);
  const revealed = useReveal(scene, control, screen, cursor.value);
  useRequests(scene, control, screen, cursorBox >= 0 ? cursorBox : selectedBox, request => {
    revealed.current = undefined;
    onCommand(request);
  });
  const handlers = useStagePointer({
    camera: control.now,
    set: control.set,
    onClick: (x, y, isDouble, event) => {
      const index = boxAt(scene, x, y);
      const box = scene.graph.boxes[index];
      if (box === undefined) return;
      revealed.current = cursor.value = boxId(box);
      if (isToggle(scene, index, x, y, isDouble)) onToggle(index, instanceAt(scene, index, y));
      const layer = layerOfBox(scene, index);
      // A double click chooses nothing that its first click did not.
      if (layer >= 0 && !isDouble) store.pick(scene.model, layer, event);
    },
    onHover: (x, y, atX, atY) => {
      const { box: over, edge, layer } = underPointer(scene, x, y, EDGE_REACH_PX / control.now().k);
      hoverLayer(store, scene.model, layer);
      if (over === (place?.box ?? -1) && edge === (place?.edge ?? -1)) return;
      setPlace(over >= 0 || edge >= 0 ? { box: over, edge, x: atX, y: atY } : undefined);
    },
    onLeave: () => {
      setPlace(undefined);
      store.hovered.value = undefined;
    },
  });
  return (
    <>
      <div class="graph-stage" ref={box} data-vscode-context={LAYER_CONTEXT} {...handlers}>
        <canvas ref={canvas} data-heat aria-hidden="true" />
      </div>
      <MiniMap scene={scene} scale={scale} camera={camera} screen={screen} onMove={control.set} />
      <GraphControls zoom={camera.k} />
      <GraphPathNote path={path} />
      <GraphHover
        scene={scene}
        scale={scale}
        facts={facts}
        originOf={originOf}
        place={usePinned(scene, camera, pinned.value ? cursorBox : -1) ?? place}
        screen={screen}
        onClose={hadFocus => {
          pinned.value = false;
          if (hadFocus) twin.current?.focus();
        }}
      />
    </>
  );
}

/** The card of a box stands at its heading. */
function usePinned(scene: GraphScene, camera: Camera, box: number): HoverPlace | undefined {
  return useMemo(() => {
    if (box < 0) return undefined;
    const area = boxArea(scene, box);
    return { box, edge: -1, x: (area.x - camera.x) * camera.k, y: (area.y + HEADING_PX - camera.y) * camera.k };
  }, [scene, camera, box]);
}

/** Whether a click opens or closes a group, or opens a body: one on its chevron, two anywhere else on it. */
function isToggle(scene: GraphScene, index: number, x: number, y: number, isDouble: boolean): boolean {
  const kind = scene.graph.boxes[index]?.kind;
  const opens = scene.bodies.has(layerOfBox(scene, index));
  if (kind !== 'group' && kind !== 'run' && kind !== 'frame' && !opens) return false;
  const area = boxArea(scene, index);
  const onChevron = x < area.x + CHEVRON_PX && y < area.y + HEADING_PX && !scene.plan.aside.has(index);
  return onChevron ? !isDouble : isDouble;
}

/** The group whose row of a run's matrix is at a height. */
function instanceAt(scene: GraphScene, index: number, y: number): number | undefined {
  const { instances = [] } = scene.graph.boxes[index] ?? {};
  const row = Math.floor((y - boxArea(scene, index).y - RUN_HEAD) / runPitch(instances.length));
  return instances[row]?.id;
}

/** A frame is no more than the space between what it holds. */
function underPointer(scene: GraphScene, x: number, y: number, reach: number) {
  const index = boxAt(scene, x, y);
  const onBox = index >= 0 && scene.graph.boxes[index]?.kind !== 'frame';
  return { box: onBox ? index : -1, edge: onBox ? -1 : edgeAt(scene, x, y, reach), layer: layerOfBox(scene, index) };
}

/** Where keys and other views lead to is brought onto the screen; what is there does not move. Returns the id of the box that was shown last. */
function useReveal(scene: GraphScene, control: CameraControl, screen: Screen, cursor: string | undefined) {
  const revealed = useRef<string | undefined>(undefined);
  useEffect(() => {
    const box = scene.graph.indexOf(cursor);
    if (box < 0 || screen.width === 0 || revealed.current === cursor) return;
    revealed.current = cursor;
    const next = cameraFor(scene, box, control.now(), screen);
    if (next.x !== control.now().x || next.y !== control.now().y) control.glide(next);
  }, [cursor, scene, screen.width === 0]);
  return revealed;
}

/** Does what keys and buttons ask of the camera, and hands on the rest. */
function useRequests(
  scene: GraphScene,
  control: CameraControl,
  screen: Screen,
  focus: number,
  onOther: (request: GraphRequest) => void,
): void {
  const store = usePage();
  const request = store.graphRequest.value;
  useEffect(() => {
    if (request === undefined || screen.width === 0) return;
    store.graphRequest.value = undefined;
    const middle = [screen.width / 2, screen.height / 2] as const;
    const [width, height] = scene.layout.size;
    if (request.kind === 'zoomIn') control.glide(zoomAt(control.now(), ZOOM_STEP, middle));
    else if (request.kind === 'zoomOut') control.glide(zoomAt(control.now(), 1 / ZOOM_STEP, middle));
    else if (request.kind === 'fit') control.glide(fitArea({ x: 0, y: 0, width, height }, screen));
    else if (request.kind === 'zoomToSelection' && focus >= 0) control.glide(fitArea(boxArea(scene, focus), screen));
    else if (request.kind !== 'zoomToSelection') onOther(request);
  }, [request, screen.width === 0]);
}

/** Keeps in place what the user looks at when boxes come and go, and moves the others there. Returns the layout of the moment while it lasts. */
function useMotion(scene: GraphScene, control: CameraControl, screen: Screen, preferred: string | undefined): GraphLayout | undefined {
  const before = useRef<GraphScene | undefined>(undefined);
  const stop = useRef<() => void>(() => undefined);
  const [moving, setMoving] = useState<GraphLayout | undefined>(undefined);
  useLayoutEffect(() => {
    const old = before.current;
    before.current = scene;
    stop.current();
    setMoving(undefined);
    if (old === undefined || screen.width === 0) return;
    if (old.plan.input.direction !== scene.plan.input.direction) {
      control.reset();
      return;
    }
    const shift = shiftBetween(old, scene, control.camera, screen, preferred);
    if (shift[0] !== 0 || shift[1] !== 0)
      control.set({ ...control.camera, x: control.camera.x + shift[0], y: control.camera.y + shift[1] });
    const motion = motionBetween(old, scene, shift);
    if (motion !== undefined) stop.current = animate(RELAYOUT_MS, t => setMoving(t < 1 ? motion(t) : undefined));
  }, [scene]);
  useEffect(() => () => stop.current(), []);
  return moving;
}

/** Boxes step back when all of their layers do; filter, brush and legend speak of the layers of the spine, which has none of a body. */
function useDimmed(scene: GraphScene, path: Uint8Array | undefined): (box: number) => boolean {
  const store = usePage();
  const page = store.model.value ?? scene.model;
  const isLayerDimmed = useDimming(page, store.scaleOf(page));
  const isSearched = store.terms.value.length > 0 || store.brush.value !== undefined || store.highlight.value !== undefined;
  const isActive = isSearched && scene.model.body === undefined;
  return useMemo(() => {
    if (!isActive && path === undefined) return () => false;
    const known = new Map<number, boolean>();
    const isDimmed = (layer: number) =>
      path?.[layer] === 0 ||
      (isActive && isLayerDimmed(isOfPage(scene, store) ? layer : (page.layerOfNode[scene.model.layers[layer]?.node ?? -1] ?? -1)));
    return (index: number) => {
      let dimmed = known.get(index);
      const found = scene.graph.boxes[index];
      if (dimmed === undefined)
        known.set(index, (dimmed = found === undefined || (found.end > found.first && layersOf(scene, found).every(isDimmed))));
      return dimmed;
    };
  }, [scene, isActive, isLayerDimmed, path]);
}

/** Whether the graph shows the layers that spine and map show, with the same numbers. */
function isOfPage({ model }: GraphScene, store: PageStore): boolean {
  return model.layers === store.model.value?.layers;
}
