import protobuf from 'protobufjs/minimal.js';
import { TENSOR } from '../wire/fields';

/**
 * Text values as bytes in memory: a TensorProto with nothing but `string_data`. This is the meaning of `Weight.bytes` of kind `memory` where the
 * element type is `string`, for which ONNX has no raw form.
 */
export function encodeStrings(values: readonly Uint8Array[]): Uint8Array {
  const writer = protobuf.Writer.create();
  for (const value of values) writer.uint32(TENSOR.stringData).bytes(value);
  return writer.finish();
}
