import type { Column } from '../../../src/shared/report/column';
import type { RooflineView } from '../../../src/shared/report/roofline';
import { buildColumns } from './buildColumns';
import type { Layers } from './buildLayers';
import type { LayerModel } from './layerModel';

/** What is known of a model later than the model itself; `undefined` until then. */
export interface LaterFacts {
  readonly roofline?: RooflineView | undefined;
  readonly sparsity?: readonly Column[] | undefined;
  /** What the newest variant is off by. */
  readonly errors?: readonly Column[] | undefined;
}

/** Layers with their metrics: what all views show. Metrics that the same layers had before are not made again. */
export function addMetrics(layers: Layers, { roofline, sparsity, errors }: LaterFacts): LayerModel {
  const { view, profile } = layers;
  return { ...layers, roofline, columns: buildColumns({ view, profile, roofline, sparsity, errors }, layers.layers) };
}
