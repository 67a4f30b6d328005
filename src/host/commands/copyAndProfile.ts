import os from 'node:os';
import * as vscode from 'vscode';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { ModelDocument } from '../documents/modelDocument';
import { requireTrust } from '../documents/trust';
import type { HostServices } from '../hostServices';
import { MODEL_VIEW_TYPE } from '../viewType';
import { copyWithData } from './copyWithData';
import { profileModel } from './profileModel';

/** Copies a model that has no local path, with its data files, to a folder that the user chooses, opens the copy and measures it. Throws `LayerwiseError`, and what copying throws. */
export async function copyAndProfile(services: HostServices, document: ModelDocument): Promise<void> {
  requireTrust();
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Copy and Profile'),
    filters: { [vscode.l10n.t('ONNX models')]: ['onnx'] },
    defaultUri: vscode.Uri.joinPath(vscode.Uri.file(os.homedir()), document.state.fileName),
  });
  if (target === undefined) return;
  if (target.scheme !== 'file') throw new LayerwiseError('not-applicable', vscode.l10n.t('Choose a folder on this machine.'));
  await copyWithData(document, target);
  await vscode.commands.executeCommand('vscode.openWith', target, MODEL_VIEW_TYPE);
  const reference = services.documents.acquire(target);
  try {
    await profileModel(services, reference.document);
  } finally {
    reference.dispose();
  }
}
