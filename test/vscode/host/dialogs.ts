import * as vscode from 'vscode';

const DIALOGS = [
  'showInformationMessage',
  'showWarningMessage',
  'showOpenDialog',
  'showSaveDialog',
  'showQuickPick',
  'showInputBox',
] as const;
type Dialog = (typeof DIALOGS)[number];

/** What is answered to a message with these buttons. */
type Answers = Partial<Record<Dialog, (first: unknown, ...rest: readonly unknown[]) => unknown>>;

/** Runs `work` with dialogs that are answered, and gives the first argument of each that was shown: the sentence of a message. */
export async function answering(answers: Answers, work: () => Promise<unknown>): Promise<readonly unknown[]> {
  const { window } = vscode;
  const originals = Object.fromEntries(DIALOGS.map(dialog => [dialog, window[dialog]]));
  const shown: unknown[] = [];
  const stub =
    (dialog: Dialog) =>
    async (first: unknown, ...rest: readonly unknown[]) => {
      shown.push(first);
      return await answers[dialog]?.(first, ...rest);
    };
  for (const dialog of DIALOGS) Object.assign(window, { [dialog]: stub(dialog) });
  try {
    await work();
  } finally {
    Object.assign(window, originals);
  }
  return shown;
}
