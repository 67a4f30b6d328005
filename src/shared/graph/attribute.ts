import type { Dtype } from './dtype';
import type { Dim } from './shape';
import type { SubgraphId, TensorId } from './graph';
import type { Weight } from './weight';

/** A type as the file declares it, for the few attributes and inputs that are not tensors. */
export type ValueType =
  | { readonly kind: 'tensor' | 'sparseTensor'; readonly dtype: Dtype; readonly shape: readonly Dim[] | undefined }
  | { readonly kind: 'sequence' | 'optional'; readonly element: ValueType }
  | { readonly kind: 'map'; readonly key: Dtype; readonly value: ValueType }
  | { readonly kind: 'opaque' };

/** Value of a node's attribute. Integers of 64 bits that no double holds exactly are clamped to ±2^63 (INT64_MAX as a Slice end is common). */
export type AttributeValue =
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'floats'; readonly values: readonly number[] }
  | { readonly kind: 'ints'; readonly values: readonly number[] }
  | { readonly kind: 'strings'; readonly values: readonly string[] }
  /** `tensor` is the id of the graph's tensor that carries the value when the node is a `Constant`; other nodes' tensor attributes have only the weight. */
  | { readonly kind: 'tensor'; readonly weight: Weight; readonly tensor?: TensorId }
  | { readonly kind: 'tensors'; readonly weights: readonly Weight[] }
  | { readonly kind: 'graph'; readonly subgraph: SubgraphId }
  | { readonly kind: 'graphs'; readonly subgraphs: readonly SubgraphId[] }
  | { readonly kind: 'type'; readonly type: ValueType }
  /** Inside a function body: the attribute of the caller that it refers to. */
  | { readonly kind: 'reference'; readonly name: string }
  /** Kinds that nothing in the product reads (sparse tensors, type lists); they are copied, not understood. */
  | { readonly kind: 'unread' };

export type Attributes = ReadonlyMap<string, AttributeValue>;
