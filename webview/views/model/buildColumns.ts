import * as l10n from '@vscode/l10n';
import type { Column } from '../../../src/shared/report/column';
import type { Profile } from '../../../src/shared/report/latency';
import type { ModelView } from '../../../src/shared/report/modelView';
import type { RooflineView } from '../../../src/shared/report/roofline';
import { categoryColumns } from './categoryColumns';
import { kernelColumns } from './kernelColumns';
import type { Layer, LayerColumn } from './layerModel';
import { NodeMetric } from './nodeMetric';

/** Node columns in the order of the metric menu; others follow. */
const ORDER = [
  'macs',
  'params',
  'weightBytes',
  'activationBytes',
  'intensity',
  'ofLimit',
  'quantizationErrorDb',
  'ownErrorDb',
  'cosine',
  'expectedErrorDb',
  'zeroSparsity',
  'effectiveMacs',
];
/** Columns that other metrics are made of, or that are no property of a layer. */
const NOT_SHOWN: ReadonlySet<string> = new Set([
  ...['flops', 'transcendentals', 'trafficBytes', 'peakBytes', 'zeroWeights', 'readWeights'],
  ...['predictedMs', 'limitMs', 'limitedMs', 'measuredMs', 'measuredLimitMs'],
]);

/** What the metrics of a model come from. */
interface ColumnSources {
  readonly view: ModelView;
  readonly profile: Profile | undefined;
  readonly roofline: RooflineView | undefined;
  /** What only the values of weights tell; `undefined` while they are read. */
  readonly sparsity: readonly Column[] | undefined;
  /** What a variant is off by; `undefined` while none was measured. */
  readonly errors: readonly Column[] | undefined;
}

/** Every metric over the layers: what was measured first, latency before all, then what follows from the file. */
export function buildColumns(
  { view, profile, roofline, sparsity, errors }: ColumnSources,
  layers: readonly Layer[],
): ReadonlyMap<string, LayerColumn> {
  const nodeColumns = [...view.analysis.columns, ...(roofline?.columns ?? []), ...(sparsity ?? []), ...(errors ?? [])].filter(
    column => column.axis === 'node',
  );
  const byId = new Map(nodeColumns.map(column => [column.id, column]));
  const shown = nodeColumns.filter(({ id, aggregation }) => !NOT_SHOWN.has(id) && aggregation.kind !== 'category');
  const sorted = [...shown].sort((a, b) => rank(a.id) - rank(b.id));
  const columns = sorted.map(column =>
    layerColumn(column, byId, layers, profile === undefined ? predictedShare(column, roofline) : undefined),
  );
  const words = categoryColumns(view, profile, layers);
  if (profile === undefined) return byColumnId([...columns, ...words]);
  const measured = columns.filter(({ basis }) => basis === 'measured');
  const latency = latencyColumn(profile, layers);
  const ofKernels = kernelColumns(view, profile, layers, latency);
  return byColumnId([latency, ...measured, ...columns.filter(column => !measured.includes(column)), ...ofKernels, ...words]);
}

function byColumnId(columns: readonly LayerColumn[]): ReadonlyMap<string, LayerColumn> {
  return new Map(columns.map(column => [column.id, column]));
}

function rank(id: string): number {
  const index = ORDER.indexOf(id);
  return index < 0 ? ORDER.length : index;
}

function latencyColumn(profile: Profile, layers: readonly Layer[]): LayerColumn {
  const timeOf = (kernel: number) => profile.kernels[kernel]?.medianMs ?? 0;
  const values = Float64Array.from(layers, ({ kernels }) =>
    kernels.length === 0 ? NaN : kernels.reduce((sum, kernel) => sum + timeOf(kernel), 0),
  );
  const anchorValues = Float64Array.from(layers, layer => (layer.anchorKernel < 0 ? 0 : timeOf(layer.anchorKernel)));
  return {
    id: 'latencyMs',
    title: l10n.t('Latency'),
    unit: 'ms',
    values,
    anchorValues,
    basis: 'measured',
    scale: 'linear',
    direction: 'high-is-hot',
    domain: [0, largest(values)],
    total: profile.kernels.reduce((sum, kernel) => sum + kernel.medianMs, 0),
    floor: profile.floorMs,
  };
}

/** By what a share of the roofline may be off at predicted times: the longer the time, the smaller the share. */
function predictedShare({ id }: Column, roofline: RooflineView | undefined): LayerColumn['uncertainty'] {
  const ofTime = roofline?.plot?.uncertainty;
  return id === 'ofLimit' && ofTime !== undefined ? { low: 1 / ofTime.high, high: 1 / ofTime.low } : undefined;
}

/** Columns of the same layers that were made before: what arrives later adds to them. */
const made = new WeakMap<readonly Layer[], Map<Column, LayerColumn>>();

function layerColumn(
  column: Column,
  byId: ReadonlyMap<string, Column>,
  layers: readonly Layer[],
  uncertainty: LayerColumn['uncertainty'],
): LayerColumn {
  const ofLayers = made.get(layers) ?? new Map<Column, LayerColumn>();
  made.set(layers, ofLayers);
  const known = ofLayers.get(column) ?? new NodeMetric(column, byId, layers, uncertainty);
  ofLayers.set(column, known);
  return known;
}

function largest(values: Float64Array): number {
  return values.reduce((max, value) => (value > max ? value : max), 0);
}
