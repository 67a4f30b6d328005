import assert from 'node:assert/strict';
import fs from 'node:fs';
import * as vscode from 'vscode';
import { siteCandidates } from '../../../src/host/loadSites/resolveSite';
import { SITE_COMMANDS } from '../../../src/host/loadSites/siteCommands';
import { copyOf, inWorkspace, stateOf, withModel } from './helpers';

const MANY = 100;

/** A program with a model in a string, not saved yet. */
function program(name: string): Thenable<vscode.TextDocument> {
  const content = `import onnxruntime as ort\nsession = ort.InferenceSession("${name}")\n`;
  return vscode.workspace.openTextDocument({ language: 'python', content });
}

async function titles({ uri }: vscode.TextDocument): Promise<readonly string[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, MANY);
  return lenses.map(({ command }) => command?.title ?? '');
}

describe('places where programs load models', () => {
  it('tell that there is no such file', async () => {
    assert.deepEqual(await titles(await program('nowhere.onnx')), ['nowhere.onnx: file not found']);
  });

  it('tell of a model before, and after it was profiled, and after its file changed', async () => {
    const uri = await copyOf('relu.onnx', 'loaded.onnx');
    const document = await program('loaded.onnx');
    assert.deepEqual(await titles(document), ['loaded.onnx: not profiled', 'Profile']);
    await withModel('loaded.onnx', async model => {
      await model.jobs.profile();
      await stateOf(model, state => state.profile !== undefined && state.job === undefined);
      for (let tries = 0; tries < 50 && (await titles(document)).length < 4; tries++)
        await new Promise(resolve => setTimeout(resolve, 100));
      const [time, size, ...others] = await titles(document);
      assert.match(time ?? '', /^loaded\.onnx: [\d.]+\u202f(µs|ms)$/);
      assert.deepEqual([size, others], ['67\u202fB', ['Open', 'Profile']]);
    });
    fs.appendFileSync(uri.fsPath, Buffer.of(0x1a, 0x00));
    assert.deepEqual(await titles(document), ['loaded.onnx: file changed since last profile', 'Profile']);
  });

  it('are not looked at in documents that are no files, and in cells are where the notebook is', async () => {
    const scheme = 'layerwise-earlier';
    const provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: () => 'load("loaded.onnx")\n',
    });
    const earlier = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme, path: inWorkspace('program.py').path }));
    assert.equal(earlier.languageId, 'python');
    assert.deepEqual(await titles(earlier), []);
    provider.dispose();

    fs.mkdirSync(inWorkspace('notebooks').fsPath, { recursive: true });
    const cell = { cell_type: 'code', source: ['load("beside.onnx")'], metadata: {}, outputs: [], execution_count: null };
    const metadata = { language_info: { name: 'python' } };
    const notebook = JSON.stringify({ cells: [cell], metadata, nbformat: 4, nbformat_minor: 5 });
    fs.writeFileSync(inWorkspace('notebooks/program.ipynb').fsPath, notebook);
    const { uri } = await vscode.workspace.openNotebookDocument(inWorkspace('notebooks/program.ipynb'));
    const [first] = vscode.workspace.notebookDocuments.find(each => each.uri.toString() === uri.toString())?.getCells() ?? [];
    assert.ok(first);
    assert.equal(siteCandidates(first.document, 'beside.onnx')[0]?.toString(), inWorkspace('notebooks/beside.onnx').toString());
  });

  it('have a hover with links to our own commands only, and names as text', async () => {
    await copyOf('relu.onnx', 'a_b [x](command_y).onnx');
    const document = await program('a_b [x](command_y).onnx');
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      new vscode.Position(1, 34),
    );
    const [content] = hovers.flatMap(({ contents }) => contents);
    assert.ok(content instanceof vscode.MarkdownString);
    assert.ok(content.value.includes('a\\_b \\[x\\]\\(command\\_y\\)\\.onnx'));
    const commands = [...content.value.matchAll(/\]\(command:([^?)]+)/g)].map(([, command]) => command);
    assert.ok(commands.length > 0 && commands.every(command => Object.values<string>(SITE_COMMANDS).includes(command ?? '')));
  });

  it('take the name of a variant by an edit, and nothing where another name stands by now', async () => {
    const document = await program('models/a.onnx');
    const start = document.getText().indexOf('models/a.onnx');
    const use = (before: string) =>
      vscode.commands.executeCommand(SITE_COMMANDS.use, document.uri.toString(), start, before, 'models/a.int8.onnx');
    await use('models/b.onnx');
    assert.ok(document.getText().includes('"models/a.onnx"'));
    await use('models/a.onnx');
    assert.ok(document.getText().includes('"models/a.int8.onnx"'));
  });
});
