import * as vscode from 'vscode';
import { chooseProvider, chooseThreads } from './commands/chooseRunSettings';
import type { HostServices } from './hostServices';
import { settings } from './settings';

type Entry = vscode.QuickPickItem & ({ readonly command: string; readonly argument?: unknown } | { readonly run: () => Promise<void> });

/** What a click on the status bar item offers. */
export async function showStatusMenu({ active }: HostServices): Promise<void> {
  const { document } = active;
  const running = document?.state.job !== undefined;
  const entries: readonly Entry[] = [
    ...(running ? [{ label: `$(debug-stop) ${vscode.l10n.t('Cancel')}`, command: 'layerwise.cancelJob' }] : []),
    ...(document !== undefined && !running
      ? [{ label: runLabel(document.state.profile !== undefined), command: 'layerwise.profile', argument: document.uri }]
      : []),
    { label: `$(settings-gear) ${vscode.l10n.t('Threads…')}`, description: threadsText(), run: chooseThreads },
    { label: `$(server) ${vscode.l10n.t('Provider…')}`, description: settings.provider(), run: chooseProvider },
    { label: `$(output) ${vscode.l10n.t('Show Log')}`, command: 'layerwise.showLog' },
    { label: `$(debug-restart) ${vscode.l10n.t('Restart Engine')}`, command: 'layerwise.restartEngine' },
  ];
  const chosen = await vscode.window.showQuickPick(entries, { title: document?.state.fileName ?? 'Layerwise' });
  if (chosen === undefined) return;
  if ('run' in chosen) await chosen.run();
  else await vscode.commands.executeCommand(chosen.command, chosen.argument);
}

function runLabel(hasRun: boolean): string {
  return hasRun ? `$(refresh) ${vscode.l10n.t('Run Again')}` : `$(play) ${vscode.l10n.t('Profile')}`;
}

function threadsText(): string {
  const threads = settings.threads();
  return threads === undefined ? vscode.l10n.t('one per physical core') : String(threads);
}
