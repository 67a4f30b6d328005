import { constants } from 'node:buffer';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { decodeText } from '../wire/decodeText';
import { openFile } from './openFile';

/** The whole text of a file; bytes that are not UTF-8 are kept as `decodeText` keeps them. Throws `LayerwiseError` as `openFile` does, and `too-large`. */
export async function readTextFile(path: string): Promise<string> {
  const { source } = openFile(path);
  try {
    if (source.byteLength > constants.MAX_STRING_LENGTH) {
      const message = `${path} has ${source.byteLength} bytes; text is read up to ${constants.MAX_STRING_LENGTH}. Keep the weights of such a model in a data file.`;
      throw new LayerwiseError('too-large', message, { file: path });
    }
    const bytes = new Uint8Array(source.byteLength);
    const got = await source.readIntoAsync(bytes, 0);
    return decodeText(bytes.subarray(0, got)).text;
  } finally {
    await source.close();
  }
}
