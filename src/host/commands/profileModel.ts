import type { ModelDocument } from '../documents/modelDocument';
import { requireTrust } from '../documents/trust';
import type { HostServices } from '../hostServices';
import { askDims } from './askDims';
import { showFailure } from './showFailure';

/** Measures a model; what cannot be started is said in a notification, what fails later stands on its pages. */
export async function profileModel(services: HostServices, document: ModelDocument): Promise<void> {
  try {
    requireTrust();
    if (document.state.runnable && !(await askDims(document))) return;
    await document.jobs.profile();
  } catch (error) {
    // An opening that failed stands in the editor already.
    if (document.state.phase !== 'failed') await showFailure(services.log, error, document, () => profileModel(services, document));
  }
}
