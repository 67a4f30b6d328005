import * as vscode from 'vscode';
import { settings } from '../settings';
import { findLoadSites, type LoadSite } from './findLoadSites';
import type { KnownModel, KnownModels } from './knownModels';
import { loadSiteParts, type LoadSitePart } from './loadSiteParts';
import { SITE_COMMANDS } from './siteCommands';
import { siteCandidates } from './resolveSite';

/** Parts of the longest lens. */
const MOST_PARTS = 5;

/** What is known of a model, above the lines of programs that load it. */
export class LoadSiteLenses implements vscode.CodeLensProvider {
  readonly onDidChangeCodeLenses: vscode.Event<void>;

  constructor(private readonly models: KnownModels) {
    this.onDidChangeCodeLenses = models.onDidChange;
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (!settings.lensesInCode()) return [];
    const sites = findLoadSites(document.getText(), document.languageId);
    const lenses = await Promise.all(sites.map(site => this.lensesOf(document, site)));
    return lenses.flat();
  }

  private async lensesOf(document: vscode.TextDocument, site: LoadSite): Promise<readonly vscode.CodeLens[]> {
    const range = new vscode.Range(document.positionAt(site.start), document.positionAt(site.end));
    const candidates = siteCandidates(document, site.path);
    if (candidates.length === 0) return [];
    const found = await findModel(this.models, candidates);
    const name = site.path.slice(site.path.lastIndexOf('/') + 1);
    return loadSiteParts(name, found)
      .slice(0, MOST_PARTS)
      .map(part => new vscode.CodeLens(range, commandOf(part, found)));
  }
}

/** The first file of those that a load site may mean which is there. */
export async function findModel(models: KnownModels, candidates: readonly vscode.Uri[]): Promise<KnownModel | undefined> {
  for (const uri of candidates) {
    const found = await models.find(uri);
    if (found !== undefined) return found;
  }
  return undefined;
}

function commandOf({ text: title, tooltip, action }: LoadSitePart, found: KnownModel | undefined): vscode.Command {
  if (action === undefined || found === undefined) return { title, command: '', ...(tooltip !== undefined && { tooltip }) };
  return { title, command: action === 'open' ? SITE_COMMANDS.open : SITE_COMMANDS.profile, arguments: [found.uri.toString()] };
}
