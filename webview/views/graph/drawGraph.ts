import type { Surface } from '../../draw/surface';
import type { Rectangle } from '../../layout/rectangle';
import type { LayerMask } from '../model/chosenLayers';
import type { HeatScale } from '../model/heatScale';
import type { BoxFacts } from './boxFacts';
import { visibleArea, type Camera, type Screen } from './camera';
import { DIMMED_ALPHA } from './dimmedAlpha';
import { drawEdges } from './drawEdges';
import { drawFrame, drawGroupLine, drawRun, drawSmallGroup } from './drawGroup';
import { drawLayer, type LayerOutline } from './drawLayer';
import { drawSpecks } from './drawSpecks';
import type { BoxHeat } from './boxHeat';
import { boxArea, layerOfBox, layersOf, type GraphScene } from './graphScene';
import { isLine } from './graphPlan';
import { isFused } from './isFused';
import { kernelMates } from './kernelMates';
import { painterOf, type Painter } from './painter';

export interface GraphDrawing {
  readonly scene: GraphScene;
  readonly scale: HeatScale;
  readonly facts: (box: number) => BoxFacts;
  readonly heat: BoxHeat;
  readonly camera: Camera;
  readonly screen: Screen;
  /** Boxes of the selection and under the pointer, −1 for none; edge under the pointer. */
  readonly selected: number;
  readonly cursor: number;
  readonly hovered: number;
  readonly hoveredEdge: number;
  /** Several layers that are chosen; `undefined` for the selected one at most. */
  readonly chosen: LayerMask | undefined;
  readonly isDimmed: (box: number) => boolean;
  /** Boxes are on their way to their places, where the edges are already: these are left out meanwhile. */
  readonly isMoving: boolean;
}

/** Below this zoom boxes are nothing but their heat, below the other an edge is no longer than a pixel or two. */
const BOXES_FROM = 0.25;
const EDGES_FROM = 0.08;

export function drawGraph(context: Surface, drawing: GraphDrawing): void {
  const { camera, screen, scene } = drawing;
  context.scale(camera.k, camera.k);
  context.translate(-camera.x, -camera.y);
  const painter = painterOf(context, camera.k);
  const area = visibleArea(camera, screen);
  const boxes = boxesIn(scene, area);
  for (const box of boxes) if (scene.graph.boxes[box]?.kind === 'frame') drawBox(painter, drawing, box);
  if (!drawing.isMoving && camera.k >= EDGES_FROM)
    drawEdges(painter, {
      scene,
      area,
      zoom: camera.k,
      isMarked: edge => isMarked(drawing, edge),
      isDimmed: edge => isEdgeDimmed(drawing, edge),
    });
  if (camera.k < BOXES_FROM) drawSpecks(painter, drawing, boxes);
  else for (const box of boxes) if (scene.graph.boxes[box]?.kind !== 'frame') drawBox(painter, drawing, box);
  drawMarks(painter, drawing, boxes);
}

function boxesIn({ layout, graph }: GraphScene, { x, y, width, height }: Rectangle): readonly number[] {
  const found: number[] = [];
  const [right, bottom] = [x + width, y + height];
  for (let box = 0; box < graph.boxes.length; box++) {
    const [left, top] = [layout.x[box]!, layout.y[box]!];
    if (left < right && left + layout.width[box]! > x && top < bottom && top + layout.height[box]! > y) found.push(box);
  }
  return found;
}

function isMarked({ scene, selected, hovered, hoveredEdge }: GraphDrawing, edge: number): boolean {
  if (edge === hoveredEdge) return true;
  const shown = scene.plan.edges[edge];
  if (shown === undefined || (selected < 0 && hovered < 0)) return false;
  return [shown.from, shown.to].some(box => box >= 0 && (box === selected || box === hovered));
}

/** An edge steps back with either of its ends. */
function isEdgeDimmed({ scene, isDimmed }: GraphDrawing, edge: number): boolean {
  const { from = -1, to = -1 } = scene.plan.edges[edge] ?? {};
  return (from >= 0 && isDimmed(from)) || (to >= 0 && isDimmed(to));
}

