import type { Attributes, ValueType } from './attribute';
import type { NodeId, SubgraphId } from './graph';
import type { AxisMap } from './provenance';
import type { Weight } from './weight';

/** A node that an edit makes. Tensors are named, since new ones have no id yet; `""` is an omitted input or output. */
export interface NodeDefinition {
  readonly name: string;
  readonly op: string;
  readonly domain: string;
  /** Of the function that is called, where there are several of its name. */
  readonly overload?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
  /** Nodes of the edited graph that this one stands for; empty for helpers that belong to nobody. */
  readonly origins: readonly NodeId[];
}

/**
 * One change of a graph. Nodes and scopes are addressed by their id in the graph being edited. `scope`: the body or function in which names are meant and
 * nodes stand, the main graph by default. The inputs and outputs of bodies and functions stay, and a function stores its constants in `Constant` nodes.
 */
export type Edit =
  /** Removes `nodes` and puts `with` where node `at` stood (`at` need not be one of them), at the end where it is no node of the scope. Order is repaired afterwards where needed. */
  | {
      readonly kind: 'replaceNodes';
      readonly scope?: SubgraphId;
      readonly nodes: readonly NodeId[];
      readonly at: NodeId;
      readonly with: readonly NodeDefinition[];
    }
  /** Makes or replaces an initializer. `origins`: names of tensors of the edited graph that its values came from. */
  | {
      readonly kind: 'setInitializer';
      readonly scope?: SubgraphId;
      readonly name: string;
      readonly weight: Weight;
      readonly origins: readonly string[];
      readonly axisMaps?: readonly AxisMap[];
    }
  | { readonly kind: 'removeInitializer'; readonly scope?: SubgraphId; readonly name: string }
  /** Declares the type of a tensor: graph input, graph output, or value_info. */
  | { readonly kind: 'setType'; readonly scope?: SubgraphId; readonly name: string; readonly type: ValueType }
  /** Forgets what the file declares about inner tensors whose shape or type changed. */
  | { readonly kind: 'dropTypes'; readonly scope?: SubgraphId; readonly names: readonly string[] }
  /** Appends a graph output. */
  | { readonly kind: 'addOutput'; readonly name: string; readonly type?: ValueType }
  | { readonly kind: 'removeOutput'; readonly name: string }
  /** Channels of an activation that are left. */
  | { readonly kind: 'mapAxes'; readonly name: string; readonly axisMaps: readonly AxisMap[] }
  /** Appends a graph input. */
  | { readonly kind: 'addInput'; readonly name: string; readonly type: ValueType }
  | { readonly kind: 'removeInput'; readonly name: string }
  /** Leaves out a model-local function that nothing calls any more. */
  | { readonly kind: 'removeFunction'; readonly id: SubgraphId }
  /** `scope`: the function whose own import is meant, that of the model by default. */
  | { readonly kind: 'setOpset'; readonly scope?: SubgraphId; readonly domain: string; readonly version: number }
  /** Leaves out the import of an operator set that no node uses. */
  | { readonly kind: 'removeOpset'; readonly domain: string }
  | { readonly kind: 'setIrVersion'; readonly version: number }
  | { readonly kind: 'setMetadata'; readonly key: string; readonly value: string };

/** What a pass returns: edits that are applied together. */
export interface EditBatch {
  readonly edits: readonly Edit[];
}
