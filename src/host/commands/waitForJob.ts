import * as vscode from 'vscode';
import type { Disposable } from '../../shared/base/disposable';
import type { ModelDocument } from '../documents/modelDocument';

/** Shows the job for as long as it runs, with a button that ends the waiting. False when the user did not want to wait any more. */
export async function waitForJob(document: ModelDocument, title: string): Promise<boolean> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  let following: Disposable | undefined;
  const isFree = await vscode.window.withProgress(options, (progress, cancellation) => {
    return new Promise<boolean>(resolve => {
      cancellation.onCancellationRequested(() => resolve(false));
      const follow = (): void => {
        const { job } = document.state;
        if (job === undefined) resolve(true);
        else progress.report({ message: job.progress.phase });
      };
      following = document.onDidChange(follow);
      follow();
    });
  });
  following?.dispose();
  return isFree;
}
