import * as vscode from 'vscode';
import type { ModelDocument } from '../documents/modelDocument';

/** Anchor node of the layer that is selected on the model's pages, else of one chosen from a list, which is then selected; `undefined` where none was chosen. */
export async function chooseLayer(document: ModelDocument, title: string): Promise<number | undefined> {
  const { shared } = document.state;
  const node = shared.selected ?? (await pickLayer(document, title));
  if (node !== undefined && shared.selected !== node) document.share({ ...shared, counter: shared.counter + 1, selected: node });
  return node;
}

async function pickLayer({ state: { model } }: ModelDocument, title: string): Promise<number | undefined> {
  if (model === undefined) return undefined;
  const { layerOf, layerNames } = model.analysis.hierarchy;
  const items = [...new Set(layerOf)]
    .filter(anchor => anchor >= 0)
    .map(node => ({ label: layerNames[node] ?? '', description: model.nodeOps[node] ?? '', node }));
  const chosen = await vscode.window.showQuickPick(items, { title, matchOnDescription: true });
  return chosen?.node;
}
