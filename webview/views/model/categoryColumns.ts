import * as l10n from '@vscode/l10n';
import type { Dtype } from '../../../src/shared/graph/dtype';
import type { Profile } from '../../../src/shared/report/latency';
import type { ModelView } from '../../../src/shared/report/modelView';
import { providerName } from '../../../src/shared/report/providerName';
import type { Category, Layer, LayerColumn } from './layerModel';
import { dtypeWord } from './dtypeWord';

/** Places on the ramp (design spec 6.3): coarser types are hotter. Types of indices and masks have none. */
const PRECISIONS: readonly Category[] = [
  { value: 0.05, label: 'FP64' },
  { value: 1 / 6, label: 'FP32' },
  { value: 3 / 6, label: 'FP16' },
  { value: 0.55, label: 'BF16' },
  { value: 0.75, label: 'FP8' },
  { value: 5 / 6, label: 'INT8' },
  { value: 1, label: 'INT4' },
];

/** What layers are, in words: the type that they compute in, and the provider that they ran on where there are several. */
export function categoryColumns(view: ModelView, profile: Profile | undefined, layers: readonly Layer[]): readonly LayerColumn[] {
  const known = new Map(Array.from(new Set(view.nodeDtypes), dtype => [dtype, precisionOf(dtype)]));
  const precision = (layer: Layer) => known.get(view.nodeDtypes[layer.node]);
  return [
    ...column({ id: 'precision', title: l10n.t('Precision'), basis: 'exact', categories: PRECISIONS }, layers, precision),
    ...(profile === undefined ? [] : providerColumn(profile, layers)),
  ];
}

function precisionOf(dtype: Dtype | undefined): Category | undefined {
  const word = dtypeWord(dtype).toUpperCase();
  return PRECISIONS.find(({ label }) => word.startsWith(label) || word === `U${label}`);
}

function providerColumn({ kernels }: Profile, layers: readonly Layer[]): readonly LayerColumn[] {
  const names = [...new Set(kernels.map(({ provider }) => provider))].filter(name => name !== '');
  if (names.length < 2) return [];
  const categories = names.map((name, index): Category => ({ value: (index + 1) / (names.length + 1), label: providerName(name) }));
  const providerOf = (layer: Layer) => categories[names.indexOf(kernels[layer.anchorKernel]?.provider ?? '')];
  return column({ id: 'provider', title: l10n.t('Provider'), basis: 'measured', categories }, layers, providerOf);
}

type Description = Pick<LayerColumn, 'id' | 'title' | 'basis'> & { readonly categories: readonly Category[] };

/** No column where nothing is known; of the categories only those that occur. */
function column(
  { categories, ...description }: Description,
  layers: readonly Layer[],
  categoryOf: (layer: Layer) => Category | undefined,
): readonly LayerColumn[] {
  const values = new Float64Array(layers.length);
  layers.forEach((layer, index) => (values[index] = categoryOf(layer)?.value ?? NaN));
  const found = categories.filter(({ value }) => values.includes(value));
  if (found.length === 0) return [];
  const scale = { scale: 'linear', direction: 'high-is-hot', domain: [0, 1], total: NaN, floor: 0, unit: 'none' } as const;
  return [{ ...description, ...scale, values, categories: found }];
}
