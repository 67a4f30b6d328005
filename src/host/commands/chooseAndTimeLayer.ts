import * as vscode from 'vscode';
import type { ModelDocument } from '../documents/modelDocument';
import { requireTrust } from '../documents/trust';
import type { HostServices } from '../hostServices';
import { chooseLayer } from './chooseLayer';
import { timeLayer } from './timeLayer';

/** Times the selected layer alone, or one chosen from a list when none is selected, which is then selected. Throws `LayerwiseError`. */
export async function chooseAndTimeLayer(services: HostServices, document: ModelDocument): Promise<void> {
  requireTrust();
  await document.open();
  const node = await chooseLayer(document, vscode.l10n.t('Time Layer Alone'));
  if (node !== undefined) await timeLayer(services, document, node);
}
