import * as l10n from '@vscode/l10n';
import type { Dtype } from '../../../src/shared/graph/dtype';
import type { Profile } from '../../../src/shared/report/latency';
import type { ModelView } from '../../../src/shared/report/modelView';
import { providerName } from '../../../src/shared/report/providerName';
import type { Category, Layer, LayerColumn } from './layerModel';
import { dtypeWord } from './dtypeWord';

/** What computes on indices and masks has the colour that says least. */
const INDEX: Category = { value: 0, label: l10n.t('index') };
/** Places on the ramp (design spec 6.3): coarser types are hotter. */
const PRECISIONS: readonly Category[] = [
  INDEX,
  { value: 0.05, label: 'FP64' },
  { value: 1 / 6, label: 'FP32' },
  { value: 3 / 6, label: 'FP16' },
  { value: 0.55, label: 'BF16' },
  { value: 0.75, label: 'FP8' },
  { value: 5 / 6, label: 'INT8' },
  { value: 1, label: 'INT4' },
];

/** What layers are, in words: the type that they compute in, and the provider that they ran on, each of several in a colour of its own. */
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
  if (word === '') return undefined;
  return PRECISIONS.find(({ label }) => word.startsWith(label) || word === `U${label}`) ?? INDEX;
}

/** The stops of their ramp; more providers have what lies between. */
const PROVIDER_COLORS = 7;

function providerColumn({ kernels }: Profile, layers: readonly Layer[]): readonly LayerColumn[] {
  const names = [...new Set(kernels.map(({ provider }) => provider))].filter(name => name !== '');
  const colors = names.length > 1 ? ({ ramp: 'provider' } as const) : {};
  const step = 1 / (Math.max(names.length, PROVIDER_COLORS) - 1);
  const categories = names.map((name, index): Category => ({ value: index * step, label: providerName(name) }));
  const providerOf = (layer: Layer) => categories[names.indexOf(kernels[layer.anchorKernel]?.provider ?? '')];
  return column({ id: 'provider', title: l10n.t('Provider'), basis: 'measured', categories, ...colors }, layers, providerOf);
}

type Description = Pick<LayerColumn, 'id' | 'title' | 'basis' | 'ramp'> & { readonly categories: readonly Category[] };

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
