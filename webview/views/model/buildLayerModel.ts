import type { Profile } from '../../../src/shared/report/latency';
import type { ModelView } from '../../../src/shared/report/modelView';
import { addMetrics, type LaterFacts } from './addMetrics';
import { buildLayers } from './buildLayers';
import { coveringKernels } from './coveringKernels';
import type { LayerModel, LayerUnit } from './layerModel';

/** Above this many kernels the spine and the table show layers instead of kernels (design spec 4.2). */
const MOST_KERNELS_SHOWN = 150;

/** The unit that views start with: kernels of a small model that was profiled to the end, layers otherwise. */
export function defaultUnit(view: ModelView, profile: Profile | undefined): LayerUnit {
  if (profile === undefined || profile.kernels.length > MOST_KERNELS_SHOWN) return 'layers';
  return coveringKernels(view, profile).isWhole ? 'kernels' : 'layers';
}

/** Derives what all views show from a model and, when there is one, its profile. */
export function buildLayerModel(view: ModelView, profile: Profile | undefined, unit: LayerUnit, later: LaterFacts = {}): LayerModel {
  return addMetrics(buildLayers(view, profile, unit), later);
}
