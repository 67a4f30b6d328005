import protobuf from 'protobufjs/minimal.js';
import { encodeText } from '../wire/encodeText';
import { bytesSegment, type Segment } from './segment';

/** Writes texts as the bytes that they were read from, UTF-8 or not. */
class ExactWriter extends protobuf.Writer {
  override string(value: string): this {
    this.bytes(encodeText(value));
    return this;
  }
}

/** A message class of the generated code. */
interface MessageType<T> {
  encode(message: T, writer: protobuf.Writer): protobuf.Writer;
}

/** A message as a segment. */
export function encodeMessage<T>(type: MessageType<T>, message: T): Segment {
  return bytesSegment(type.encode(message, new ExactWriter()).finish());
}
