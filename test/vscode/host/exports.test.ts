import assert from 'node:assert/strict';
import fs from 'node:fs';
import * as vscode from 'vscode';
import { copyCommand } from '../../../src/host/commands/copyCommand';
import { saveExport } from '../../../src/host/commands/saveExport';
import { EXPORT_FORMATS } from '../../../src/shared/protocol/hostWebview';
import { REPORT_FORMATS, type ReportFormat } from '../../../src/shared/report/reportFormat';
import { inWorkspace, withModel } from './helpers';

/** What a dialog was asked. */
interface Asked {
  saveOptions?: vscode.SaveDialogOptions | undefined;
}

/** Runs `work` with dialogs that are answered: the format, and the place, `undefined` for Cancel. */
async function answering(
  { format, place }: { readonly format?: ReportFormat; readonly place: vscode.Uri | undefined },
  work: () => Promise<unknown>,
): Promise<Asked> {
  const { window } = vscode;
  const { showQuickPick, showSaveDialog, showInformationMessage } = window;
  const asked: Asked = {};
  Object.assign(window, {
    showQuickPick: (items: readonly { readonly format: string }[]) => Promise.resolve(items.find(item => item.format === format)),
    showSaveDialog: (options: vscode.SaveDialogOptions) => {
      asked.saveOptions = options;
      return Promise.resolve(place);
    },
    showInformationMessage: () => Promise.resolve(undefined),
  });
  try {
    await work();
  } finally {
    Object.assign(window, { showQuickPick, showSaveDialog, showInformationMessage });
  }
  return asked;
}

function take(file: vscode.Uri): string {
  const text = fs.readFileSync(file.fsPath, 'utf8');
  fs.rmSync(file.fsPath);
  return text;
}

describe('exports', () => {
  const REPORTS: Readonly<Record<ReportFormat, (text: string) => void>> = {
    html: text => assert.match(text, /^<!doctype html>[^]*<h1>mnist_wide\.onnx<\/h1>/i),
    md: text => assert.match(text, /^### mnist\\_wide\.onnx\n[^]*\| --- \|/),
    json: text => assert.match((JSON.parse(text) as { readonly schema: string }).schema, /^layerwise\.report\//),
  };

  for (const format of REPORT_FORMATS) {
    it(`"Export Report…" writes ${format} where the user says, without places of this machine, and nothing when that is cancelled`, () =>
      withModel('mnist_wide.onnx', async document => {
        const place = inWorkspace(`report.${format}`);
        const run = () => Promise.resolve(vscode.commands.executeCommand('layerwise.exportReport', document.uri));
        await answering({ format, place: undefined }, run);
        assert.equal(fs.existsSync(place.fsPath), false);
        const { saveOptions } = await answering({ format, place }, run);
        assert.equal(saveOptions?.defaultUri?.fsPath, inWorkspace(`mnist_wide.report.${format}`).fsPath);
        const text = take(place);
        REPORTS[format](text);
        assert.equal(text.includes(inWorkspace('.').fsPath), false);
      }));
  }

  for (const format of EXPORT_FORMATS) {
    it(`what a page drew or wrote is saved as ${format} as it came, and nothing when that is cancelled`, () =>
      withModel('relu.onnx', async document => {
        const bytes = Uint8Array.from({ length: 256 }, (_, value) => value);
        const place = inWorkspace(`export.${format}`);
        const save = () => saveExport({ name: 'map', format, bytes }, document);
        await answering({ place: undefined }, save);
        assert.equal(fs.existsSync(place.fsPath), false);
        const { saveOptions } = await answering({ place }, save);
        assert.equal(saveOptions?.defaultUri?.fsPath, inWorkspace(`relu.map.${format}`).fsPath);
        assert.deepEqual(Object.values(saveOptions.filters ?? {}), [[format]]);
        assert.deepEqual(new Uint8Array(fs.readFileSync(place.fsPath)), bytes);
        fs.rmSync(place.fsPath);
      }));
  }

  it('"Copy Command" puts the command line into the clipboard and says so in the status bar', () =>
    withModel('relu.onnx', async document => {
      const said: string[] = [];
      const { setStatusBarMessage } = vscode.window;
      Object.assign(vscode.window, { setStatusBarMessage: (text: string) => said.push(text) });
      await copyCommand(document, [{ id: 'clean', parameters: {} }]).finally(() => Object.assign(vscode.window, { setStatusBarMessage }));
      assert.match(await vscode.env.clipboard.readText(), /^layerwise optimize \S*relu\.onnx --pass clean/);
      assert.deepEqual(said, ['$(check) Command copied']);
    }));
});
