import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { escapeMarkup } from '../../shared/base/escapeMarkup';
import { EDITOR_SKELETON } from './editorSkeleton';

export type PageName = 'editor' | 'sidePanel' | 'optimize';

/** Loads one page of `dist/webview` into a webview: no other source of scripts, styles or fonts, and no network. */
export function showPage(webview: vscode.Webview, extensionUri: vscode.Uri, page: PageName): void {
  const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
  webview.options = { enableScripts: true, localResourceRoots: [folder] };
  const address = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
  const nonce = randomBytes(16).toString('base64');
  // The icon component finds the style sheet of its glyphs by this id. The script of the page is fetched at once and started by `webview/app/boot.ts`.
  webview.html = `<!doctype html>
<html lang="${language()}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${contentPolicy(webview.cspSource, nonce)}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="preload" as="script" nonce="${nonce}" href="${address(`${page}.js`)}">
  <link rel="stylesheet" nonce="${nonce}" href="${address('codicon.css')}" id="vscode-codicon-stylesheet">
  <link rel="stylesheet" nonce="${nonce}" href="${address(`${page}.css`)}">
  <title>Layerwise</title>
</head>
<body data-view="${page}"${translation()} data-vscode-context='{"preventDefaultContextMenuItems":true}'>
  <div id="root">${page === 'editor' ? EDITOR_SKELETON : ''}</div>
  <script nonce="${nonce}" src="${address('boot.js')}"></script>
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
