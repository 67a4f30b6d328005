import type { ModelDocument } from '../documents/modelDocument';
import { requireTrust } from '../documents/trust';
import type { HostServices } from '../hostServices';
import { askDims } from './askDims';
import { showFailure } from './showFailure';

/** Times the layer of a node of the graph of `namedIn` alone; what cannot be started is said in a notification, what fails later stands on the model's pages. */
export async function timeLayer(
  services: HostServices,
  document: ModelDocument,
  node: number,
  namedIn = document.state.skeletonHash,
): Promise<void> {
  try {
    requireTrust();
    if (document.state.runnable && !(await askDims(document))) return;
    await document.jobs.timeLayer(node, namedIn);
  } catch (error) {
    if (document.state.phase === 'failed') return;
    await showFailure(services.log, error, document, () => timeLayer(services, document, node, namedIn));
  }
}
