import os from 'node:os';
import * as vscode from 'vscode';
import { settings } from '../settings';

/** Execution providers that builds of onnxruntime for Node have, by platform; whether one starts here is said when it is used. */
const PROVIDERS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ['cpu', 'cuda', 'tensorrt', 'webgpu'],
  win32: ['cpu', 'dml', 'webgpu'],
  darwin: ['cpu', 'coreml', 'webgpu'],
};

/** Asks how many threads runs have, and keeps that in the settings; empty stands for one per physical core. */
export async function chooseThreads(): Promise<void> {
  const most = os.availableParallelism();
  const chosen = await vscode.window.showInputBox({
    title: vscode.l10n.t('Threads'),
    prompt: vscode.l10n.t('Threads of a run. Empty: one per physical core.'),
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

/** In the scope that the setting was made in, else for the user. */
async function keep(name: string, value: number | string | undefined): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('layerwise');
  const isOfWorkspace = configuration.inspect(name)?.workspaceValue !== undefined;
  const target = isOfWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await configuration.update(name, value, target);
}
