import type { BodyStep } from '../../../src/shared/report/bodyGraph';
import { bodyExecutions } from '../../../src/shared/report/latency';
import type { LayerModel } from '../model/layerModel';
import { NEW_PLACE, type OpenBody } from '../page/graphPlace';

/** Layers that hold bodies of If, Loop or Scan or call a model-local function, with what can be opened in them. */
export function layerBodies({ view, layerOfNode }: Pick<LayerModel, 'view' | 'layerOfNode'>): ReadonlyMap<number, readonly BodyStep[]> {
  const steps = [
    ...view.analysis.bodies.map(({ node, attribute }) => ({ node, attribute })),
    ...view.functionCalls.map(node => ({ node, attribute: '' })),
  ];
  const found = new Map<number, readonly BodyStep[]>();
  for (const step of steps) {
    const layer = layerOfNode[step.node] ?? -1;
    if (layer >= 0) found.set(layer, [...(found.get(layer) ?? []), step]);
  }
  return found;
}

/** What opens of a layer: the body that ran most often, the first where that is not known. */
export function bodyToOpen(model: LayerModel, layer: number, steps: readonly BodyStep[]): OpenBody | undefined {
  const fileNode = (node: number): number => model.body?.nodes[node] ?? node;
  const runs = ({ node, attribute }: BodyStep) => bodyExecutions(model.profile, { node, attribute }) ?? 0;
  const [first] = [...steps].sort((a, b) => runs(b) - runs(a));
  if (first === undefined) return undefined;
  return {
    ...first,
    ...NEW_PLACE,
    fileNode: fileNode(first.node),
    holder: model.layers[layer]?.name ?? '',
    siblings: steps.filter(({ node }) => node === first.node).map(({ attribute }) => attribute),
  };
}
