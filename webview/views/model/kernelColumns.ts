import * as l10n from '@vscode/l10n';
import { kernelTimes } from '../../../src/shared/report/kernelTimes';
import type { Kernel, Profile } from '../../../src/shared/report/latency';
import { splitKernels } from '../../../src/shared/report/splitKernels';
import type { ModelView } from '../../../src/shared/report/modelView';
import type { Layer, LayerColumn } from './layerModel';

const PERCENT = 100;

/** What a profile says besides the latency, each only where it says something: the split of fused kernels, the use of threads, the bytes as run. */
export function kernelColumns(view: ModelView, profile: Profile, layers: readonly Layer[], latency: LayerColumn): readonly LayerColumn[] {
  const kernelsOf = layers.map(({ kernels }) => kernels.flatMap(kernel => profile.kernels[kernel] ?? []));
  const columns = [splitColumn(view, profile, layers), efficiencyColumn(kernelsOf), bytesColumn(kernelsOf)];
  return columns.filter(column => column.values.some(value => !Number.isNaN(value)) && !isSame(column, latency));
}

/** Where no kernel spans several layers the split is the latency itself. */
function isSame({ values, unit }: LayerColumn, latency: LayerColumn): boolean {
  if (unit !== latency.unit) return false;
  return values.every((value, layer) => Number.isNaN(value) || Math.abs(value - (latency.values[layer] ?? NaN)) <= 1e-9 * latency.total);
}

function splitColumn({ analysis, nodeOps }: ModelView, profile: Profile, layers: readonly Layer[]): LayerColumn {
  const split = splitKernels(profile.kernels, analysis.columns, nodeOps.length);
  const values = Float64Array.from(layers, ({ nodes }) => {
    const known = nodes.map(node => split[node] ?? NaN).filter(value => !Number.isNaN(value));
    return known.length === 0 ? NaN : known.reduce((sum, value) => sum + value, 0);
  });
  return {
    ...sumOf(values),
    id: 'splitLatencyMs',
    title: l10n.t('Latency, split by MACs'),
    unit: 'ms',
    basis: 'estimated',
    floor: profile.floorMs,
  };
}

function efficiencyColumn(kernelsOf: readonly (readonly Kernel[])[]): LayerColumn {
  const times = kernelsOf.map(kernelTimes);
  const denominators = Float64Array.from(times, ({ parallelEfficiency, medianMs }) => (parallelEfficiency === undefined ? 0 : medianMs));
  const numerators = Float64Array.from(times, ({ parallelEfficiency = 0, medianMs }) => PERCENT * parallelEfficiency * medianMs);
  return {
    id: 'parallelEfficiency',
    title: l10n.t('Thread efficiency'),
    unit: 'percent',
    values: Float64Array.from(times, ({ parallelEfficiency }) => PERCENT * (parallelEfficiency ?? NaN)),
    ratio: { numerators, denominators },
    basis: 'measured',
    scale: 'linear',
    direction: 'low-is-hot',
    domain: [0, PERCENT],
    total: NaN,
    floor: 0,
  };
}

function bytesColumn(kernelsOf: readonly (readonly Kernel[])[]): LayerColumn {
  const bytesOf = ({ memory }: Kernel) => (memory === undefined ? NaN : memory.inputBytes + memory.weightBytes + memory.outputBytes);
  const values = Float64Array.from(kernelsOf, kernels =>
    kernels.length === 0 ? NaN : kernels.reduce((sum, kernel) => sum + bytesOf(kernel), 0),
  );
  return { ...sumOf(values), id: 'kernelBytes', title: l10n.t('Bytes of kernels'), unit: 'bytes', basis: 'measured', floor: 0 };
}

function sumOf(values: Float64Array): Pick<LayerColumn, 'values' | 'scale' | 'direction' | 'domain' | 'total'> {
  const known = values.filter(value => !Number.isNaN(value));
  const largest = known.reduce((max, value) => Math.max(max, value), 0);
  const total = known.reduce((sum, value) => sum + value, 0);
  return { values, scale: 'linear', direction: 'high-is-hot', domain: [0, largest], total };
}
