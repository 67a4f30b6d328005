import type { PassCall } from '../../shared/report/jobRequest';
import type { OptimizeManner } from '../documents/documentJobs';
import type { ModelDocument } from '../documents/modelDocument';
import { requireTrust } from '../documents/trust';
import type { HostServices } from '../hostServices';
import { askDims } from './askDims';
import { showFailure } from './showFailure';

/** Applies passes to a model in a new file and measures it; the result is announced when it is there. */
export async function optimizeModel(
  services: HostServices,
  document: ModelDocument,
  passes: readonly PassCall[],
  { budgets, output, namedIn = document.state.skeletonHash }: OptimizeManner = {},
): Promise<void> {
  const manner = { budgets, output, namedIn };
  try {
    if (await mayRun(document)) await document.jobs.optimize(passes, manner);
  } catch (error) {
    await showFailure(services.log, error, document, () => optimizeModel(services, document, passes, manner));
  }
}

/** Plans passes on the data and tries the result; nothing is written. `namedIn`: as `OptimizeManner` says. Throws `LayerwiseError`. */
export async function tryPasses(document: ModelDocument, passes: readonly PassCall[], namedIn: string): Promise<void> {
  if (await mayRun(document)) await document.jobs.tryPasses(passes, namedIn);
}

/** Asks for sizes that are open. */
async function mayRun(document: ModelDocument): Promise<boolean> {
  requireTrust();
  return !document.state.runnable || (await askDims(document));
}
