import fs from 'node:fs';
import path from 'node:path';

const MANIFEST = {
  name: 'floor',
  publisher: 'bench',
  version: '1.0.0',
  engines: { vscode: '^1.106.0' },
  main: './extension.js',
  contributes: { customEditors: [{ viewType: 'floor', displayName: 'Floor', selector: [{ filenamePattern: '*.floor' }] }] },
};

const EXTENSION = `
const vscode = require('vscode');
const html = \`<!doctype html><body data-view="floor"><script>
  const api = acquireVsCodeApi();
  addEventListener('message', ({ data }) => { document.body.append(Object.assign(document.createElement('p'), { id: 'drawn', textContent: data })); });
  api.postMessage('ready');
</script></body>\`;
exports.activate = () => vscode.window.registerCustomEditorProvider('floor', {
  openCustomDocument: uri => ({ uri, dispose: () => undefined }),
  resolveCustomEditor: (document, { webview }) => {
    webview.options = { enableScripts: true };
    webview.onDidReceiveMessage(() => webview.postMessage('drawn'));
    webview.html = html;
  },
});
`;

/** An extension whose editor of `*.floor` does the least that any does: a page without styles asks its host for one word and shows it. Returns its folder. */
export function makeFloorExtension(folder: string): string {
  const home = path.join(folder, 'floorExtension');
  fs.mkdirSync(home);
  fs.writeFileSync(path.join(home, 'package.json'), JSON.stringify(MANIFEST));
  fs.writeFileSync(path.join(home, 'extension.js'), EXTENSION);
  return home;
}
