import { createRequire } from 'node:module';
import path from 'node:path';
import { RUNTIME_CHECKED_VARIABLE } from '../shared/protocol/childEnvironment';
import { LayerwiseError } from '../shared/report/layerwiseError';
import { checkRuntimeFiles } from './checkRuntimeFiles';

/** SHA-256 of the runtime's native files, put in by the build. */
declare const RUNTIME_FILES: Readonly<Record<string, string>>;

export type Runtime = typeof import('onnxruntime-node');

/**
 * Loads onnxruntime's native library, last of all, and only if its files are those that Layerwise was built with; once per job, since hashing takes as long as loading.
 * Throws `runtime-missing` when they are not, or when this platform has none.
 */
export async function loadRuntime(): Promise<Runtime> {
  try {
    if (process.env[RUNTIME_CHECKED_VARIABLE] === undefined) checkRuntimeFiles(nativeFolder(), RUNTIME_FILES);
    return await import('onnxruntime-node');
  } catch (error) {
    if (error instanceof LayerwiseError) throw error;
    const detail = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new LayerwiseError(
      'runtime-missing',
      `onnxruntime could not be loaded on ${process.platform}-${process.arch}: ${detail}. Models can be read and analysed here, but not run.`,
    );
  }
}

function nativeFolder(): string {
  return path.join(path.dirname(createRequire(__filename).resolve('onnxruntime-node')), '..', 'bin', 'napi-v6');
}
