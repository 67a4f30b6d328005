import * as vscode from 'vscode';
import type { HostServices } from './hostServices';

interface Entry extends vscode.QuickPickItem {
  readonly command: string;
  readonly argument?: unknown;
}

/** What a click on the status bar item offers. */
export async function showStatusMenu({ active }: HostServices): Promise<void> {
  const { document } = active;
  const running = document?.state.job !== undefined;
  const entries: readonly Entry[] = [
    ...(running ? [{ label: `$(debug-stop) ${vscode.l10n.t('Cancel')}`, command: 'layerwise.cancelJob' }] : []),
    ...(document !== undefined && !running
      ? [{ label: `$(refresh) ${vscode.l10n.t('Run Again')}`, command: 'layerwise.profile', argument: document.uri }]
      : []),
    {
      label: `$(settings-gear) ${vscode.l10n.t('Threads…')}`,
      command: 'workbench.action.openSettings',
      argument: 'layerwise.threads',
    },
    {
      label: `$(server) ${vscode.l10n.t('Provider…')}`,
      command: 'workbench.action.openSettings',
      argument: 'layerwise.provider',
    },
    { label: `$(output) ${vscode.l10n.t('Show Log')}`, command: 'layerwise.showLog' },
    { label: `$(debug-restart) ${vscode.l10n.t('Restart Engine')}`, command: 'layerwise.restartEngine' },
  ];
  const chosen = await vscode.window.showQuickPick(entries, { title: document?.state.fileName ?? 'Layerwise' });
  if (chosen !== undefined) await vscode.commands.executeCommand(chosen.command, chosen.argument);
}
