import * as vscode from 'vscode';
import type { ModelDocument } from '../documents/modelDocument';
import { requireTrust } from '../documents/trust';
import type { HostServices } from '../hostServices';
import { timeLayer } from './timeLayer';

/** Times the selected layer alone, or one chosen from a list when none is selected, which is then selected. Throws `LayerwiseError`. */
export async function chooseAndTimeLayer(services: HostServices, document: ModelDocument): Promise<void> {
  requireTrust();
  await document.open();
  const node = document.state.shared.selected ?? (await chooseLayer(document));
  if (node === undefined) return;
  const { shared } = document.state;
  if (shared.selected !== node) document.share({ ...shared, counter: shared.counter + 1, selected: node });
  await timeLayer(services, document, node);
}

async function chooseLayer({ state: { model } }: ModelDocument): Promise<number | undefined> {
  if (model === undefined) return undefined;
  const { layerOf, layerNames } = model.analysis.hierarchy;
  const items = [...new Set(layerOf)]
    .filter(anchor => anchor >= 0)
    .map(node => ({ label: layerNames[node] ?? '', description: model.nodeOps[node] ?? '', node }));
  const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Time Layer Alone'), matchOnDescription: true });
  return chosen?.node;
}
