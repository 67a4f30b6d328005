import * as vscode from 'vscode';

type Dialog = 'showInformationMessage' | 'showWarningMessage' | 'showOpenDialog';

/** What is answered to a message with these buttons. */
type Answers = Partial<Record<Dialog, (first: unknown, ...rest: readonly unknown[]) => unknown>>;

/** Runs `work` with dialogs that are answered, and gives the first argument of each that was shown: the sentence of a message. */
export async function answering(answers: Answers, work: () => Promise<unknown>): Promise<readonly unknown[]> {
  const { window } = vscode;
  const { showInformationMessage, showWarningMessage, showOpenDialog } = window;
  const shown: unknown[] = [];
  const stub =
    (dialog: Dialog) =>
    async (first: unknown, ...rest: readonly unknown[]) => {
      shown.push(first);
      return await answers[dialog]?.(first, ...rest);
    };
  for (const dialog of ['showInformationMessage', 'showWarningMessage', 'showOpenDialog'] as const)
    Object.assign(window, { [dialog]: stub(dialog) });
  try {
    await work();
  } finally {
    Object.assign(window, { showInformationMessage, showWarningMessage, showOpenDialog });
  }
  return shown;
}
