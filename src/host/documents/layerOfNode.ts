import type { ModelState } from '../../shared/protocol/hostWebview';

/** Anchor node of the layer that a main-graph node belongs to; `undefined` for hidden nodes and while no model is known. */
export function layerOfNode({ model }: Pick<ModelState, 'model'>, node: number): number | undefined {
  const anchor = model?.analysis.hierarchy.layerOf[node] ?? -1;
  return anchor < 0 ? undefined : anchor;
}
