import path from 'node:path';
import * as vscode from 'vscode';
import { formatBytes, formatDuration, formatShare } from '../../shared/base/formatNumber';
import { agreementOnData } from '../../shared/report/agreementOnData';
import type { Variant } from '../../shared/report/variant';
import { findLoadSites, type LoadSite } from './findLoadSites';
import type { KnownModel, KnownModels } from './knownModels';
import { findModel } from './loadSiteLenses';
import { fastestVariant } from './loadSiteParts';
import { SITE_COMMANDS, type UseArguments } from './siteCommands';

interface Row {
  readonly name: string;
  readonly ms: number | undefined;
  readonly agreement: string;
  readonly bytes: number;
}

/** A model that a program names, with its variants: time, agreement and size, and what can be done. */
export class LoadSiteHover implements vscode.HoverProvider {
  constructor(private readonly models: KnownModels) {}

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    const offset = document.offsetAt(position);
    const site = findLoadSites(document.getText()).find(({ start, end }) => start <= offset && offset <= end);
    const found = site && (await findModel(this.models, document, site));
    if (site === undefined || found === undefined) return undefined;
    const range = new vscode.Range(document.positionAt(site.start), document.positionAt(site.end));
    return new vscode.Hover(hoverText(document, site, found), range);
  }
}

/** Names come from the file system, so they are escaped; only our own commands may run. */
function hoverText(document: vscode.TextDocument, site: LoadSite, found: KnownModel): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.isTrusted = { enabledCommands: Object.values(SITE_COMMANDS) };
  const rows = rowsOf(found);
  const slowest = Math.max(...rows.map(({ ms = 0 }) => ms));
  text.appendMarkdown(
    `| | | ${vscode.l10n.t('Latency')} | ${vscode.l10n.t('Agreement')} | ${vscode.l10n.t('Size')} |\n|:--|:--|--:|--:|--:|\n`,
  );
  for (const { name, ms, agreement, bytes } of rows)
    text.appendMarkdown(
      `| ${escaped(name)} | ${ms === undefined ? '' : bar(ms, slowest)} | ${ms === undefined ? '–' : formatDuration(ms)} | ${agreement} | ${formatBytes(bytes)} |\n`,
    );
  if (found.isChanged) text.appendMarkdown(`\n${vscode.l10n.t('The file changed since the last profile.')}\n`);
  text.appendMarkdown(`\n${linksOf(document, site, found)}`);
  return text;
}

function rowsOf({ uri, bytes, medianMs, variants }: KnownModel): readonly Row[] {
  const reference = variants.length === 0 ? '' : vscode.l10n.t('reference');
  return [
    { name: path.posix.basename(uri.path), ms: medianMs, agreement: reference, bytes },
    ...variants.map((variant): Row => ({
      name: path.basename(variant.path),
      ms: variant.result.latency?.after.medianMs,
      agreement: agreementText(variant),
      bytes: variant.bytes,
    })),
  ];
}

function agreementText({ result }: Variant): string {
  const agreement = agreementOnData(result.verification);
  return agreement === undefined ? '' : formatShare(agreement.value);
}

const BAR_WIDTH = 90;

/** A bar as a picture; its alternative text carries the number. Hovers know no theme colours, so it has the middle grey that is seen on both. */
function bar(ms: number, slowest: number): string {
  const width = Math.max(1, (ms / slowest) * BAR_WIDTH).toFixed(1);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${BAR_WIDTH}" height="10"><rect y="2" width="${width}" height="6" fill="gray"/></svg>`;
  return `![${formatDuration(ms)}](data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')})`;
}

function linksOf(document: vscode.TextDocument, site: LoadSite, { uri, medianMs, variants }: KnownModel): string {
  const link = (title: string, command: string, parameters: readonly unknown[]): string =>
    `[${escaped(title)}](command:${command}?${encodeURIComponent(JSON.stringify(parameters))})`;
  const address = uri.toString();
  const best = fastestVariant(variants);
  const before = document.getText(new vscode.Range(document.positionAt(site.start), document.positionAt(site.end)));
  const profile = medianMs === undefined ? vscode.l10n.t('Profile') : vscode.l10n.t('Profile Again');
  return [
    link(vscode.l10n.t('Open'), SITE_COMMANDS.open, [address]),
    ...(vscode.workspace.isTrusted ? [link(profile, SITE_COMMANDS.profile, [address])] : []),
    ...(best === undefined
      ? []
      : [
          link(vscode.l10n.t('Use {0} Here', best.name), SITE_COMMANDS.use, [
            document.uri.toString(),
            site.start,
            before,
            renamed(before, path.basename(best.path)),
          ] satisfies UseArguments),
        ]),
  ].join(' · ');
}

/** Variants lie beside their model. */
function renamed(name: string, file: string): string {
  return name.slice(0, Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1) + file;
}

function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~&]/g, '\\$&');
}
