import type { Column } from '../../../src/shared/report/column';
import type { RooflineView } from '../../../src/shared/report/roofline';
import type { FileDifference } from '../../../src/shared/report/comparedFile';
import { buildColumns } from './buildColumns';
import { changeColumn } from './changeColumn';
import type { Layers } from './buildLayers';
import type { LayerModel } from './layerModel';

/** What is known of a model later than the model itself; `undefined` until then. */
export interface LaterFacts {
  readonly roofline?: RooflineView | undefined;
  readonly sparsity?: readonly Column[] | undefined;
  /** What the newest variant is off by. */
  readonly errors?: readonly Column[] | undefined;
  /** The file that is compared, and how it differs. */
  readonly change?: { readonly name: string; readonly difference: FileDifference } | undefined;
}

/** Layers with their metrics: what all views show. Metrics that the same layers had before are not made again. */
export function addMetrics(layers: Layers, { roofline, sparsity, errors, change }: LaterFacts): LayerModel {
  const { view, profile } = layers;
  const columns = buildColumns({ view, profile, roofline, sparsity, errors }, layers.layers);
  const changed = change === undefined ? undefined : changeColumn(layers.layers, profile, change);
  return { ...layers, roofline, columns: changed === undefined ? columns : new Map([...columns, [changed.id, changed]]) };
}
