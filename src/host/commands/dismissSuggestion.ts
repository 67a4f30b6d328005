import * as v from 'valibot';
import * as vscode from 'vscode';
import { DISMISSAL_REASONS } from '../../shared/report/dismissal';
import { dismissalText } from '../../shared/report/dismissalText';
import { rulesOf } from '../../shared/report/rulesOf';
import type { ModelDocument } from '../documents/modelDocument';

const contextSchema = v.object({ rule: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/)) });

/** Takes the suggestion that a menu was opened on from the cards, with the reason that the user gives, which is kept for the model. `given`: what the page says about the place. */
export async function dismissSuggestion(document: ModelDocument | undefined, given: unknown): Promise<void> {
  const context = v.safeParse(contextSchema, given);
  const suggestion = context.success ? document?.state.suggestions?.offered.find(({ rule }) => rule === context.output.rule) : undefined;
  if (document === undefined || suggestion === undefined) return;
  const reasons = DISMISSAL_REASONS.map(reason => ({ label: dismissalText(reason), reason }));
  const chosen = await vscode.window.showQuickPick(reasons, { title: vscode.l10n.t('Dismiss “{0}”: Why?', suggestion.title) });
  if (chosen !== undefined) await document.dismissals.add(rulesOf(suggestion), chosen.reason);
}
