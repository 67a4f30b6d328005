import path from 'node:path';
import * as vscode from 'vscode';
import { formatBytes, formatDuration, UNKNOWN } from '../../shared/base/formatNumber';
import { agreementOnData } from '../../shared/report/agreementOnData';
import { agreementShare } from '../../shared/report/agreementTitle';
import type { LatencyComparison } from '../../shared/report/comparison';
import type { OptimizeResult } from '../../shared/report/optimizeResult';
import { commandLink } from './commandLink';
import { escapeMarkdown } from './escapeMarkdown';
import { hoverBar } from './hoverBar';
import { findLoadSites, type LoadSite } from './findLoadSites';
import type { KnownModel, KnownModels } from './knownModels';
import { findModel } from './loadSiteLenses';
import { fastestVariant } from './offeredVariants';
import { siteCandidates } from './resolveSite';
import { SITE_COMMANDS, type UseArguments } from './siteCommands';
import { comparedConditions, measuredConditions } from './siteConditions';

/** A model that a program names, with its variants: time, agreement and size, and what can be done. */
export class LoadSiteHover implements vscode.HoverProvider {
  constructor(private readonly models: KnownModels) {}

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    const offset = document.offsetAt(position);
    const site = findLoadSites(document.getText(), document.languageId).find(({ start, end }) => start <= offset && offset <= end);
    const found = site && (await findModel(this.models, siteCandidates(document, site.path)));
    if (site === undefined || found === undefined) return undefined;
    const range = new vscode.Range(document.positionAt(site.start), document.positionAt(site.end));
    return new vscode.Hover(hoverText(document, site, found), range);
  }
}

/** Names come from the file system and from models, so they are escaped; only our own commands may run. */
function hoverText(document: vscode.TextDocument, site: LoadSite, found: KnownModel): vscode.MarkdownString {
  const { measured, variants } = found;
  const text = new vscode.MarkdownString();
  text.isTrusted = { enabledCommands: Object.values(SITE_COMMANDS) };
  const latencies = variants.flatMap(({ result }) => result.latency ?? []);
  const slowest = Math.max(...latencies.flatMap(({ before, after }) => [before.medianMs, after.medianMs]));
  text.appendMarkdown(
    `| | | ${vscode.l10n.t('Latency')} | ${vscode.l10n.t('Agreement')} | ${vscode.l10n.t('Size')} |\n|:--|:--|--:|--:|--:|\n`,
  );
  for (const row of rowsOf(found, slowest)) text.appendMarkdown(`| ${row.join(' | ')} |\n`);
  if (found.isChanged) text.appendMarkdown(`\n${vscode.l10n.t('The file changed since the last profile.')}\n`);
  const conditions = [...(measured === undefined ? [] : [measuredConditions(measured)]), ...latencies.map(comparedConditions)];
  for (const line of new Set(conditions)) text.appendMarkdown(`\n${escapeMarkdown(line)}\n`);
  text.appendMarkdown(`\n${linksOf(document, site, found)}`);
  return text;
}

/** Name, bar, latency, agreement and size. A variant has the latency that it was measured against beside its own: profiles are taken under other conditions. */
function rowsOf({ uri, measured, variants }: KnownModel, slowest: number): readonly (readonly string[])[] {
  const latency = measured === undefined ? UNKNOWN : variants.length === 0 ? formatDuration(measured.medianMs) : '';
  const reference = variants.length === 0 ? '' : vscode.l10n.t('reference');
  const size = measured === undefined ? '' : formatBytes(measured.bytesWithData);
  return [
    [escapeMarkdown(path.posix.basename(uri.path)), '', latency, reference, size],
    ...variants.map(({ path: file, bytes, result }) => [
      escapeMarkdown(path.basename(file)),
      result.latency === undefined ? '' : bar(result.latency, slowest),
      result.latency === undefined ? UNKNOWN : changeText(result.latency),
      agreementText(result),
      formatBytes(bytes),
    ]),
  ];
}

function agreementText({ verification }: OptimizeResult): string {
  const agreement = agreementOnData(verification);
  return agreement === undefined ? '' : agreementShare(agreement);
}

/** `57.6 ms → 19.9 ms`. */
function changeText({ before, after }: LatencyComparison): string {
  return `${formatDuration(before.medianMs)} → ${formatDuration(after.medianMs)}`;
}

/** In the outline of the one before. */
function bar(latency: LatencyComparison, most: number): string {
  return hoverBar({ text: changeText(latency), value: latency.after.medianMs, before: latency.before.medianMs, most });
}

function linksOf(document: vscode.TextDocument, site: LoadSite, { uri, measured, variants }: KnownModel): string {
  const address = uri.toString();
  const best = fastestVariant(variants);
  const before = document.getText(new vscode.Range(document.positionAt(site.start), document.positionAt(site.end)));
  const profile = measured === undefined ? vscode.l10n.t('Profile') : vscode.l10n.t('Profile Again');
  return [
    commandLink(vscode.l10n.t('Open'), SITE_COMMANDS.open, [address]),
    ...(vscode.workspace.isTrusted ? [commandLink(profile, SITE_COMMANDS.profile, [address])] : []),
    ...(best === undefined
      ? []
      : [
          commandLink(vscode.l10n.t('Use {0} Here', best.name), SITE_COMMANDS.use, [
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
