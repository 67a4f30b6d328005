import type { Attributes, ValueType } from './attribute';
import type { Dtype } from './dtype';
import type { Provenance } from './provenance';
import type { Shape } from './shape';
import type { Weight } from './weight';

/** Index of a node. Nodes of the main graph come first, in file order, so the id is the position in the file; nodes of subgraphs and functions follow. */
export type NodeId = number;
/** Index of a tensor (a value name in a scope). */
export type TensorId = number;
/** Index into `Graph.subgraphs`; 0 is the main graph. */
export type SubgraphId = number;

/** Stands in id columns where there is nothing: an omitted input, a tensor without producer. */
export const NONE = -1;
export const MAIN_GRAPH: SubgraphId = 0;

/** Facts of the model that are not part of the graph. */
export interface ModelFacts {
  readonly irVersion: number;
  /** Operator-set version per domain; `""` is the standard domain (`ai.onnx` is folded into it). */
  readonly opsets: ReadonlyMap<string, number>;
  readonly producer: string;
  readonly docString: string;
  readonly metadata: ReadonlyMap<string, string>;
  /** Whether the file holds graphs for training (`training_info`), which nothing here reads: they may name nodes, tensors and functions of the model. */
  readonly hasTrainingGraphs?: true;
}

/** The main graph, a body of If/Loop/Scan, or a model-local function. */
export interface Subgraph {
  readonly id: SubgraphId;
  readonly kind: 'main' | 'body' | 'function';
  readonly name: string;
  /** `NONE` for the main graph and functions. */
  readonly ownerNode: NodeId;
  /** Attribute of the owner that holds the body (`then_branch`), `""` otherwise. */
  readonly ownerAttribute: string;
  /** The scope whose names the body also sees; `NONE` for the main graph and functions. */
  readonly parent: SubgraphId;
  /** Nodes are `firstNode … firstNode + nodeCount − 1`, in file order. */
  readonly firstNode: NodeId;
  readonly nodeCount: number;
  readonly inputs: readonly TensorId[];
  readonly outputs: readonly TensorId[];
  /** Functions only. */
  readonly functionDomain?: string;
  readonly functionOverload?: string;
  /** Operator sets that the function imports for itself; for other domains the model's count. */
  readonly functionOpsets?: ReadonlyMap<string, number>;
  /** Decodes the attributes that a call need not give. */
  readonly functionDefaults?: () => Attributes;
  /** Id in the graph as it was read from the file. Absent for what no file holds. */
  readonly sourceId?: SubgraphId;
  /** Whether edits changed its own nodes, weights or types since it was read. */
  readonly isEdited?: boolean;
}

/** Columns over nodes. `inputs` of node n are `inputs[inputStart[n]] … inputs[inputStart[n + 1] − 1]`; the same for outputs. */
export interface NodeTable {
  readonly count: number;
  readonly names: readonly string[];
  readonly ops: readonly string[];
  /** `""` for the standard domain. */
  readonly domains: readonly string[];
  readonly subgraphs: Int32Array;
  readonly inputStart: Int32Array;
  /** Tensor ids, `NONE` for an omitted input. */
  readonly inputs: Int32Array;
  readonly outputStart: Int32Array;
  /** Tensor ids, `NONE` for an omitted output. */
  readonly outputs: Int32Array;
  /** Position of the node's unchanged message among the `node` fields of its graph in the source file; `NONE` when an edit made or changed it. */
  readonly sourceIndex: Int32Array;
  /** Overload of the function that a node calls, where it names one. */
  readonly overloads: ReadonlyMap<NodeId, string>;
  /** Decoded when asked for and kept. */
  attributes(node: NodeId): Attributes;
  /** `metadata_props` of the node (IR 10). */
  metadata(node: NodeId): ReadonlyMap<string, string>;
}

/** Columns over tensors. Readers of tensor t are `consumers[consumerStart[t]] … consumers[consumerStart[t + 1] − 1]`, a node once per use, in node order. */
export interface TensorTable {
  readonly count: number;
  readonly names: readonly string[];
  /** The scope that defines the name. */
  readonly subgraphs: Int32Array;
  /** `NONE` for graph inputs, initializers and names that nothing defines. */
  readonly producers: Int32Array;
  readonly consumerStart: Int32Array;
  readonly consumers: Int32Array;
  /** What the file declares (input, output, value_info, initializer); `undefined` when it says nothing. */
  readonly declaredTypes: readonly (ValueType | undefined)[];
  /** Initializers and values of `Constant` nodes; `undefined` for everything else. */
  readonly weights: readonly (Weight | undefined)[];
  /** 1 where the tensor is an initializer (as opposed to the value of a `Constant` node). */
  readonly isInitializer: Uint8Array;
}

/** A model's graph: flat, indexed, immutable. Built once by the reader or by applying edits; weights stay where they are. */
export interface Graph {
  readonly facts: ModelFacts;
  readonly name: string;
  readonly subgraphs: readonly Subgraph[];
  readonly nodes: NodeTable;
  readonly tensors: TensorTable;
  /** What everything came from in the lineage's root; the identity when nothing was edited. */
  readonly provenance: Provenance;
}

/** The declared element type, `undefined` for unknown or non-tensor types. */
export function declaredDtype(graph: Graph, tensor: TensorId): Dtype | undefined {
  const type = graph.tensors.declaredTypes[tensor];
  return type?.kind === 'tensor' || type?.kind === 'sparseTensor' ? type.dtype : graph.tensors.weights[tensor]?.dtype;
}

/** The declared shape, `undefined` when the rank is not declared. */
export function declaredShape(graph: Graph, tensor: TensorId): Shape | undefined {
  const type = graph.tensors.declaredTypes[tensor];
  return (type?.kind === 'tensor' || type?.kind === 'sparseTensor' ? type.shape : undefined) ?? graph.tensors.weights[tensor]?.dims;
}
