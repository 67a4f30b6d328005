import type { ByteRange } from '../byteSource';
import type { ExternalStore } from '../externalData/externalStore';
import type { TensorHeader } from '../skim/tensorHeader';
import type { WireCursor } from '../wire/wireCursor';
import type { ComposedSource } from './composedSource';
import { externalValues } from './embedTensors';
import { externalPlacement, isValue, SMALLEST_EXTERNAL_BYTES } from './externalizeTensors';
import type { MoveTensor } from './moveTensors';
import { bytesSegment, type CopySegment } from './segment';
import { spliceMessage, type FieldFate } from './spliceMessage';

const LONGEST_SHORT = 1024;

/** The location of a file that values are copied from. */
export type LocationOf = (file: string) => string;

/** Turns values that are copied from files into external data that points at where they are. Throws the fault of data that is not there. */
export function pointTensors(cursor: WireCursor, model: ComposedSource, external: ExternalStore, locationOf: LocationOf): MoveTensor {
  return header => {
    const values = header.isExternal ? externalValues(header, external, model.name) : embeddedValues(header, model);
    if (values === undefined) return undefined;
    const rest = spliceMessage(cursor, header.message, ({ tag, whole }) => (isValue(tag) ? [] : shortAsBytes(cursor, whole)));
    return [...rest, externalPlacement(locationOf(values.file), values.offset, values.length)];
  };
}

/** What is left of a tensor is a few bytes, which the cursor has at hand: as copies they would be read again one by one. */
function shortAsBytes(cursor: WireCursor, { offset, length }: ByteRange): FieldFate {
  if (length > LONGEST_SHORT) return 'keep';
  cursor.seek(offset);
  return [bytesSegment(cursor.bytes(offset + length))];
}

function embeddedValues({ raw }: TensorHeader, model: ComposedSource): CopySegment | undefined {
  if (raw === undefined || raw.length < SMALLEST_EXTERNAL_BYTES) return undefined;
  const origin = model.originOf(raw);
  return origin === undefined ? undefined : { kind: 'copy', ...origin, length: raw.length };
}
