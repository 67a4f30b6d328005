import { dtypeFromNumber, tensorBytes } from '../../shared/graph/dtype';
import { elementCount } from '../../shared/graph/shape';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { parseExternalEntries } from '../externalData/parseExternalEntries';
import type { ExternalStore } from '../externalData/externalStore';
import { quoteName } from '../problemList';
import type { TensorHeader } from '../skim/tensorHeader';
import { TENSOR } from '../wire/fields';
import type { WireCursor } from '../wire/wireCursor';
import type { MoveTensor } from './moveTensors';
import { wrapField, type CopySegment } from './segment';
import { spliceMessage } from './spliceMessage';

/** Brings external data into the model. Throws the fault of the first data that is not there. */
export function embedTensors(cursor: WireCursor, external: ExternalStore): MoveTensor {
  return header => {
    if (!header.isExternal) return undefined;
    const rest = spliceMessage(cursor, header.message, ({ tag }) => (isPlacement(tag) ? [] : 'keep'));
    return [...rest, ...wrapField(TENSOR.rawData, [externalValues(header, external, cursor.source.name)])];
  };
}

function isPlacement(tag: number): boolean {
  return tag === TENSOR.externalData || tag === TENSOR.dataLocation || tag === TENSOR.rawData;
}

/** Where the values of an external tensor are. Throws the fault of data that is not there. */
export function externalValues({ external: entries, name, dataType, dims }: TensorHeader, store: ExternalStore, file: string): CopySegment {
  const dtype = dtypeFromNumber(dataType);
  const parsed = parseExternalEntries(entries);
  const located = parsed.ok ? store.locate(parsed.value.location) : parsed;
  const fault = parsed.ok ? (located.ok ? undefined : located.error) : parsed.error;
  if (fault !== undefined || !parsed.ok || !located.ok) {
    throw new LayerwiseError(
      fault?.reason ?? 'external-data-invalid',
      `${file}: the values of ${quoteName(name)} cannot be read. ${fault?.message ?? ''}`,
      { file },
    );
  }
  const { offset, length = dtype === undefined ? undefined : tensorBytes(dtype, elementCount(dims) ?? 0) } = parsed.value;
  if (length === undefined) {
    const message = `${file}: how long the values of ${quoteName(name)} are is not known, since ONNX does not define their type ${dataType}. Leave them in their data file.`;
    throw new LayerwiseError('unsupported-type', message, { file });
  }
  if (offset + length > located.value.byteLength) {
    throw new LayerwiseError(
      'external-data-short',
      `${file}: the values of ${quoteName(name)} lie beyond the end of their data file. Get the file again.`,
      { file },
    );
  }
  return { kind: 'copy', file: located.value.path, offset, length };
}
