import * as vscode from 'vscode';
import type { Disposable } from '../../shared/base/disposable';

/** Programs that save by writing a second file and renaming it delete the first for a moment. */
const SETTLE_MS = 300;

/** Tells when a file was changed, replaced or deleted by somebody, once per burst of events. */
export function watchFile(uri: vscode.Uri, onChange: () => void): Disposable {
  const folder = vscode.Uri.joinPath(uri, '..');
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, escapeGlob(name)));
  let timer: NodeJS.Timeout | undefined;
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(onChange, SETTLE_MS);
  };
  const listening = [watcher.onDidChange(soon), watcher.onDidCreate(soon), watcher.onDidDelete(soon)];
  return {
    dispose: () => {
      clearTimeout(timer);
      vscode.Disposable.from(...listening, watcher).dispose();
    },
  };
}

function escapeGlob(name: string): string {
  return name.replace(/[[\]{}*?]/g, character => `[${character}]`);
}
