import { deflateSync, inflateSync } from 'node:zlib';

/** A text deflated (zlib), in base64. */
export function packText(text: string): string {
  return deflateSync(text, { level: 9 }).toString('base64');
}

/** The text again; `undefined` for what is not packed, and for what unpacks to more than `mostBytes` of UTF-8. */
export function unpackText(packed: string, mostBytes: number): string | undefined {
  try {
    return inflateSync(Buffer.from(packed, 'base64'), { maxOutputLength: mostBytes }).toString();
  } catch {
    return undefined;
  }
}
