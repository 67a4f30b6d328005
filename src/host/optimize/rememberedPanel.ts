import { createHash } from 'node:crypto';
import * as v from 'valibot';
import * as vscode from 'vscode';
import type { ModelState } from '../../shared/protocol/hostWebview';

/** What the Optimize page of a model is to show: the form, for some layers or a pass, or the result card of a variant. */
export type OptimizeFocus = Partial<Pick<ModelState, 'result' | 'focusLayers' | 'focusPass' | 'focusParameters'>>;

/** What an Optimize tab showed, for the window that opens after this one. */
export interface RememberedPanel {
  /** Of the model. */
  readonly uri: string;
  readonly focus: Omit<OptimizeFocus, 'result'>;
  /** Of the graph that `focus` speaks of. */
  readonly skeletonHash: string;
  /** Path of the variant whose result card was on show. */
  readonly result: string | undefined;
}

/** Names the tab of a model to its page, which gives the name back when it is restored: pages are never asked for paths. */
export function panelId(uri: vscode.Uri): string {
  return createHash('sha256').update(uri.toString()).digest('hex').slice(0, 32);
}

export async function rememberPanel(memory: vscode.Memento, panel: RememberedPanel): Promise<void> {
  await memory.update(keyOf(panelId(vscode.Uri.parse(panel.uri))), panel);
}

/** `state`: what the page left. `undefined` for a page that left nothing or was never remembered. */
export function recallPanel(memory: vscode.Memento, state: unknown): RememberedPanel | undefined {
  const left = v.safeParse(v.object({ panel: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)) }), state);
  return left.success ? memory.get<RememberedPanel>(keyOf(left.output.panel)) : undefined;
}

function keyOf(id: string): string {
  return `optimize:${id}`;
}
