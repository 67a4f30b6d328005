/** Answers the requests of protobuf's conformance runner on standard input; argument: the folder of its .proto files. */
import fs from 'node:fs';
import path from 'node:path';
import protobuf from 'protobufjs';
import { echoMessage } from './echoMessage';

const PROTOBUF_FORMAT = 1;
const include = process.argv[2] ?? '.';
const root = new protobuf.Root();
root.resolvePath = (_, target) => path.join(include, target);
root.loadSync(
  ['conformance/conformance.proto', 'google/protobuf/test_messages_proto3.proto', 'google/protobuf/test_messages_proto2.proto'],
  { keepCase: true },
);
const Request = root.lookupType('conformance.ConformanceRequest');
const Response = root.lookupType('conformance.ConformanceResponse');

/** What of a request is asked for, in the order of its fields. */
interface ConformanceRequest {
  readonly payload: Uint8Array | undefined;
  readonly format: number;
  readonly messageType: string;
}

function decodeRequest(bytes: Uint8Array): ConformanceRequest {
  const fields = new Map<string, unknown>(Object.entries(Request.toObject(Request.decode(bytes))));
  const [payload, format, messageType] = ['protobuf_payload', 'requested_output_format', 'message_type'].map(name => fields.get(name));
  return {
    payload: payload instanceof Uint8Array ? payload : undefined,
    format: typeof format === 'number' ? format : 0,
    messageType: typeof messageType === 'string' ? messageType : '',
  };
}

function answer({ payload, format, messageType: name }: ConformanceRequest): Record<string, unknown> {
  if (name === 'conformance.FailureSet') return { protobuf_payload: new Uint8Array() };
  const isProto3 = name.endsWith('TestAllTypesProto3');
  if (payload === undefined || format !== PROTOBUF_FORMAT || name.includes('editions')) return { skipped: 'Only the wire format is read.' };
  try {
    return { protobuf_payload: echoMessage(root.lookupType(name), payload, isProto3) };
  } catch (error) {
    return { parse_error: error instanceof Error ? error.message : String(error) };
  }
}

function read(length: number): Buffer | undefined {
  const bytes = Buffer.alloc(length);
  for (let done = 0; done < length;) {
    const got = fs.readSync(0, bytes, done, length - done, null);
    if (got === 0) return undefined;
    done += got;
  }
  return bytes;
}

for (let header = read(4); header !== undefined; header = read(4)) {
  const request = read(header.readUInt32LE());
  if (request === undefined) break;
  const response = Response.encode(Response.create(answer(decodeRequest(request)))).finish();
  const length = Buffer.alloc(4);
  length.writeUInt32LE(response.length);
  fs.writeSync(1, Buffer.concat([length, response]));
}
