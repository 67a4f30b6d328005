import type { Kernel, Profile } from '../../../src/shared/report/latency';
import type { ModelView } from '../../../src/shared/report/modelView';
import { addMetrics, type LaterFacts } from './addMetrics';
import { buildLayers } from './buildLayers';
import type { LayerModel, LayerUnit } from './layerModel';

/** Above this many kernels the spine and the table show layers instead of kernels (design spec 4.2). */
const MOST_KERNELS_SHOWN = 150;

/** The unit that views start with: kernels of a small model that was profiled to the end, layers otherwise. */
export function defaultUnit(view: ModelView, profile: Profile | undefined): LayerUnit {
  if (profile === undefined || profile.kernels.length > MOST_KERNELS_SHOWN) return 'layers';
  return coversAllArithmetic(view, profile.kernels) ? 'kernels' : 'layers';
}

/** Derives what all views show from a model and, when there is one, its profile. */
export function buildLayerModel(view: ModelView, profile: Profile | undefined, unit: LayerUnit, later: LaterFacts = {}): LayerModel {
  return addMetrics(buildLayers(view, profile, unit), later);
}

/** A partial profile (or one of another file) leaves nodes with arithmetic without a kernel. */
function coversAllArithmetic(view: ModelView, kernels: readonly Kernel[]): boolean {
  const macs = view.analysis.columns.find(column => column.id === 'macs')?.values;
  const covered = new Uint8Array(view.nodeOps.length);
  for (const kernel of kernels) for (const node of kernel.covers) covered[node] = 1;
  const { layerOf } = view.analysis.hierarchy;
  const missing = macs?.findIndex((value, node) => value > 0 && covered[node] === 0 && (layerOf[node] ?? -1) >= 0) ?? -1;
  return kernels.length > 0 && missing < 0;
}
