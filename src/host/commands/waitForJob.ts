import * as vscode from 'vscode';
import { DisposableStore } from '../../shared/base/disposable';
import type { ModelDocument } from '../documents/modelDocument';

/** Shows the job for as long as it runs or starts, with a button that ends the waiting. False when the user did not want to wait any more, and when the model was closed. */
export async function waitForJob(document: ModelDocument, title: string): Promise<boolean> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const following = new DisposableStore();
  try {
    return await vscode.window.withProgress(options, (progress, cancellation) => {
      return new Promise<boolean>(resolve => {
        const follow = (): void => {
          const { job } = document.state;
          if (document.isClosed) resolve(false);
          else if (!document.jobs.isBusy) resolve(true);
          else if (job !== undefined) progress.report({ message: job.progress.phase });
        };
        following.add(cancellation.onCancellationRequested(() => resolve(false)));
        following.add(document.onDidDispose(() => resolve(false)));
        following.add(document.onDidChange(follow));
        following.add(document.jobs.onDidEndStart(follow));
        follow();
      });
    });
  } finally {
    following.dispose();
  }
}
