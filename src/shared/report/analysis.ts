import type { Dtype } from '../graph/dtype';
import type { Column } from './column';
import type { Problem } from './problem';

/** What is known about one tensor after inference. Dims: number, or text of a symbol or expression, or unknown. */
export interface TensorFacts {
  readonly name: string;
  readonly dtype: Dtype | undefined;
  readonly shape: readonly (number | string | undefined)[] | undefined;
  /** The shape in the model's symbols where sizes were chosen for them: `["batch", 3, "H/2", "W/2"]`; absent where it is `shape` itself. */
  readonly symbolic?: readonly (number | string | undefined)[];
}

/** The contract's `totals`, of the main graph. `undefined` where something needed is unknown. */
export interface Totals {
  readonly nodes: number;
  readonly macs: number | undefined;
  readonly flops: number | undefined;
  readonly params: number;
  readonly constantParams: number;
  readonly quantizedParams: number;
  readonly batchNormStats: number;
  readonly weightBytes: number;
  readonly activationBytes: number | undefined;
  readonly peakActivationBytes: number | undefined;
  readonly plannedPeakBytes: number | undefined;
  /** Nodes at least one of whose outputs has no known shape. */
  readonly unknownNodes: number;
  readonly subgraphs: { readonly macs: number | undefined; readonly params: number };
}

/** Memory of a session, in bytes; `undefined` where a size is not known. */
export interface MemoryPlan {
  /** What the runtime's arena takes for activations (`totals.plannedPeakBytes`). */
  readonly plannedPeakBytes: number | undefined;
  /** The most that lives at once with views and kernels in place: no plan takes less. */
  readonly lowerBoundBytes: number | undefined;
  /** Copies of weights that kernels make when a session is created; an estimate. */
  readonly prepackedBytes: number;
}

/** One execution of a body of If, Loop or Scan. */
export interface BodyTotals {
  /** Node that holds the body, and its attribute: `then_branch`, `body`. */
  readonly node: number;
  readonly attribute: string;
  readonly nodes: number;
  readonly macs: number | undefined;
  readonly flops: number | undefined;
  readonly params: number;
  readonly weightBytes: number;
  readonly activationBytes: number | undefined;
}

/** A group of layers: a scope from names, or a block found in the structure. Groups form a tree; a node is in exactly one leaf group. */
export interface LayerGroup {
  readonly id: number;
  /** Short name inside its parent: `layer1`, `0`, `attention`. */
  readonly name: string;
  /** Path from the root: `layer1/0`. */
  readonly path: string;
  /** −1 at the top. */
  readonly parent: number;
  readonly inferred: boolean;
}

/** Where groups of layers come from: names in the file, the structure of the graph, or nowhere, so that there are none. */
export type GroupSource = 'names' | 'structure' | 'none';

/** How nodes are grouped and named for people (design spec 4.16). Columns over all nodes of the main graph. */
export interface Hierarchy {
  readonly groups: readonly LayerGroup[];
  /** Group of each node, −1 for none. */
  readonly groupOf: Int32Array;
  /** Anchor node of the layer that a node belongs to; the node itself for anchors; −1 for hidden nodes (constants, shape arithmetic). */
  readonly layerOf: Int32Array;
  /** Name of each node's layer, short: `layer4.0.conv2`. Empty for nodes that are not anchors. */
  readonly layerNames: readonly string[];
  readonly source: GroupSource;
}

/** Static analysis of a model with its dims as chosen: everything that needs no runtime. */
export interface Analysis {
  readonly inputs: readonly TensorFacts[];
  readonly outputs: readonly TensorFacts[];
  /** Facts per tensor id of the graph. */
  readonly tensors: readonly TensorFacts[];
  readonly totals: Totals;
  /**
   * Node columns: `macs`, `flops`, `transcendentals`, `params`, `weightBytes`, `activationBytes`, `trafficBytes`, `intensity`, and `peakBytes` (live bytes
   * while the node runs). Positions are node ids: the main graph's first, then those of bodies and functions (per execution of the body), which no sum includes.
   */
  readonly columns: readonly Column[];
  readonly memory: MemoryPlan;
  readonly bodies: readonly BodyTotals[];
  readonly hierarchy: Hierarchy;
  readonly problems: readonly Problem[];
  /** Symbols of the inputs in order of appearance, with the value used, if any. */
  readonly dims: readonly { readonly name: string; readonly value: number | undefined; readonly suggested: number | undefined }[];
  /** Sizes that depend on the data, as a run made them (`NonZero_3.count`); absent without a run. */
  readonly measuredDims?: readonly { readonly name: string; readonly value: number }[];
}
