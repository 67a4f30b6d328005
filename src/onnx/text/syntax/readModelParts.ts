import type { ByteRange, ByteSource } from '../../byteSource';
import { decodeMessage } from '../../decodeMessage';
import { onnx } from '../../generated/onnx';
import { skimRange } from '../../skim/skimRange';
import { GRAPH, MODEL } from '../../wire/fields';
import { WireCursor } from '../../wire/wireCursor';
import { LayerwiseError } from '../../../shared/report/layerwiseError';
import type { GraphParts, ModelParts } from './modelParts';
import { RangeReader } from './rangeReader';
import { tensorHead } from './tensorHead';
import type { TextLosses } from './textLosses';
import { joinBytes } from '../../../shared/base/joinBytes';

/** Tensors below are read whole. */
const SMALL_TENSOR_BYTES = 1 << 16;
/** What protobufjs says of messages nested more than 100 deep. */
const TOO_DEEP = 'max depth exceeded';

const MODEL_FIELDS: ReadonlySet<number> = new Set(Object.values(MODEL));
const GRAPH_FIELDS: ReadonlySet<number> = new Set(Object.values(GRAPH));

/** Ranges of the length-delimited fields of a message by tag, and the bytes of all other fields, of unknown ones only the first. */
interface SplitMessage {
  readonly ranges: ReadonlyMap<number, readonly ByteRange[]>;
  readonly rest: Uint8Array;
}

/**
 * The model in `source` as parts for its text. `isFull`: whether the values of large weights are read. Throws `truncated`, `corrupt` or `too-deep`
 * where a message cannot be decoded.
 */
export function readModelParts(source: ByteSource, isFull: boolean, losses: TextLosses): ModelParts {
  return new PartsReading(source, isFull, losses).model();
}

class PartsReading {
  private readonly cursor: WireCursor;
  private readonly reader: RangeReader;

  constructor(
    private readonly source: ByteSource,
    private readonly isFull: boolean,
    private readonly losses: TextLosses,
  ) {
    this.cursor = new WireCursor(source);
    this.reader = new RangeReader(source);
  }

  model(): ModelParts {
    const { ranges, rest } = this.split(
      [{ offset: 0, length: this.source.byteLength }],
      [MODEL.graph, MODEL.functions, MODEL.trainingInfo],
      MODEL_FIELDS,
    );
    const header = this.decoded(onnx.ModelProto, rest, 0);
    this.losses.unplaced('a model', header.producerName, header, ['configuration']);
    if (ranges.has(MODEL.trainingInfo)) this.losses.left('training_info of a model', header.producerName);
    return {
      header,
      graph: this.graph(ranges.get(MODEL.graph) ?? []),
      functions: this.messages(onnx.FunctionProto, ranges.get(MODEL.functions)),
    };
  }

  private graph(parts: readonly ByteRange[]): GraphParts {
    const wanted = [GRAPH.node, GRAPH.initializer, GRAPH.input, GRAPH.output, GRAPH.valueInfo, GRAPH.sparseInitializer];
    const { ranges, rest } = this.split(parts, wanted, GRAPH_FIELDS);
    const graph = this.decoded(onnx.GraphProto, rest, parts[0]?.offset ?? 0);
    this.losses.unplaced('a graph', graph.name, graph, ['docString', 'metadataProps', 'quantizationAnnotation']);
    if (ranges.has(GRAPH.sparseInitializer)) this.losses.changed('sparse weights of a graph are left out', graph.name);
    return {
      name: graph.name,
      inputs: this.messages(onnx.ValueInfoProto, ranges.get(GRAPH.input)),
      outputs: this.messages(onnx.ValueInfoProto, ranges.get(GRAPH.output)),
      initializers: this.tensors(ranges.get(GRAPH.initializer)),
      valueInfos: this.messages(onnx.ValueInfoProto, ranges.get(GRAPH.valueInfo)),
      nodes: this.messages(onnx.NodeProto, ranges.get(GRAPH.node)),
    };
  }

  private *tensors(ranges: readonly ByteRange[] = []): Generator<onnx.TensorProto.$Properties, void> {
    for (const range of ranges) {
      const isWhole = this.isFull || range.length <= SMALL_TENSOR_BYTES;
      yield this.decoded(onnx.TensorProto, isWhole ? this.reader.read(range) : tensorHead(this.cursor, range), range.offset);
    }
  }

  private *messages<T>(type: MessageType<T>, ranges: readonly ByteRange[] = []): Generator<T, void> {
    for (const range of ranges) yield this.decoded(type, this.reader.read(range), range.offset);
  }

  private decoded<T>(type: MessageType<T>, bytes: Uint8Array, offset: number): T {
    try {
      return decodeMessage(type, bytes);
    } catch (error) {
      const { name } = this.source;
      const what = error instanceof Error ? error.message : String(error);
      if (what === TOO_DEEP) {
        const message = `${name} has messages inside messages deeper than any reader goes, from byte ${offset} on. Its text cannot be written.`;
        throw new LayerwiseError('too-deep', message, { file: name, offset });
      }
      throw new LayerwiseError(
        'corrupt',
        `${name} is damaged in the message at byte ${offset}: ${what}. Get the file again or export it anew.`,
        {
          file: name,
          offset,
        },
      );
    }
  }

  private split(parts: readonly ByteRange[], wanted: readonly number[], known: ReadonlySet<number>): SplitMessage {
    const { cursor } = this;
    const ranges = new Map<number, ByteRange[]>();
    const rest: Uint8Array[] = [];
    let hasUnknown = false;
    for (const { offset, length } of parts) {
      const end = offset + length;
      cursor.seek(offset);
      while (cursor.more(end)) {
        const start = cursor.position;
        const tag = cursor.tag();
        if (wanted.includes(tag)) append(ranges, tag, skimRange(cursor, end));
        else {
          cursor.skip(tag, end);
          if (!known.has(tag)) {
            if (hasUnknown) continue;
            hasUnknown = true;
          }
          rest.push(this.reader.read({ offset: start, length: cursor.position - start }).slice());
        }
      }
    }
    return { ranges, rest: joinBytes(rest) };
  }
}

type MessageType<T> = Parameters<typeof decodeMessage<T>>[0];

function append(ranges: Map<number, ByteRange[]>, tag: number, range: ByteRange): void {
  const list = ranges.get(tag);
  if (list === undefined) ranges.set(tag, [range]);
  else list.push(range);
}
