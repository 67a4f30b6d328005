import { failure, success, type Result } from '../../shared/base/result';
import type { ExternalFault } from './externalFault';

/** The meaning of a tensor's `external_data`. Numbers in bytes. */
export interface ExternalEntries {
  readonly location: string;
  readonly offset: number;
  /** `undefined`: as many as the shape needs. */
  readonly length: number | undefined;
  /** SHA-1 of the data file, hexadecimal; not checked when a model is opened. */
  readonly checksum: string | undefined;
}

/** The only keys that ONNX defines (docs/ExternalDataSecurity.md); anything else is refused, as the reference implementation does. */
const KEYS: readonly string[] = ['location', 'offset', 'length', 'checksum', 'basepath'];
const DIGITS = /^\d{1,20}$/;

function invalid(message: string): { readonly ok: false; readonly error: ExternalFault } {
  return failure({ reason: 'external-data-invalid', message });
}

/** A count of bytes written in decimal; `undefined` when it is not one that a file can have. */
function parseBytes(text: string): number | undefined {
  if (!DIGITS.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** Reads `external_data` strictly: each key once, only known keys, plain decimal numbers. */
export function parseExternalEntries(entries: readonly (readonly [string, string])[]): Result<ExternalEntries, ExternalFault> {
  const values = new Array<string | undefined>(KEYS.length);
  for (const entry of entries) {
    const key = entry[0];
    const place = KEYS.indexOf(key);
    if (place === -1) return invalid(`The external data has the unknown key "${key.slice(0, 80)}".`);
    if (values[place] !== undefined) return invalid(`The external data gives "${key}" twice.`);
    values[place] = entry[1];
  }
  const [location, offsetText = '0', lengthText, checksum] = values;
  if (location === undefined) return invalid('The external data names no file.');
  const offset = parseBytes(offsetText);
  if (offset === undefined) return invalid('The offset of the external data is not a number of bytes.');
  const length = lengthText === undefined ? undefined : parseBytes(lengthText);
  if (lengthText !== undefined && length === undefined) return invalid('The length of the external data is not a number of bytes.');
  return success({ location, offset, length, checksum });
}
