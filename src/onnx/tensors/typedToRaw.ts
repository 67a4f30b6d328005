import { dtypeBits, type Dtype } from '../../shared/graph/dtype';
import { MemorySource } from '../memorySource';
import { TENSOR } from '../wire/fields';
import { WireCursor } from '../wire/wireCursor';

/** Grows as values come: how many there are is not known before they are read. */
class ByteSink {
  private bytes = new Uint8Array(1024);
  private view = new DataView(this.bytes.buffer);
  private length = 0;

  /** Appends the low `width` bytes of a number of up to 64 bits. */
  push(bits: bigint, width: number): void {
    this.reserve(8);
    this.view.setBigUint64(this.length, bits, true);
    this.length += width;
  }

  copy(from: Uint8Array): void {
    this.reserve(from.length);
    this.bytes.set(from, this.length);
    this.length += from.length;
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.length);
  }

  private reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.bytes.length, this.length + count));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }
}

/**
 * Raw little-endian bytes of the values that a TensorProto holds in a typed field, packed or not. int32_data holds one element, or one packed
 * byte of elements below 8 bits, per number; float_data and double_data hold real and imaginary parts in turn (onnx-ml.proto, TensorProto).
 */
export function typedToRaw(message: Uint8Array, dtype: Dtype, name: string): Uint8Array<ArrayBuffer> {
  const cursor = new WireCursor(new MemorySource(message, name));
  const width = Math.max(1, dtypeBits(dtype) / 8);
  const sink = new ByteSink();
  const end = message.length;
  while (cursor.more(end)) {
    const tag = cursor.tag();
    switch (tag) {
      case TENSOR.floatData:
        sink.copy(cursor.bytes(cursor.position + 4));
        break;
      case TENSOR.doubleData:
        sink.copy(cursor.bytes(cursor.position + 8));
        break;
      case TENSOR.floatDataPacked:
      case TENSOR.doubleDataPacked:
        sink.copy(cursor.bytes(cursor.fieldEnd(end)));
        break;
      case TENSOR.int32Data:
      case TENSOR.int64Data:
      case TENSOR.uint64Data:
        sink.push(cursor.bits64(), width);
        break;
      case TENSOR.int32DataPacked:
      case TENSOR.int64DataPacked:
      case TENSOR.uint64DataPacked:
        for (const last = cursor.fieldEnd(end); cursor.more(last);) sink.push(cursor.bits64(), width);
        break;
      default:
        cursor.skip(tag, end);
    }
  }
  return sink.finish();
}

/** Text values of a TensorProto. */
export function typedStrings(message: Uint8Array, name: string): readonly string[] {
  const cursor = new WireCursor(new MemorySource(message, name));
  const values: string[] = [];
  while (cursor.more(message.length)) {
    const tag = cursor.tag();
    if (tag === TENSOR.stringData) values.push(cursor.text(cursor.fieldEnd(message.length)));
    else cursor.skip(tag, message.length);
  }
  return values;
}
