import { createHash } from 'node:crypto';
import * as v from 'valibot';
import * as vscode from 'vscode';
import type { ModelState } from '../../shared/protocol/hostWebview';
import { passParametersSchema } from '../../shared/protocol/passParametersSchema';
import { recall } from '../documents/recall';

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
  readonly result?: string | undefined;
}

const id = v.pipe(v.number(), v.integer(), v.minValue(0));
const optional = <T>(schema: v.GenericSchema<unknown, T>) => v.exactOptional(v.union([schema, v.undefined()]));

const panelSchema: v.GenericSchema<unknown, RememberedPanel> = v.object({
  uri: v.string(),
  focus: v.object({
    focusLayers: v.exactOptional(v.array(id)),
    focusPass: optional(v.string()),
    focusParameters: optional(passParametersSchema),
  }),
  skeletonHash: v.string(),
  result: v.optional(v.string()),
});

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
  return left.success ? recall(memory, keyOf(left.output.panel), panelSchema) : undefined;
}

function keyOf(id: string): string {
  return `optimize:${id}`;
}
