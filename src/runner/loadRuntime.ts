import { LayerwiseError } from '../shared/report/layerwiseError';

export type Runtime = typeof import('onnxruntime-node');

/** Loads onnxruntime's native library, last of all. Throws `runtime-missing` when this platform has none. */
export async function loadRuntime(): Promise<Runtime> {
  try {
    return await import('onnxruntime-node');
  } catch (error) {
    const detail = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new LayerwiseError(
      'runtime-missing',
      `onnxruntime could not be loaded on ${process.platform}-${process.arch}: ${detail}. Models can be read and analysed here, but not run.`,
    );
  }
}
