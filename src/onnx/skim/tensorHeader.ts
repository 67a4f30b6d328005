import type { ByteRange } from '../byteSource';

/** Typed fields of TensorProto that can hold values, by the element types they are for (onnx-ml.proto). */
export type TypedField = 'floatData' | 'int32Data' | 'stringData' | 'int64Data' | 'doubleData' | 'uint64Data';

/** What a TensorProto says about itself, without its values. */
export interface TensorHeader {
  readonly name: string;
  /** `TensorProto.data_type`, whatever number stands there. */
  readonly dataType: number;
  readonly dims: readonly number[];
  /** The whole message. */
  readonly message: ByteRange;
  readonly raw: ByteRange | undefined;
  readonly typedFields: ReadonlySet<TypedField>;
  /** Entries of `external_data` in file order. */
  readonly external: readonly (readonly [key: string, value: string])[];
  readonly isExternal: boolean;
  readonly isSegment: boolean;
  readonly tooManyDims: boolean;
}

/** What a SparseTensorProto says about itself. */
export interface SparseTensorHeader {
  readonly values: TensorHeader | undefined;
  readonly indices: TensorHeader | undefined;
  readonly dims: readonly number[];
  readonly message: ByteRange;
}
