import * as v from 'valibot';
import * as vscode from 'vscode';
import { MODEL_VIEW_TYPE } from '../viewType';
import { findLoadSites } from './findLoadSites';

/** Commands behind lenses and hovers of load sites. */
export const SITE_COMMANDS = {
  open: '_layerwise.openLoaded',
  profile: '_layerwise.profileLoaded',
  use: '_layerwise.useVariant',
} as const;

/** Address of a program, start of the name in it, name that stands there, and name that is to stand there. */
export type UseArguments = readonly [document: string, start: number, before: string, after: string];

const useSchema = v.tuple([v.string(), v.number(), v.string(), v.pipe(v.string(), v.regex(/^[^"'`\n\r]{1,2048}\.onnx$/i))]);

/** Registers what lenses and hovers of load sites do; arguments come from whoever calls, so that they are checked. */
export function registerSiteCommands(): vscode.Disposable {
  const onModel = (id: string, run: (uri: vscode.Uri) => Thenable<unknown>): vscode.Disposable =>
    vscode.commands.registerCommand(id, (given: unknown) => {
      const uri = typeof given === 'string' ? vscode.Uri.parse(given) : undefined;
      return uri?.path.toLowerCase().endsWith('.onnx') === true ? run(uri) : undefined;
    });
  return vscode.Disposable.from(
    onModel(SITE_COMMANDS.open, uri => vscode.commands.executeCommand('vscode.openWith', uri, MODEL_VIEW_TYPE)),
    onModel(SITE_COMMANDS.profile, uri => vscode.commands.executeCommand('layerwise.profile', uri)),
    vscode.commands.registerCommand(SITE_COMMANDS.use, (...given: unknown[]) => {
      const checked = v.safeParse(useSchema, given);
      return checked.success ? useVariant(checked.output) : undefined;
    }),
  );
}

/** Writes the name of a variant in place of the model's, as an edit that can be undone; nothing where something else stands there by now. */
async function useVariant([address, start, before, after]: UseArguments): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(address));
  const site = findLoadSites(document.getText(), document.languageId).find(other => other.start === start);
  const range = site && new vscode.Range(document.positionAt(site.start), document.positionAt(site.end));
  if (range === undefined || document.getText(range) !== before) return;
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, after);
  await vscode.workspace.applyEdit(edit);
}
