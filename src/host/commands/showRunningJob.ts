import * as vscode from 'vscode';
import type { Disposable } from '../../shared/base/disposable';
import type { ModelDocument } from '../documents/modelDocument';

/** Says that a job on the model is running, for as long as it does, with a button that cancels it. */
export async function showRunningJob(document: ModelDocument): Promise<void> {
  const title = vscode.l10n.t('A job on {0} is running', document.state.fileName);
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  let following: Disposable | undefined;
  await vscode.window.withProgress(options, async (progress, cancellation) => {
    cancellation.onCancellationRequested(() => void document.jobs.cancel());
    await new Promise<void>(resolve => {
      const follow = (): void => {
        const { job } = document.state;
        if (job === undefined) resolve();
        else progress.report({ message: job.progress.phase });
      };
      following = document.onDidChange(follow);
      follow();
    });
  });
  following?.dispose();
}
