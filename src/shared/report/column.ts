import type { Unit } from '../base/units';

/** How a group's value follows from its members. */
export type Aggregation =
  | { readonly kind: 'sum' }
  /** Recomputed from the sums of two other columns. */
  | { readonly kind: 'ratio'; readonly numerator: string; readonly denominator: string }
  /** The value of the worst member, by `direction`. */
  | { readonly kind: 'worst' }
  | { readonly kind: 'category'; readonly labels: readonly string[] };

/** Per-value basis: unknown values have none. */
export const BASIS = ['none', 'exact', 'measured', 'estimated'] as const;
export type Basis = (typeof BASIS)[number];

/** A metric: one number per node, kernel or tensor. Heatmap, table, tooltip, lens, command line and reports all read columns. */
export interface Column {
  /** Stable id, for example `latencyMs`, `macs`. */
  readonly id: string;
  readonly title: string;
  readonly unit: Unit;
  readonly axis: 'node' | 'kernel' | 'tensor';
  /** NaN where unknown. */
  readonly values: Float64Array;
  /** Bounds of the 95 % interval, where measured. */
  readonly low?: Float64Array;
  readonly high?: Float64Array;
  /** Index into `BASIS` per value. */
  readonly basis: Uint8Array;
  readonly aggregation: Aggregation;
  /** Domain of the colour scale; the largest value when absent. */
  readonly domain?: readonly [number, number];
  readonly scale: 'linear' | 'log';
  /** Which end of the domain is hot. */
  readonly direction: 'high-is-hot' | 'low-is-hot';
}

export function basisOf(column: Column, index: number): Basis {
  return BASIS[column.basis[index] ?? 0] ?? 'none';
}

export function basisCode(basis: Basis): number {
  return BASIS.indexOf(basis);
}

/** A column all of whose known values have the same basis. */
export function uniformColumn(description: Omit<Column, 'basis'>, basis: Basis): Column {
  const { values } = description;
  const code = basisCode(basis);
  const codes = new Uint8Array(values.length);
  for (let index = 0; index < values.length; index++) if (!Number.isNaN(values[index])) codes[index] = code;
  return { ...description, basis: codes };
}
