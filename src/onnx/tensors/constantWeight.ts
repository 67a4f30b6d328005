import type { Weight } from '../../shared/graph/weight';
import type { AttributeHeader } from '../skim/attributeHeader';
import type { WeightMaker } from '../skim/weightMaker';
import { ATTRIBUTE } from '../wire/fields';
import { encodeText } from '../wire/encodeText';
import type { WireCursor } from '../wire/wireCursor';
import { encodeStrings } from './encodeStrings';

/**
 * The value of a Constant node as a weight, from whichever attribute holds it. `undefined` for an attribute that holds none: one that refers to an
 * attribute of the caller has a value only where its function is called. A number that is not stored is 0, as protobuf asks.
 */
export function constantWeight(cursor: WireCursor, attribute: AttributeHeader, weights: WeightMaker, subject: string): Weight | undefined {
  const { name, tensor, sparse, message } = attribute;
  if (name === 'value' && tensor !== undefined) return weights.makeWeight(tensor, subject);
  if (name === 'sparse_value' && sparse !== undefined) return weights.makeSparseWeight(sparse, subject);
  if (attribute.isReference) return undefined;
  cursor.seek(message.offset);
  const end = message.offset + message.length;
  switch (name) {
    case 'value_float':
      return inMemory('float32', [], floatBytes([skimFloats(cursor, end).at(-1) ?? 0]));
    case 'value_floats': {
      const values = skimFloats(cursor, end);
      return inMemory('float32', [values.length], floatBytes(values));
    }
    case 'value_int':
      return inMemory('int64', [], intBytes([skimInts(cursor, end).at(-1) ?? 0n]));
    case 'value_ints': {
      const values = skimInts(cursor, end);
      return inMemory('int64', [values.length], intBytes(values));
    }
    case 'value_string':
      return inMemory('string', [], encodeStrings([skimStrings(cursor, end).at(-1) ?? new Uint8Array()]));
    case 'value_strings': {
      const values = skimStrings(cursor, end);
      return inMemory('string', [values.length], encodeStrings(values));
    }
    default:
      return undefined;
  }
}

function inMemory(dtype: Weight['dtype'], dims: readonly number[], bytes: Uint8Array): Weight {
  return { dtype, dims, bytes: { kind: 'memory', bytes } };
}

function floatBytes(values: readonly number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(values).buffer);
}

function intBytes(values: readonly bigint[]): Uint8Array {
  return new Uint8Array(BigUint64Array.from(values).buffer);
}

function skimFloats(cursor: WireCursor, end: number): readonly number[] {
  const values: number[] = [];
  while (cursor.more(end)) {
    const tag = cursor.tag();
    if (tag === ATTRIBUTE.f || tag === ATTRIBUTE.floats) values.push(cursor.float32());
    else if (tag === ATTRIBUTE.floatsPacked) for (const last = cursor.fieldEnd(end); cursor.more(last);) values.push(cursor.float32());
    else cursor.skipRun(tag, end);
  }
  return values;
}

function skimInts(cursor: WireCursor, end: number): readonly bigint[] {
  const values: bigint[] = [];
  while (cursor.more(end)) {
    const tag = cursor.tag();
    if (tag === ATTRIBUTE.i || tag === ATTRIBUTE.ints) values.push(cursor.bits64());
    else if (tag === ATTRIBUTE.intsPacked) for (const last = cursor.fieldEnd(end); cursor.more(last);) values.push(cursor.bits64());
    else cursor.skipRun(tag, end);
  }
  return values;
}

function skimStrings(cursor: WireCursor, end: number): readonly Uint8Array[] {
  const values: Uint8Array[] = [];
  while (cursor.more(end)) {
    const tag = cursor.tag();
    if (tag === ATTRIBUTE.s || tag === ATTRIBUTE.strings) values.push(encodeText(cursor.text(cursor.fieldEnd(end))));
    else cursor.skipRun(tag, end);
  }
  return values;
}
