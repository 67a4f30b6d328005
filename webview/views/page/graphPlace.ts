import type { BodyStep } from '../../../src/shared/report/bodyGraph';
import type { UiState } from './uiState';

/** What a user arranged in one graph: that of the model, or that of a body. */
export interface GraphPlace {
  readonly selected: number | undefined;
  /** Groups shown with their content; `undefined` until the graph was first shown. */
  readonly expanded: readonly number[] | undefined;
  /** Runs of equal groups, by their first group, shown group by group. */
  readonly unfolded: readonly number[];
  /** The part on screen; `undefined` for the start. */
  readonly camera: { readonly x: number; readonly y: number; readonly k: number } | undefined;
}

/** A body or function that is shown in place of the graph around it. */
export interface OpenBody extends BodyStep, GraphPlace {
  /** Id in the file's graph of the node that holds it. */
  readonly fileNode: number;
  /** Name of the layer that holds it. */
  readonly holder: string;
  /** All bodies of that node, by their attributes. */
  readonly siblings: readonly string[];
}

/** How a graph is that was not shown before. */
export const NEW_PLACE: GraphPlace = { selected: undefined, expanded: undefined, unfolded: [], camera: undefined };

/** The arrangement of the graph that is shown: of the innermost open body, else of the model. */
export function graphPlace({ graphBodies, selected, graphExpanded, graphUnfolded, graphCamera }: UiState): GraphPlace {
  return graphBodies.at(-1) ?? { selected, expanded: graphExpanded, unfolded: graphUnfolded, camera: graphCamera };
}

/** What changes of the page's state when the graph that is shown is arranged in another way. */
export function arrangedPlace(ui: UiState, change: Partial<GraphPlace>): Partial<UiState> {
  const innermost = ui.graphBodies.at(-1);
  if (innermost !== undefined) return { graphBodies: [...ui.graphBodies.slice(0, -1), { ...innermost, ...change }] };
  const { selected, expanded, unfolded, camera } = { ...graphPlace(ui), ...change };
  return { selected, graphExpanded: expanded, graphUnfolded: unfolded, graphCamera: camera };
}
