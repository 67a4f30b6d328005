import * as vscode from 'vscode';
import { layerOfNode } from '../documents/layerOfNode';
import type { ModelDocument } from '../documents/modelDocument';

/** Anchor node of the layer that is selected on the model's pages, else of one chosen from a list, which is then selected; `undefined` where none was chosen. */
export async function chooseLayer(document: ModelDocument, title: string): Promise<number | undefined> {
  const { selected } = document.state.shared;
  const node = selected ?? (await pickLayer(document, title));
  if (node !== undefined && selected !== node) document.select(node);
  return node === undefined ? undefined : layerOfNode(document.state, node);
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
