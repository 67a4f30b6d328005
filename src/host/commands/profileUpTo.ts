import type { ModelDocument } from '../documents/modelDocument';
import { requireTrust } from '../documents/trust';
import type { HostServices } from '../hostServices';
import { extractLayers } from './extractLayers';
import { profileModel } from './profileModel';

/** Writes a node with everything that it needs as a model of its own, opens it and measures it: what stopped the runtime is found in the smaller one. Throws `LayerwiseError`. */
export async function profileUpTo(services: HostServices, document: ModelDocument, node: number): Promise<void> {
  requireTrust();
  const part = services.documents.acquire(await extractLayers(document, { upTo: node }));
  try {
    await profileModel(services, part.document);
  } finally {
    part.dispose();
  }
}
