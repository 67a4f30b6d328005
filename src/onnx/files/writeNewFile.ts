import { throwIfCancelled } from '../throwIfCancelled';
import { OutputFile } from './outputFile';

/**
 * Writes pieces as a new file that appears when it is whole. Returns its bytes and what the pieces ended with. Throws `LayerwiseError`:
 * `output-exists`, `file-missing`, `permission`, `disk-full`, `io`, `cancelled`, and what making the pieces throws.
 */
export async function writeNewFile<T>(
  path: string,
  pieces: Iterator<Uint8Array, T>,
  signal?: AbortSignal,
): Promise<{ readonly bytes: number; readonly result: T }> {
  const output = await OutputFile.create(path);
  try {
    let bytes = 0;
    let piece = pieces.next();
    for (; piece.done !== true; piece = pieces.next()) {
      throwIfCancelled(signal);
      await output.append(piece.value);
      bytes += piece.value.length;
    }
    await output.publish(bytes);
    return { bytes, result: piece.value };
  } catch (error) {
    await output.withdraw();
    throw error;
  }
}
