import protobuf from 'protobufjs/minimal.js';
import { decodeText } from './wire/decodeText';

const REPLACED = '\ufffd';

/** Reads texts so that they can be written as the bytes that they were, UTF-8 or not. */
class ExactReader extends protobuf.Reader {
  override discardUnknown = false;

  override string(): string {
    const start = this.pos;
    const text = super.string();
    if (!text.includes(REPLACED)) return text;
    this.pos = start;
    return decodeText(this.bytes()).text;
  }
}

/** A message class of the generated code. */
interface MessageType<T> {
  decode(reader: protobuf.Reader): T;
}

/** Decodes a small message with its unknown fields and its odd texts kept, so that encoding it again loses nothing. Throws what protobufjs throws. */
export function decodeMessage<T>(type: MessageType<T>, bytes: Uint8Array): T {
  return type.decode(new ExactReader(bytes));
}
