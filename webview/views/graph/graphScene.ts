import type { BodyStep } from '../../../src/shared/report/bodyGraph';
import type { GraphLayout } from '../../layout/graph/layoutInput';
import type { Rectangle } from '../../layout/rectangle';
import type { LayerModel } from '../model/layerModel';
import type { GraphPlan } from './graphPlan';
import type { GraphTree } from './graphTree';
import type { LayerEdges } from './layerEdges';
import type { Box, VisibleGraph } from './visibleGraph';

/** A model in groups, and what is open of it. */
export interface GraphSubject {
  readonly model: LayerModel;
  readonly tree: GraphTree;
  readonly layerEdges: LayerEdges;
  /** What can be opened of layers. */
  readonly bodies: ReadonlyMap<number, readonly BodyStep[]>;
  readonly graph: VisibleGraph;
  readonly plan: GraphPlan;
}

/** A subject with the places of its boxes. */
export interface GraphScene extends GraphSubject {
  readonly layout: GraphLayout;
}

export function boxArea({ layout }: GraphScene, box: number): Rectangle {
  return { x: layout.x[box] ?? 0, y: layout.y[box] ?? 0, width: layout.width[box] ?? 0, height: layout.height[box] ?? 0 };
}

/** Middle of the trunk, across the direction of the flow. */
export function trunkMiddle({ layout, graph, plan }: GraphScene): number {
  const box = graph.levels[0]?.boxes.find(index => !plan.aside.has(index)) ?? 0;
  const { x, y, width, height } = layout;
  return plan.input.direction === 'down' ? (x[box] ?? 0) + (width[box] ?? 0) / 2 : (y[box] ?? 0) + (height[box] ?? 0) / 2;
}

/** Layers inside of a box, as indices of the model. */
export function layersOf({ tree }: Pick<GraphSubject, 'tree'>, { first, end }: Pick<Box, 'first' | 'end'>): Int32Array {
  return tree.order.subarray(first, end);
}

/** The layer that a box stands for, −1 for groups, inputs and outputs. */
export function layerOfBox(scene: Pick<GraphSubject, 'tree' | 'graph'>, box: number): number {
  const found = scene.graph.boxes[box];
  return found?.kind === 'layer' ? (scene.tree.order[found.first] ?? -1) : -1;
}

/** The innermost box at a point; frames only where nothing inside of them is hit. −1 for none. */
export function boxAt(scene: GraphScene, x: number, y: number): number {
  const { layout, graph } = scene;
  // Frames come before what they hold, so the last hit is the innermost.
  for (let box = graph.boxes.length - 1; box >= 0; box--) {
    const [left, top] = [layout.x[box]!, layout.y[box]!];
    if (x >= left && x < left + layout.width[box]! && y >= top && y < top + layout.height[box]!) return box;
  }
  return -1;
}
