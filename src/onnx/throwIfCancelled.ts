import { LayerwiseError } from '../shared/report/layerwiseError';

/** Throws `LayerwiseError` `cancelled` once the signal was given. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new LayerwiseError('cancelled', 'Cancelled. Nothing was written.');
}
