import type { Column } from '../../../src/shared/report/column';
import type { RooflineView } from '../../../src/shared/report/roofline';
import type { FileDifference } from '../../../src/shared/report/comparedFile';
import { buildColumns } from './buildColumns';
import { changeColumn } from './changeColumn';
import { structureColumn } from './structureColumn';
import type { Layers } from './buildLayers';
import type { LayerColumn, LayerModel } from './layerModel';

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
  const changes = change === undefined ? [] : changeColumns(layers, change);
  return {
    ...layers,
    roofline,
    columns: changes.length === 0 ? columns : new Map([...columns, ...changes.map(column => [column.id, column] as const)]),
  };
}

/** What another file takes and is, each where it differs. */
function changeColumns({ layers, profile }: Layers, { name, difference }: NonNullable<LaterFacts['change']>): readonly LayerColumn[] {
  const columns = [
    changeColumn(layers, profile, { name, difference }),
    structureColumn(layers, { name, difference: difference.difference }),
  ];
  return columns.filter(column => column !== undefined);
}