function drawBox(painter: Painter, drawing: GraphDrawing, index: number): void {
  const { scene, facts, isDimmed } = drawing;
  const box = scene.graph.boxes[index];
  if (box === undefined) return;
  const area = boxArea(scene, index);
  const { context } = painter;
  context.globalAlpha = isDimmed(index) ? DIMMED_ALPHA : 1;
  switch (box.kind) {
    case 'frame':
      drawFrame(painter, area, facts(index));
      break;
    case 'group':
      drawGroup(painter, drawing, index, area);
      break;
    case 'run':
      drawRun(painter, area, facts(index), drawing.heat.rows(index));
      break;
    case 'layer':
      drawLayerBox(painter, drawing, index, area);
      break;
    case 'inputs':
    case 'outputs':
      drawTerminal(painter, area, facts(index).title);
  }
  context.globalAlpha = 1;
}

function drawGroup(painter: Painter, { scene, heat, facts }: GraphDrawing, index: number, area: Rectangle): void {
  const box = scene.graph.boxes[index];
  if (box === undefined) return;
  const shown = facts(index);
  const isAside = scene.plan.aside.has(index);
  if (!isAside && isLine(scene.plan.forms[box.level] ?? 'stack', scene.plan.input.direction))
    drawGroupLine(painter, area, shown, heat.cells(index));
  else drawSmallGroup(painter, area, shown, heat.fewCells(index));
}

function drawLayerBox(painter: Painter, { scene, scale, facts }: GraphDrawing, index: number, area: Rectangle): void {
  const layer = layerOfBox(scene, index);
  const showsTime = scale.column.id === 'latencyMs';
  drawLayer(painter, {
    area,
    facts: facts(index),
    rows: scene.plan.rows.get(index) ?? [],
    rowHeat: timeMs => (showsTime && !Number.isNaN(timeMs) ? scale.heat(timeMs) : undefined),
    outline: outlineOf(scene, layer),
    opens: scene.bodies.has(layer),
  });
}

function outlineOf({ model, plan }: GraphScene, layer: number): LayerOutline {
  if ((model.layers[layer]?.node ?? -1) < 0) return 'added';
  return !plan.kernelsOnly && isFused(model, layer) ? 'fused' : 'none';
}

function drawTerminal(painter: Painter, { x, y, width }: Rectangle, title: string): void {
  if (!painter.hasLabels) return;
  const style = { size: 11, mono: true, color: painter.colors.muted };
  const { context } = painter;
  context.textAlign = 'center';
  painter.text(title, x + width / 2, y + 12, style);
  context.textAlign = 'left';
}

/**
 * Selected: an outline in the colour of the focus; chosen with others, also within a closed group: a dotted one; under the pointer: a thin one, and a dashed one, with a line
 * to it, around what runs in the same kernel.
 */
function drawMarks(
  { context, colors }: Painter,
  { scene, selected, cursor, hovered, camera, chosen }: GraphDrawing,
  boxes: readonly number[],
): void {
  const outline = (box: number, color: string, width: number, gap: number) => {
    if (box < 0) return;
    const { x, y, width: boxWidth, height } = boxArea(scene, box);
    context.strokeStyle = color;
    context.lineWidth = width / Math.min(1, camera.k);
    context.beginPath();
    context.roundRect(x - gap, y - gap, boxWidth + 2 * gap, height + 2 * gap, 5);
    context.stroke();
  };
  if (chosen !== undefined) {
    context.setLineDash([2, 2]);
    for (const box of boxes) if (box !== selected && holdsChosen(scene, box, chosen)) outline(box, colors.focus, 2, 3);
    context.setLineDash([]);
  }
  const mates = hovered < 0 ? [] : kernelMates(scene, hovered);
  if (mates.length > 0) {
    context.setLineDash([4, 3]);
    for (const mate of mates) {
      outline(mate, colors.muted, 1, 2);
      link(context, boxArea(scene, hovered), boxArea(scene, mate));
    }
    context.setLineDash([]);
  }
  if (hovered !== selected) outline(hovered, colors.foreground, 1, 1);
  if (cursor !== selected) outline(cursor, colors.focus, 1, 2);
  outline(selected, colors.focus, 2, 3);
  context.lineWidth = 1;
}

/** A line between the middles of two boxes, in the style of the outline before. */
function link(context: Surface, a: Rectangle, b: Rectangle): void {
  context.beginPath();
  context.moveTo(a.x + a.width / 2, a.y + a.height / 2);
  context.lineTo(b.x + b.width / 2, b.y + b.height / 2);
  context.stroke();
}

/** An open group shows what it holds itself. */
function holdsChosen(scene: GraphScene, index: number, chosen: LayerMask): boolean {
  const box = scene.graph.boxes[index];
  return box !== undefined && box.kind !== 'frame' && layersOf(scene, box).some(layer => chosen[layer] === 1);
}
