import { onnx } from '../../generated/onnx';
import type { TypedField } from '../../skim/tensorHeader';
import { quoted } from './names';
import { rawWidth, tensorTexts, valueFieldOf } from './tensorValues';
import type { TextLosses } from './textLosses';
import { VOCABULARY } from './vocabulary';

type TensorProto = onnx.TensorProto.$Properties;

const VALUE_FIELDS: readonly TypedField[] = ['floatData', 'int32Data', 'stringData', 'int64Data', 'doubleData', 'uint64Data'];
const PIECE = 4096;

/** How much of a tensor's values is written. */
export interface ConstantLimit {
  /** Constants of more values are abbreviated. */
  readonly longest: number;
  /** How many values of those are shown. */
  readonly shown: number;
  /** Called for each abbreviated constant. */
  readonly onAbbreviated: () => void;
}

/** `float[2,3]`; `undefined` for an element type that the syntax cannot write. */
export function tensorTypeName({ dataType, dims }: TensorProto): string | undefined {
  const element = VOCABULARY.elementName(dataType ?? 0);
  const sizes = dims ?? [];
  return element === undefined || sizes.length === 0 ? element : `${element}[${sizes.map(String).join(',')}]`;
}

/** `{1, 2, 3}`, `{1, 2, ...}` when it is abbreviated, or `["location": "weights.bin"]`. */
export function tensorData(tensor: TensorProto, subject: string, losses: TextLosses, limit: ConstantLimit): string {
  losses.unplaced('a tensor', subject, tensor, ['docString', 'segment', 'metadataProps']);
  if (tensor.dataLocation === onnx.TensorProto.DataLocation.EXTERNAL) return externalText(tensor, subject, losses);
  checkFields(tensor, subject, losses);
  const { count, at } = tensorTexts(tensor);
  const isLong = count > limit.longest;
  if (isLong) limit.onAbbreviated();
  const values = joined(isLong ? limit.shown : count, at);
  return isLong ? `{${values}, ...}` : `{${values}}`;
}

/** Joined in pieces: no array as long as the tensor. */
function joined(count: number, at: (index: number) => string): string {
  let text = '';
  for (let start = 0; start < count; start += PIECE) {
    const length = Math.min(PIECE, count - start);
    text += (start === 0 ? '' : ', ') + Array.from({ length }, (_, index) => at(start + index)).join(', ');
  }
  return text;
}

function externalText(tensor: TensorProto, subject: string, losses: TextLosses): string {
  losses.unplaced('a tensor with external data', subject, tensor, [...VALUE_FIELDS, 'rawData']);
  const entries = tensor.externalData ?? [];
  for (const entry of entries) losses.unplaced('a location of external data', subject, entry, []);
  if (entries.length === 0) losses.changed('external data without a location are written as no data', subject);
  if (entries.length === 0) return '{}';
  return `[${entries.map(({ key, value }) => `${quoted(key ?? '')}: ${quoted(value ?? '')}`).join(', ')}]`;
}

/** Values in fields where they do not count, and bytes that make no whole value. */
function checkFields(tensor: TensorProto, subject: string, losses: TextLosses): void {
  const elementType = tensor.dataType ?? 0;
  const raw = tensor.rawData?.length ?? 0;
  const own = valueFieldOf(elementType);
  losses.unplaced('a tensor', subject, tensor, ['externalData', ...VALUE_FIELDS.filter(field => raw > 0 || field !== own)]);
  if (raw % rawWidth(elementType) !== 0 || (raw > 0 && elementType === 8))
    losses.changed('raw_data is not a whole number of values', subject);
}
