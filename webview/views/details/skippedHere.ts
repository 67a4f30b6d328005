import * as l10n from '@vscode/l10n';
import { formatCount } from '../../../src/shared/base/formatNumber';
import type { Suggestion } from '../../../src/shared/report/suggestion';
import type { Layer, LayerModel } from '../model/layerModel';
import { precisionOf } from '../model/matchLayer';
import { outputFacts } from '../model/nodeText';
import { isDepthwise } from './layerMeasures';

/**
 * Why no integers are offered for a depthwise convolution in float32: static quantization takes it along where its neighbors are integers, and only there.
 * `undefined` for other layers, and where they are offered. `offered`: every suggestion about the layer.
 */
export function skippedHere(
  model: LayerModel,
  layer: Layer,
  offered: readonly Suggestion[],
): { readonly title: string; readonly why: string } | undefined {
  const isQuantized = offered.some(({ pass }) => pass.startsWith('quantize') || pass === 'mixed-precision');
  if (isQuantized || layer.node < 0 || !isDepthwise(model.view, layer.node) || precisionOf(model, layer) !== 'fp32') return undefined;
  const products = productsPerOutput(model, layer.node);
  if (Number.isNaN(products)) return undefined;
  return {
    title: l10n.t('INT8 is not a gain here by itself'),
    why: l10n.t(
      '{0} products for each output, so few that conversions cost more. It follows its neighbors into INT8.',
      formatCount(products),
    ),
  };
}

function productsPerOutput({ view }: LayerModel, node: number): number {
  const macs = view.analysis.columns.find(({ id }) => id === 'macs')?.values[node] ?? NaN;
  const shape = outputFacts(view, node)[0]?.shape ?? [undefined];
  return macs / shape.reduce<number>((product, dim) => product * (typeof dim === 'number' ? dim : NaN), 1);
}
