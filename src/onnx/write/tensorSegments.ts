import { dtypeNumber } from '../../shared/graph/dtype';
import type { Weight } from '../../shared/graph/weight';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { onnx } from '../generated/onnx';
import { quoteName } from '../problemList';
import type { WeightMaker } from '../skim/weightMaker';
import { TENSOR } from '../wire/fields';
import type { WireCursor } from '../wire/wireCursor';
import { encodeMessage } from './exactWriter';
import { bytesSegment, modelSegment, wrapField, type Segment } from './segment';
import { spliceMessage } from './spliceMessage';

/** What tensors are written from. */
export interface TensorSource {
  readonly cursor: WireCursor;
  readonly weights: WeightMaker;
}

/** The content of a TensorProto for a weight under a name. Values stay where they are and are copied from there, byte for byte. */
export function tensorSegments(source: TensorSource, weight: Weight, name: string): readonly Segment[] {
  const { bytes, dtype, dims } = weight;
  const head = encodeMessage(onnx.TensorProto, { name, dims: [...dims], dataType: dtypeNumber(dtype) });
  if (bytes.kind === 'memory')
    return [head, ...(dtype === 'string' ? [bytesSegment(bytes.bytes)] : wrapField(TENSOR.rawData, [bytesSegment(bytes.bytes)]))];
  if (bytes.kind === 'unavailable') return renamed(source, weight, name);
  switch (bytes.form) {
    case 'raw':
      return [head, ...wrapField(TENSOR.rawData, [modelSegment(bytes)])];
    case 'external':
      return [head, ...wrapField(TENSOR.rawData, [{ kind: 'copy', file: bytes.file, offset: bytes.offset, length: bytes.length }])];
    case 'typedField':
      return [head, ...spliceMessage(source.cursor, bytes, ({ tag }) => (isHead(tag) ? [] : 'keep'))];
    case 'sparse':
      throw new LayerwiseError(
        'not-applicable',
        `The sparse weight ${quoteName(name)} cannot be written under another name. Leave the layers that read it as they are.`,
      );
  }
}

function isHead(tag: number): boolean {
  return tag === TENSOR.name || tag === TENSOR.dims || tag === TENSOR.dimsPacked || tag === TENSOR.dataType;
}

/** A weight whose values are not at hand keeps its message, all but the name. */
function renamed({ cursor, weights }: TensorSource, weight: Weight, name: string): readonly Segment[] {
  const message = weights.unavailable.get(weight)?.message;
  if (message === undefined)
    throw new LayerwiseError('invalid-graph', `The values of ${quoteName(name)} are not at hand, so it cannot be written.`);
  const kept = spliceMessage(cursor, message, ({ tag }) => (tag === TENSOR.name ? [] : 'keep'));
  return [encodeMessage(onnx.TensorProto, { name }), ...kept];
}
