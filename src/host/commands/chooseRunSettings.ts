import os from 'node:os';
import * as vscode from 'vscode';
import { settings } from '../settings';

/** Execution providers that builds of onnxruntime for Node have, by platform; whether one starts here is said when it is used. */
const PROVIDERS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ['cpu', 'cuda', 'tensorrt', 'webgpu'],
  win32: ['cpu', 'dml', 'webgpu'],
  darwin: ['cpu', 'coreml', 'webgpu'],
};

/** Asks how many threads runs have, and keeps that in the settings; empty stands for one per physical core, whatever a wider scope says. */
export async function chooseThreads(): Promise<void> {
  const most = os.availableParallelism();
  const isOfWorkspace = valuesOf('threads').workspace !== undefined;
  const chosen = await vscode.window.showInputBox({
    title: vscode.l10n.t('Threads'),
    prompt: isOfWorkspace
      ? vscode.l10n.t('Threads of a run in this workspace. Empty: one per physical core.')
      : vscode.l10n.t('Threads of a run wherever no workspace says otherwise. Empty: one per physical core.'),
    value: settings.threads()?.toString() ?? '',
    validateInput: text =>
      isCount(text) ? undefined : vscode.l10n.t('A whole number from 1 on, or nothing. This machine runs {0} at once.', most),
  });
  if (chosen === undefined || !isCount(chosen)) return;
  await keep('threads', chosen.trim() === '' ? undefined : Number(chosen));
}

function isCount(text: string): boolean {
  return /^\s*([1-9]\d{0,3})?\s*$/.test(text);
}

/** Asks which execution provider runs models, and keeps that in the settings. */
export async function chooseProvider(): Promise<void> {
  const current = settings.provider();
  const names = new Set([...(PROVIDERS[process.platform] ?? ['cpu']), current]);
  const entries = Array.from(names, label => ({ label, description: label === current ? vscode.l10n.t('current') : '' }));
  const chosen = await vscode.window.showQuickPick(entries, { title: vscode.l10n.t('Execution Provider') });
  if (chosen !== undefined) await keep('provider', chosen.label);
}

/** In the scope that the setting was made in, else for the user; `undefined` gives it its default there. */
async function keep(name: string, value: number | string | undefined): Promise<void> {
  const { workspace, user } = valuesOf(name);
  const target = workspace === undefined ? vscode.ConfigurationTarget.Global : vscode.ConfigurationTarget.Workspace;
  // Taken out of the workspace, the value of the user would hold again.
  const isHidden = workspace !== undefined && user !== undefined;
  await vscode.workspace.getConfiguration('layerwise').update(name, value ?? (isHidden ? null : undefined), target);
}

/** What a setting was given by scope; `undefined` where it was not. */
function valuesOf(name: string): { readonly workspace: unknown; readonly user: unknown } {
  const found = vscode.workspace.getConfiguration('layerwise').inspect(name);
  return { workspace: found?.workspaceValue, user: found?.globalValue };
}
