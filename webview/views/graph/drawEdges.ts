import * as l10n from '@vscode/l10n';
import { formatCount } from '../../../src/shared/base/formatNumber';
import { arrowHead, corneredPath, smoothPath } from '../../draw/edgePath';
import type { Rectangle } from '../../layout/rectangle';
import { DIMMED_ALPHA } from './dimmedAlpha';
import { edgeLine, forEachEdgeIn, straightLine } from './edgeLines';
import { edgeLabel, isConversion } from './edgeText';
import type { GraphScene } from './graphScene';
import { isTerminal } from './levelForm';
import type { BoxEdge } from './visibleGraph';
import type { Painter } from './painter';

const ARROW = 7;
/** A shape above an arrow to the right begins behind the box before it. */
const LEVEL_LABEL = 42;
/** Each pixel of a screen has many edges then. */
const MOST_SMOOTH = 3000;

interface EdgeDrawing {
  readonly scene: GraphScene;
  readonly area: Rectangle;
  readonly zoom: number;
  /** Edges of the box under the pointer, of the selected one, and the edge under the pointer. */
  readonly isMarked: (edge: number) => boolean;
  /** Edges that step back. */
  readonly isDimmed: (edge: number) => boolean;
}

/** All edges in view: thin, those of conversions bold, marked ones in the colour of the focus and above the others. */
export function drawEdges(painter: Painter, { scene, area, zoom, isMarked, isDimmed }: EdgeDrawing): void {
  const { context, colors } = painter;
  const shown: number[] = [];
  forEachEdgeIn(scene, area, edge => shown.push(edge));
  const plain = zoom < 0.3 || shown.length > MOST_SMOOTH;
  const [dimmed, thin, bold, marked]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (const edge of shown) (isDimmed(edge) ? dimmed : isMarked(edge) ? marked : isBold(scene, edge) ? bold : thin).push(edge);
  context.globalAlpha = DIMMED_ALPHA;
  strokeEdges(painter, scene, dimmed, { color: colors.muted, width: Math.max(1, 0.6 / zoom), plain });
  context.globalAlpha = 1;
  strokeEdges(painter, scene, thin, { color: colors.muted, width: Math.max(1, 0.6 / zoom), plain });
  strokeEdges(painter, scene, bold, { color: colors.muted, width: 2, plain });
  strokeEdges(painter, scene, marked, { color: colors.focus, width: 1.6, plain: false, isMarked: true });
  context.lineWidth = 1;
  if (painter.hasLabels) for (const edge of shown) if (!isDimmed(edge)) labelEdge(painter, scene, edge);
  if (painter.hasLabels) labelSkips(painter, scene, shown);
  if (painter.hasLabels) labelFarReaders(painter, scene);
}

/** Lines to far readers are drawn while they are marked. */
function drawnLine(scene: GraphScene, edge: number, isMarked: boolean): ArrayLike<number> {
  const line = edgeLine(scene, edge);
  return line.length === 0 && isMarked && scene.plan.farReaders.has(scene.plan.edges[edge]?.from ?? -1) ? straightLine(scene, edge) : line;
}

function isBold(scene: GraphScene, edge: number): boolean {
  const shown = scene.plan.edges[edge];
  return shown !== undefined && isConversion(scene, shown);
}

interface Stroke {
  readonly color: string;
  readonly width: number;
  /** Without curves and arrows. */
  readonly plain: boolean;
  readonly isMarked?: boolean;
}

function strokeEdges(
  { context }: Painter,
  scene: GraphScene,
  edges: readonly number[],
  { color, width, plain, isMarked = false }: Stroke,
): void {
  if (edges.length === 0) return;
  context.strokeStyle = color;
  context.lineWidth = width;
  context.beginPath();
  for (const edge of edges) {
    const line = drawnLine(scene, edge, isMarked);
    if (line.length < 4) continue;
    if (plain) {
      context.moveTo(line[0]!, line[1]!);
      for (let at = 2; at < line.length; at += 2) context.lineTo(line[at]!, line[at + 1]!);
    } else if (scene.plan.forms[scene.plan.edges[edge]!.level] === 'stack') corneredPath(context, line);
    else smoothPath(context, line);
  }
  context.stroke();
  if (plain) return;
  context.fillStyle = color;
  context.beginPath();
  for (const edge of edges) {
    const line = drawnLine(scene, edge, isMarked);
    if (line.length >= 4) arrowHead(context, line, ARROW);
  }
  context.fill();
}

/** The shape stands beside the middle of the edge. */
function labelEdge(painter: Painter, scene: GraphScene, edge: number): void {
  const shown = scene.plan.edges[edge];
  if (
    shown === undefined ||
    scene.plan.skips.has(shown) ||
    shown.from < 0 ||
    scene.plan.aside.has(shown.from) ||
    isTerminalEdge(scene, shown)
  )
    return;
  const line = edgeLine(scene, edge);
  if (line.length < 4) return;
  const middle = 2 * Math.floor((line.length / 2 - 1) / 2);
  const [x, y] = [(line[middle]! + line[middle + 2]!) / 2, (line[middle + 1]! + line[middle + 3]!) / 2];
  const isLevel = scene.plan.input.direction === 'right';
  painter.text(edgeLabel(scene, shown), isLevel ? x - LEVEL_LABEL : x + 9, isLevel ? y - 6 : y + 3.5, {
    size: 10.5,
    mono: true,
    color: painter.colors.muted,
  });
}

/** Inputs and outputs say their shape themselves. */
function isTerminalEdge({ graph }: GraphScene, { from, to }: BoxEdge): boolean {
  return isTerminal(graph.boxes[from]) || isTerminal(graph.boxes[to]);
}

/** `read by 7 more` beside what many read from far below; inputs say nothing, since everybody knows that they are read. */
function labelFarReaders(painter: Painter, { plan, layout, graph }: GraphScene): void {
  for (const [box, count] of plan.farReaders) {
    if (isTerminal(graph.boxes[box])) continue;
    const [x, y] = [layout.x[box]! + layout.width[box]!, layout.y[box]! + layout.height[box]! / 2];
    painter.text(l10n.t('read by {0} more', formatCount(count)), x + 8, y + 4, { size: 11, color: painter.colors.muted });
  }
}

/** `3 skips` beside the bus of a level. */
function labelSkips(painter: Painter, scene: GraphScene, edges: readonly number[]): void {
  const { plan, layout } = scene;
  const counts = new Map<number, { count: number; right: number; top: number; bottom: number }>();
  for (const edge of edges) {
    const shown = plan.edges[edge];
    if (shown === undefined || !plan.skips.has(shown)) continue;
    const line = edgeLine(scene, edge);
    const found = counts.get(shown.level) ?? { count: 0, right: -Infinity, top: Infinity, bottom: -Infinity };
    found.count++;
    const [y, end] = [layout.y[shown.from]!, layout.y[shown.to]!];
    found.right = Math.max(found.right, line.length === 8 ? line[2]! : layout.x[shown.from]! + layout.width[shown.from]!);
    found.top = Math.min(found.top, y, end);
    found.bottom = Math.max(found.bottom, y, end);
    counts.set(shown.level, found);
  }
  for (const { count, right, top, bottom } of counts.values()) {
    if (count < 2 || plan.input.direction === 'right') continue;
    painter.text(l10n.t('{0} skips', formatCount(count)), right + 12, (top + bottom) / 2 + 20, { size: 11, color: painter.colors.muted });
  }
}
