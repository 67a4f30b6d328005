import protobuf from 'protobufjs/minimal.js';

/** A message class of the generated code. */
interface MessageType<T> {
  decode(reader: protobuf.Reader): T;
}

/** Decodes a small message with its unknown fields kept, so that encoding it again loses nothing. Throws what protobufjs throws. */
export function decodeMessage<T>(type: MessageType<T>, bytes: Uint8Array): T {
  const reader = protobuf.Reader.create(bytes);
  reader.discardUnknown = false;
  return type.decode(reader);
}
