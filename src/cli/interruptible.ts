import process from 'node:process';
import vm from 'node:vm';
import { LayerwiseError } from '../shared/report/layerwiseError';

/** What is said on Ctrl+C. */
export const CANCELLED = 'Cancelled. Nothing was left half-written.';

const WORK = Symbol.for('layerwise.interruptible');
const CALL = new vm.Script(`globalThis[Symbol.for('layerwise.interruptible')]()`);

/**
 * Calls `work`, which computes for long without a pause and writes no file, so that Ctrl+C ends it at once: the handlers of this process, which wait for a
 * pause, are set aside meanwhile, and SIGTERM ends the process as it does by itself. Throws `cancelled` on Ctrl+C, and what `work` throws.
 */
export function interruptible<T>(work: () => T): T {
  const terminators = process.listeners('SIGTERM');
  process.removeAllListeners('SIGTERM');
  let result: { readonly value: T } | undefined;
  Object.defineProperty(globalThis, WORK, { configurable: true, value: () => void (result = { value: work() }) });
  try {
    CALL.runInThisContext({ breakOnSigint: true });
  } catch (error) {
    throw isInterruption(error) ? new LayerwiseError('cancelled', CANCELLED) : error;
  } finally {
    Reflect.deleteProperty(globalThis, WORK);
    for (const listener of terminators) process.once('SIGTERM', listener);
  }
  if (result === undefined) throw new LayerwiseError('cancelled', CANCELLED);
  return result.value;
}

function isInterruption(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED';
}
