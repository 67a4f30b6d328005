import * as vscode from 'vscode';
import type { ModelDocument } from '../documents/modelDocument';
import { requireTrust } from '../documents/trust';
import { chooseLayer } from './chooseLayer';
import { extractLayers } from './extractLayers';

/** Writes the selected layer as a model of its own, or one chosen from a list when none is selected. Throws `LayerwiseError`. */
export async function chooseAndExtractLayer(document: ModelDocument): Promise<void> {
  requireTrust();
  await document.open();
  const anchor = await chooseLayer(document, vscode.l10n.t('Extract Layer as New Model'));
  const { layerOf } = document.state.model?.analysis.hierarchy ?? { layerOf: [] };
  const nodes = Array.from(layerOf, (layer, node) => (layer === anchor ? node : -1)).filter(node => node >= 0);
  if (nodes.length > 0) await extractLayers(document, { nodes });
}
