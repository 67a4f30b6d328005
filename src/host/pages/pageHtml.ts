import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import * as vscode from 'vscode';
import { escapeMarkup } from '../../shared/base/escapeMarkup';
import { EDITOR_SKELETON } from './editorSkeleton';

export type PageName = 'editor' | 'sidePanel' | 'optimize';

/**
 * Loads one page of `dist/webview` into a webview: no other source of scripts, styles or fonts, and no network. `panel` stands in what the page leaves for the
 * next window.
 */
export function showPage(webview: vscode.Webview, extensionUri: vscode.Uri, page: PageName, panel = ''): void {
  const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
  webview.options = { enableScripts: true, localResourceRoots: [folder] };
  const address = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
  const nonce = randomBytes(16).toString('base64');
  const text = (name: string): string => fs.readFileSync(vscode.Uri.joinPath(folder, name).fsPath, 'utf8');
  // What the skeleton needs stands in the page: each file would come through the window, and VS Code hides a page until all have. Script and glyphs are fetched
  // at once and used by `webview/app/boot.ts`; the icon component finds the style sheet of the glyphs by its id.
  webview.html = `<!doctype html>
<html lang="${language()}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${contentPolicy(webview.cspSource, nonce)}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <script nonce="${nonce}">${text('boot.js')}</script>
  <link rel="preload" as="script" nonce="${nonce}" href="${address(`${page}.js`)}">
  <link rel="preload" as="style" nonce="${nonce}" href="${address('codicon.css')}" id="vscode-codicon-stylesheet">
  <style nonce="${nonce}">${text(`${page}.css`)}</style>
  <title>Layerwise</title>
</head>
<body data-view="${page}" data-panel="${panel}" data-language="${vscode.env.language}"${translation()} data-vscode-context='{"preventDefaultContextMenuItems":true}'>
  <div id="root">${page === 'editor' ? EDITOR_SKELETON : ''}</div>
</body>
</html>`;
}

/** Of the texts of a page: English where nobody translated them. */
function language(): string {
  return vscode.l10n.bundle === undefined ? 'en' : vscode.env.language;
}

/** The page's texts are there before its script runs (`webview/app/useTranslation.ts`); English ones stand in the script itself. */
function translation(): string {
  return vscode.l10n.bundle === undefined ? '' : ` data-translation="${escapeMarkup(JSON.stringify(vscode.l10n.bundle))}"`;
}

/** Layout runs in a worker that a page starts from its own script. */
function contentPolicy(source: string, nonce: string): string {
  return [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${source} 'nonce-${nonce}'`,
    `font-src ${source}`,
    `img-src ${source} data:`,
    `worker-src blob:`,
  ].join('; ');
}
