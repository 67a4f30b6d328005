import { control } from '../shared/base/control';
import { LayerwiseError } from '../shared/report/layerwiseError';
import type { Reason } from '../shared/report/reason';
import type { ByteSource } from './byteSource';

const HEAD_BYTES = 1024;

interface Format {
  readonly reason: Reason;
  /** `NAME is …` */
  readonly what: string;
  readonly advice: string;
  readonly matches: (head: Uint8Array, text: string) => boolean;
}

function bytesAt(offset: number, signature: string): (head: Uint8Array, text: string) => boolean {
  return (_, text) => text.startsWith(signature, offset);
}

function binary(what: string, advice: string, ...alternatives: ((head: Uint8Array, text: string) => boolean)[]): Format {
  return { reason: 'wrong-format', what, advice, matches: (head, text) => alternatives.some(matches => matches(head, text)) };
}

const EXPORT_ANEW = 'Export it to ONNX.';

/** Formats that are found under the name of a model; `text` is the head with one character per byte. */
const FORMATS: readonly Format[] = [
  {
    reason: 'lfs-pointer',
    what: 'a Git LFS pointer, not the model itself',
    advice: 'Run “git lfs pull” in its folder.',
    matches: bytesAt(0, 'version https://git-lfs'),
  },
  binary('a gzip archive', 'Unpack it first.', bytesAt(0, '\x1f\x8b')),
  binary('a zip archive', 'Unpack it first.', bytesAt(0, 'PK\x03\x04'), bytesAt(0, 'PK\x05\x06')),
  binary('a tar archive', 'Unpack it first.', bytesAt(257, 'ustar')),
  binary('a model in the format of ONNX Runtime (.ort)', 'Open the .onnx file that it was made from.', bytesAt(4, 'ORTM')),
  binary('a TensorFlow Lite model', EXPORT_ANEW, bytesAt(4, 'TFL3')),
  binary('a GGUF model', EXPORT_ANEW, bytesAt(0, 'GGUF')),
  binary(
    'a safetensors file',
    'It holds weights without a graph; export the model to ONNX.',
    (head, text) => text.startsWith('{"', 8) && (head[7] ?? 1) === 0,
  ),
  binary(
    'a Python pickle, for example a PyTorch checkpoint',
    EXPORT_ANEW,
    head => head[0] === 0x80 && (head[1] ?? 0) >= 2 && (head[1] ?? 9) <= 5,
  ),
  binary('a picture', 'Name a model file.', bytesAt(0, '\x89PNG'), bytesAt(0, '\xff\xd8\xff')),
  binary('an HDF5 file', EXPORT_ANEW, bytesAt(0, '\x89HDF')),
  binary('text in UTF-16', 'Name a model file.', bytesAt(0, '\xff\xfe'), bytesAt(0, '\xfe\xff')),
  binary(
    'a file that starts with a byte order mark, which a text editor put there',
    'Get the file again.',
    (_, text) => text.startsWith('\xef\xbb\xbf') && !isText(text),
  ),
  {
    reason: 'text-file',
    what: 'a web page, not a model',
    advice: 'The download was probably refused: get the file again.',
    matches: (_, text) => /^\s*<(?:!doctype|html|\?xml)/i.test(text),
  },
  {
    reason: 'text-file',
    what: 'text in JSON',
    advice: 'Models are read in the binary format only: convert it.',
    matches: (_, text) => /^\s*[{[]/.test(text) && isText(text),
  },
  {
    reason: 'text-file',
    what: 'a model in protobuf text (.pbtxt)',
    advice: 'Models are read in the binary format only: convert it.',
    matches: (_, text) =>
      /^(?:\s|#.*\n)*(?:ir_version|producer_name|opset_import|graph|model_version|doc_string)\s*[:{]/.test(text) && isText(text),
  },
  {
    reason: 'text-file',
    what: 'a model in the ONNX text syntax',
    get advice() {
      return control(
        'Make it a model again: end its name in .onnxtxt and give it to “layerwise text” with “-o NAME.onnx”.',
        'Models are read in the binary format only: convert it.',
      );
    },
    matches: (_, text) => /^(?:\s|#.*\n)*<\s*(?:ir_version|opset_import)\s*:/.test(text) && isText(text),
  },
  {
    reason: 'text-file',
    what: 'a text file',
    advice: 'Models are read in the binary format only: convert it, or get the file again.',
    matches: (_, text) => isText(text),
  },
];

/** Whether the head of a file is printable UTF-8. */
function isText(latin1: string): boolean {
  if (/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(latin1)) return false;
  // The head may end in the middle of a character, which a decoder of its own then forgets.
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    decoder.decode(
      Uint8Array.from(latin1, character => character.charCodeAt(0)),
      { stream: true },
    );
    return true;
  } catch {
    return false;
  }
}

/** Names what a file is when it is no model; `undefined` when its head says nothing. */
export function recognizeFormat(source: ByteSource): LayerwiseError | undefined {
  const head = new Uint8Array(Math.min(HEAD_BYTES, source.byteLength));
  source.readInto(head, 0);
  const text = String.fromCharCode(...head);
  const format = FORMATS.find(({ matches }) => matches(head, text));
  if (format === undefined) return undefined;
  return new LayerwiseError(format.reason, `${source.name} is ${format.what}. ${format.advice}`, { file: source.name });
}
