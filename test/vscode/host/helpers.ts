import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ModelDocument } from '../../../src/host/documents/modelDocument';
import type { DocumentReference } from '../../../src/host/documents/modelDocuments';
import type { HostServices } from '../../../src/host/hostServices';
import type { ModelState } from '../../../src/shared/protocol/hostWebview';

const WAIT_MS = 45_000;

/** The services of the extension under test. */
export async function extension(): Promise<HostServices> {
  const found = vscode.extensions.getExtension<HostServices>('layerwise.layerwise');
  assert.ok(found);
  return found.activate();
}

export function inWorkspace(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder);
  return vscode.Uri.joinPath(folder.uri, name);
}

/** Waits until a document's state is as wanted. */
export function stateOf(document: ModelDocument, isWanted: (state: ModelState) => boolean): Promise<ModelState> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (!isWanted(document.state)) return;
      listening.dispose();
      clearTimeout(timer);
      resolve(document.state);
    };
    const listening = document.onDidChange(look);
    const timer = setTimeout(() => {
      listening.dispose();
      const { phase, error, job } = document.state;
      reject(
        new Error(`Not reached: ${isWanted.toString()}; phase ${phase}, job ${job?.progress.phase ?? 'none'}, ${error?.message ?? ''}`),
      );
    }, WAIT_MS);
    look();
  });
}

/** Runs `work` with an open document of the workspace. */
export async function withModel(name: string, work: (document: ModelDocument) => Promise<void>): Promise<void> {
  const { documents } = await extension();
  const reference: DocumentReference = documents.acquire(inWorkspace(name));
  try {
    await reference.document.open();
    await work(reference.document);
  } finally {
    reference.dispose();
  }
}

/** A copy of a model of the workspace that a test may change. */
export async function copyOf(name: string, copy: string): Promise<vscode.Uri> {
  await vscode.workspace.fs.copy(inWorkspace(name), inWorkspace(copy), { overwrite: true });
  return inWorkspace(copy);
}
