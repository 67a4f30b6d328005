import * as v from 'valibot';
import * as vscode from 'vscode';
import type { ModelDocument } from '../documents/modelDocument';

const contextSchema = v.object({ rule: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/)) });

/** Takes the suggestion that a menu was opened on from the list, with the reason that the user gives, which is kept for the model. `given`: what the page says about the place. */
export async function dismissSuggestion(document: ModelDocument | undefined, given: unknown): Promise<void> {
  const context = v.safeParse(contextSchema, given);
  const suggestion = context.success ? document?.state.suggestions?.offered.find(({ rule }) => rule === context.output.rule) : undefined;
  if (document === undefined || suggestion === undefined) return;
  const reasons = [
    vscode.l10n.t('It does not help where this model runs'),
    vscode.l10n.t('Its result is not accurate enough'),
    vscode.l10n.t('It was tried elsewhere'),
    vscode.l10n.t('Not now'),
  ];
  const reason = await vscode.window.showQuickPick(reasons, { title: vscode.l10n.t('Dismiss “{0}”: Why?', suggestion.title) });
  if (reason !== undefined) await document.dismissals.add(suggestion.rule, reason);
}
