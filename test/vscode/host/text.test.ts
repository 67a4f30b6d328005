import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { LENS_COMMANDS } from '../../../src/host/lenses/lensCommands';
import { textUriOf } from '../../../src/host/lenses/textUri';
import { MODEL_VIEW_TYPE } from '../../../src/host/viewType';
import { inWorkspace, stateOf, withModel } from './helpers';

const MANY = 1000;
/** Longer than a cursor rests before its layer is selected, and than VS Code takes to tell of it. */
const settled = (): Promise<void> => sleep(500);

async function visibleEditor(uri: vscode.Uri, isWanted: (editor: vscode.TextEditor) => boolean): Promise<vscode.TextEditor> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const found = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
    if (found !== undefined && isWanted(found)) return found;
    await sleep(100);
  }
  throw new Error('The text is not as wanted.');
}

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
      const node = model.state.model?.nodeOps.indexOf('Conv') ?? -1;
      const wish = () => model.state.wish ?? { counter: 0, view: undefined };
      const before = wish().counter;
      await vscode.commands.executeCommand(LENS_COMMANDS.show, model.uri.toString(), node);
      assert.equal(model.state.shared.selected, node);
      assert.equal(wish().view, 'graph');
      assert.ok(wish().counter > before);
      await vscode.commands.executeCommand('layerwise.showLayerInLayers');
      assert.equal(wish().view, 'layers');
      const titles = await lensTitles(text());
      const lines = (await vscode.workspace.openTextDocument(text())).getText().split('\n');
      const at = new vscode.Position(
        lines.findIndex(content => content.includes('= Conv(')),
        4,
      );
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', text(), at);
      const [content] = hovers.flatMap(({ contents }) => contents);
      assert.ok(content instanceof vscode.MarkdownString);
      assert.match(content.value, /!\[[^\]]+of time\]\(data:image\/svg\+xml;base64,/);
      assert.match(content.value, /half(&nbsp;| )the(&nbsp;| )95/);
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
      assert.match(content.value, /\[Show in Graph\]/);
      assert.ok(commands.every(command => Object.values<string>(LENS_COMMANDS).includes(command ?? '')));
    }));

  it('selects the layer at the cursor, and shows what is selected elsewhere without taking the focus', () =>
    withModel('mnist_wide.onnx', async model => {
      const shared: (number | undefined)[] = [];
      const listening = model.onDidChange(change => {
        if (change.shared !== undefined) shared.push(change.shared.selected);
      });
      const editor = await vscode.window.showTextDocument(text(), { viewColumn: vscode.ViewColumn.One, preview: false });
      const lines = editor.document.getText().split('\n');
      const [conv = -1, relu = -1, next = -1] = ['= Conv(', '= Relu(', '= MaxPool('].map(op => lines.findIndex(line => line.includes(op)));
      const put = (line: number): void => void (editor.selection = new vscode.Selection(line, 2, line, 2));
      put(conv);
      const { selected } = (await stateOf(model, state => state.shared.selected !== undefined)).shared;
      put(relu);
      await settled();
      assert.equal(editor.selection.active.line, relu, 'the cursor stays on the node of the layer that it is on');
      await vscode.commands.executeCommand('vscode.openWith', model.uri, MODEL_VIEW_TYPE, vscode.ViewColumn.Two);
      const { layerOf } = (await stateOf(model, state => state.model !== undefined)).model?.analysis.hierarchy ?? {};
      assert.ok(layerOf && selected !== undefined);
      const other = layerOf.find(anchor => anchor >= 0 && anchor !== selected) ?? -1;
      const before = shared.length;
      model.select(other);
      const shown = await visibleEditor(text(), ({ selection }) => selection.active.line !== relu);
      await settled();
      assert.match(lines[shown.selection.active.line] ?? '', /= \w+/);
      assert.notEqual(shown.selection.active.line, relu);
      assert.deepEqual(shared.slice(before), [other], 'nothing is answered');
      assert.ok(vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputCustom, 'the focus stays');
      assert.ok(next >= 0);
      listening.dispose();
    }));

  it('scrolls back to the layer that is selected already, where it is to be shown', () =>
    withModel('mnist_vit.onnx', async model => {
      const uri = textUriOf(model.uri);
      const { document } = await vscode.window.showTextDocument(uri, { preview: false });
      const shows = (line: number) => (editor: vscode.TextEditor) =>
        editor.visibleRanges.some(({ start, end }) => start.line <= line && line <= end.line);
      const anchors = new Set(model.state.model?.analysis.hierarchy.layerOf.filter(node => node >= 0));
      const [first = -1] = anchors;
      model.select(first);
      const line = (await visibleEditor(uri, ({ selection }) => selection.active.line > 0)).selection.active.line;
      const last = document.lineCount - 1;
      const end = new vscode.Range(last, 0, last, 0);
      (await visibleEditor(uri, shows(line))).revealRange(end, vscode.TextEditorRevealType.AtTop);
      await visibleEditor(uri, editor => !shows(line)(editor));
      await vscode.commands.executeCommand('layerwise.showLayerInText', model.uri);
      await visibleEditor(uri, shows(line));
    }));

  it('leaves text that is marked, and lines that are no layer', () =>
    withModel('mnist_wide.onnx', async model => {
      const editor = await vscode.window.showTextDocument(text(), { preview: false });
      const conv = editor.document
        .getText()
        .split('\n')
        .findIndex(line => line.includes('= Conv('));
      editor.selection = new vscode.Selection(conv, 0, conv, 0);
      const { selected } = (await stateOf(model, state => state.shared.selected !== undefined)).shared;
      editor.selection = new vscode.Selection(0, 0, 1, 3);
      await settled();
      assert.equal(model.state.shared.selected, selected);
      const { layerOf } = model.state.model?.analysis.hierarchy ?? {};
      model.select(layerOf?.find(anchor => anchor >= 0 && anchor !== selected) ?? -1);
      await settled();
      assert.deepEqual([editor.selection.anchor.line, editor.selection.active.line], [0, 1]);
    }));

  it('ignores commands with arguments that mean nothing', async () => {
    for (const given of [[], ['file:///nowhere.onnx', 0], [inWorkspace('mnist_wide.onnx').toString(), 1e9], [{}, 'x']]) {
      await vscode.commands.executeCommand(LENS_COMMANDS.quantize, ...given);
    }
    assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab, undefined);
  });
});
