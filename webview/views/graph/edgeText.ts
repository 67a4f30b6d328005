import * as l10n from '@vscode/l10n';
import { formatBytes } from '../../../src/shared/base/formatNumber';
import { denseBytes } from '../../../src/shared/graph/denseBytes';
import type { TensorFacts } from '../../../src/shared/report/analysis';
import { shapeText, typeText } from '../model/nodeText';
import type { GraphSubject } from './graphScene';
import type { BoxEdge } from './visibleGraph';

/** The shape beside an edge; how many tensors where there are several. */
export function edgeLabel({ model, layerEdges }: GraphSubject, { edge, tensors }: BoxEdge): string {
  if (tensors > 1) return l10n.t('{0} tensors', tensors);
  const shape = model.view.analysis.tensors[layerEdges.tensor[edge] ?? -1]?.shape;
  return shape === undefined || shape.length === 0 ? '' : shapeText(shape);
}

/** A conversion changes how the values lie or what type they have; its edges are bold. */
export function isConversion({ model, layerEdges }: GraphSubject, { edge }: BoxEdge): boolean {
  const layer = model.layers[layerEdges.from[edge] ?? -1];
  return layer !== undefined && (layer.node < 0 || model.view.nodeOps[layer.node] === 'Cast');
}

/** What a tensor is, for the card of its edge. */
export interface TensorText {
  readonly name: string;
  readonly type: string;
  /** Empty while the size is not known. */
  readonly bytes: string;
  readonly from: string;
  readonly to: readonly string[];
}

export function tensorText({ model, layerEdges }: GraphSubject, { edge }: BoxEdge): TensorText | undefined {
  const tensor = layerEdges.tensor[edge] ?? -1;
  const facts: TensorFacts | undefined = model.view.analysis.tensors[tensor];
  if (facts === undefined) return undefined;
  const bytes = denseBytes(facts.dtype, facts.shape);
  const nameOf = (layer: number | undefined, otherwise: string) => model.layers[layer ?? -1]?.name ?? otherwise;
  const readers = new Set<string>();
  layerEdges.tensor.forEach((other, index) => {
    if (other === tensor) readers.add(nameOf(layerEdges.to[index], l10n.t('output of the model')));
  });
  return {
    name: facts.name,
    type: `${typeText(facts.dtype)}[${shapeText(facts.shape, ', ')}]`,
    bytes: Number.isNaN(bytes) ? '' : formatBytes(bytes),
    from: nameOf(layerEdges.from[edge], l10n.t('input of the model')),
    to: [...readers],
  };
}
