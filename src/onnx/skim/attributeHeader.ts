import type { ByteRange } from '../byteSource';
import type { SparseTensorHeader, TensorHeader } from './tensorHeader';

/** What the skim needs to know about an attribute: bodies and tensors. */
export interface AttributeHeader {
  readonly name: string;
  readonly message: ByteRange;
  /** Whether the value is that of an attribute of the function's caller (`ref_attr_name`). */
  readonly isReference: boolean;
  /** Parts of the one body (`g`); several parts are merged, as protobuf asks. */
  readonly graph: readonly ByteRange[];
  readonly graphs: readonly ByteRange[];
  readonly tensor: TensorHeader | undefined;
  readonly tensors: readonly TensorHeader[];
  readonly sparse: SparseTensorHeader | undefined;
}
