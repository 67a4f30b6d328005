import type { Dtype } from './dtype';
import type { ConcreteShape } from './shape';

/** How the values of a stored tensor lie in their bytes. `typedField`: protobuf `float_data`, `int32_data`, …, packed or not. */
export type StorageForm = 'raw' | 'typedField' | 'external' | 'sparse';

/** Where a weight's bytes are, without having read them. */
export type WeightBytes =
  /** A range of a file (`model`, or the location of external data): `offset` and `length` in bytes, of the values (`raw`, `external`) or of the whole TensorProto (`typedField`, `sparse`). */
  | { readonly kind: 'file'; readonly file: string; readonly form: StorageForm; readonly offset: number; readonly length: number }
  /** Values made by an edit: raw little-endian bytes. */
  | { readonly kind: 'memory'; readonly bytes: Uint8Array }
  /** External data that is missing, too short, or refused; the graph is shown without its values. */
  | { readonly kind: 'unavailable'; readonly reason: string };

/** A stored tensor: initializer, or value of a `Constant` node. */
export interface Weight {
  readonly dtype: Dtype;
  readonly dims: ConcreteShape;
  readonly bytes: WeightBytes;
}
