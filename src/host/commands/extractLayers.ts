import * as vscode from 'vscode';
import * as protocol from '../../shared/protocol/hostEngine';
import type { ExtractedLayers } from '../../shared/report/jobRequest';
import type { ModelDocument } from '../documents/modelDocument';
import { requireTrust } from '../documents/trust';
import { MODEL_VIEW_TYPE } from '../viewType';

/** Writes layers as a model of their own, beside the model, opens it, and returns where it is. Throws `LayerwiseError`. */
export async function extractLayers(document: ModelDocument, layers: ExtractedLayers): Promise<vscode.Uri> {
  requireTrust();
  const uri = vscode.Uri.file(await document.request(protocol.extractLayers, { layers }));
  await vscode.commands.executeCommand('vscode.openWith', uri, MODEL_VIEW_TYPE);
  return uri;
}
