import type { PassCall } from '../../shared/report/jobRequest';
import type { ModelDocument } from '../documents/modelDocument';
import { requireTrust } from '../documents/trust';
import type { HostServices } from '../hostServices';
import { askDims } from './askDims';
import { showFailure } from './showFailure';

/** Applies passes to a model in a new file and measures it; the result is announced when it is there. */
export async function optimizeModel({ log }: HostServices, document: ModelDocument, passes: readonly PassCall[]): Promise<void> {
  try {
    if (await mayRun(document)) await document.jobs.optimize(passes);
  } catch (error) {
    await showFailure(log, error, document);
  }
}

/** Plans passes on the data and tries the result; nothing is written. Throws `LayerwiseError`. */
export async function tryPasses(document: ModelDocument, passes: readonly PassCall[]): Promise<void> {
  if (await mayRun(document)) await document.jobs.tryPasses(passes);
}

/** Asks for sizes that are open. */
async function mayRun(document: ModelDocument): Promise<boolean> {
  requireTrust();
  return !document.state.runnable || (await askDims(document));
}
