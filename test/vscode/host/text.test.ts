import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { LENS_COMMANDS } from '../../../src/host/lenses/lensCommands';
import { textUriOf } from '../../../src/host/lenses/textUri';
import { inWorkspace, stateOf, withModel } from './helpers';

const MANY = 1000;

async function lensTitles(uri: vscode.Uri): Promise<readonly string[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, MANY);
  return lenses.map(({ command }) => command?.title ?? '');
}

describe('the text form', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  const text = () => textUriOf(inWorkspace('mnist_wide.onnx'));

  it('is a read-only document of its own language', async () => {
    await vscode.commands.executeCommand('layerwise.openAsText', inWorkspace('mnist_wide.onnx'));
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document);
    assert.equal(document.uri.toString(), text().toString());
    assert.equal(document.languageId, 'onnx-text');
    assert.match(document.getText(), /^model /m);
    assert.match(document.getText(), /= Conv\(/);
  });

  it('has lenses with measured times, and what is offered for a layer', () =>
    withModel('mnist_wide.onnx', async model => {
      await vscode.workspace.openTextDocument(text());
      await model.jobs.profile();
      await stateOf(model, state => state.phase === 'ready' && state.suggestions !== undefined && state.job === undefined);
      const titles = await lensTitles(text());
      assert.match(titles[0] ?? '', /^[\d.]+\s(µs|ms) \(.+\)$/);
      assert.ok(titles.some(title => /1st of \d+/.test(title)));
      assert.ok(titles.includes('Optimize…'));
    }));

  it('shows names of the model in hovers as text, with links to our own commands only', () =>
    withModel('mnist_wide.onnx', async () => {
      const document = await vscode.workspace.openTextDocument(text());
      const line = document
        .getText()
        .split('\n')
        .findIndex(content => content.includes('= Conv('));
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        text(),
        new vscode.Position(line, 4),
      );
      const [content] = hovers.flatMap(({ contents }) => contents);
      assert.ok(content instanceof vscode.MarkdownString);
      const commands = [...content.value.matchAll(/\(command:([^?)]+)/g)].map(([, command]) => command);
      assert.ok(commands.includes(LENS_COMMANDS.show));
      assert.ok(commands.every(command => Object.values<string>(LENS_COMMANDS).includes(command ?? '')));
    }));

  it('ignores commands with arguments that mean nothing', async () => {
    for (const given of [[], ['file:///nowhere.onnx', 0], [inWorkspace('mnist_wide.onnx').toString(), 1e9], [{}, 'x']]) {
      await vscode.commands.executeCommand(LENS_COMMANDS.quantize, ...given);
    }
    assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab, undefined);
  });
});
