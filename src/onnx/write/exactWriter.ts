import protobuf from 'protobufjs/minimal.js';
import { encodeText } from '../wire/encodeText';
import { bytesSegment, type Segment } from './segment';

const ASCII = /^[\x00-\x7f]*$/;

/** Writes texts as the bytes that they were read from, UTF-8 or not. */
class ExactWriter extends protobuf.Writer {
  override string(value: string): this {
    if (ASCII.test(value)) super.string(value);
    else this.bytes(encodeText(value));
    return this;
  }
}

/** A message class of the generated code. */
interface MessageType<T> {
  encode(message: T, writer: protobuf.Writer): protobuf.Writer;
}

/** The bytes of a message. */
export function encodeExactly<T>(type: MessageType<T>, message: T): Uint8Array {
  return type.encode(message, new ExactWriter()).finish();
}

/** A message as a segment. */
export function encodeMessage<T>(type: MessageType<T>, message: T): Segment {
  return bytesSegment(encodeExactly(type, message));
}
