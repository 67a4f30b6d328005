import type { Unit } from '../../../src/shared/base/units';
import type { LayerColumn } from './layerModel';

/** What stands in the header; shares are written in percent. */
const UNITS: ReadonlyMap<Unit, string> = new Map([
  ['ms', 'ms'],
  ['bytes', 'bytes'],
  ['flopPerByte', 'FLOP/B'],
  ['percent', '%'],
  ['share', '%'],
]);

/** Title of a column with its unit, for values that are copied or exported: `Latency (ms)`. */
export function unitHeading({ title, unit }: Pick<LayerColumn, 'title' | 'unit'>): string {
  const text = UNITS.get(unit);
  return text === undefined ? title : `${title} (${text})`;
}

/** A value in the unit of its heading. */
export function valueInUnit({ unit }: Pick<LayerColumn, 'unit'>, value: number): number {
  return unit === 'share' ? 100 * value : value;
}

/** With `.` and six digits; empty for what is not known. */
export function plainNumber(value: number): string {
  return Number.isNaN(value) ? '' : String(Number(value.toPrecision(6)));
}
