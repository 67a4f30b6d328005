import type { Unit } from '../../../src/shared/base/units';
import type { BodyGraph } from '../../../src/shared/report/bodyGraph';
import type { Basis } from '../../../src/shared/report/column';
import type { Profile } from '../../../src/shared/report/latency';
import type { ModelView } from '../../../src/shared/report/modelView';
import type { RooflineView } from '../../../src/shared/report/roofline';

/** What one row, slot or cell stands for: a layer (anchor kernel with its satellites), a kernel that ran, or a node of the file. */
export type LayerUnit = 'layers' | 'kernels' | 'nodes';

/** One unit of a `LayerModel`. */
export interface Layer {
  /** Identity that outlives rebuilding: the anchor node, or −2 − kernel id for a kernel without a node of its own. */
  readonly key: number;
  /** Anchor node, −1 for a kernel that the runtime added. */
  readonly node: number;
  /** Unique name with its group: `layer4.0.conv2`. */
  readonly name: string;
  /** Name inside the section: `0.conv2`. */
  readonly shortName: string;
  /** Leaf group of the hierarchy, −1 for none. */
  readonly group: number;
  /** Index into `sections`, −1 for none. */
  readonly section: number;
  /** Nodes of the file that belong to it, in node order. */
  readonly nodes: readonly number[];
  /** Positions in `profile.kernels`, in execution order. */
  readonly kernels: readonly number[];
  /** The kernel that runs the anchor, −1 when none is known. */
  readonly anchorKernel: number;
}

/** Top-level group: layers `first … end − 1`. */
export interface Section {
  readonly name: string;
  readonly inferred: boolean;
  readonly first: number;
  readonly end: number;
}

/** A word with its place on the ramp. */
export interface Category {
  readonly value: number;
  readonly label: string;
}

/** One metric over the layers of a model. */
export interface LayerColumn {
  readonly id: string;
  readonly title: string;
  readonly unit: Unit;
  /** Per layer; NaN where unknown. */
  readonly values: Float64Array;
  /** Part of the value that is the anchor's own, where the rest is its satellites'. */
  readonly anchorValues?: Float64Array;
  /** Parts of a ratio; a group's value is the ratio of their sums. */
  readonly ratio?: { readonly numerators: Float64Array; readonly denominators: Float64Array } | undefined;
  /** The words that the values stand for, where they are no quantity. */
  readonly categories?: readonly Category[];
  readonly basis: Basis;
  /** Of estimates: factors by which a value may be off, with 80 % coverage; below 1 and above 1. */
  readonly uncertainty?: { readonly low: number; readonly high: number } | undefined;
  /** Colours of values on both sides of 0, or of providers; those of heat when absent. */
  readonly ramp?: 'change' | 'provider';
  readonly scale: 'linear' | 'log';
  readonly direction: 'high-is-hot' | 'low-is-hot';
  /** Ends of the colour scale. */
  readonly domain: readonly [number, number];
  /** Sum over all layers; NaN for ratios. */
  readonly total: number;
  /** At or below this a value is not told apart from zero; 0 when everything is exact. */
  readonly floor: number;
}

/** The model as the views show it: units in execution order, groups kept together. */
export interface LayerModel {
  readonly unit: LayerUnit;
  readonly view: ModelView;
  /** Where the nodes of a body are in the file; absent for the model itself. */
  readonly body?: Omit<BodyGraph, 'view'>;
  readonly profile: Profile | undefined;
  /** `undefined` while it is not known whether the machine was measured. */
  readonly roofline: RooflineView | undefined;
  readonly layers: readonly Layer[];
  readonly sections: readonly Section[];
  /** Layer of each node, −1 for hidden ones. */
  readonly layerOfNode: Int32Array;
  readonly indexOfKey: ReadonlyMap<number, number>;
  /** By id, in the order of the metric menu. */
  readonly columns: ReadonlyMap<string, LayerColumn>;
}
