import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { MODEL_VIEW_TYPE } from '../../../src/host/viewType';
import { copyOf, extension, inWorkspace, stateOf } from './helpers';

describe('the model editor', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('opens *.onnx by default and shows static numbers without a run', async () => {
    const { documents, active } = await extension();
    const uri = inWorkspace('mnist_wide.onnx');
    await vscode.commands.executeCommand('vscode.open', uri);
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputCustom);
    assert.equal(input.viewType, MODEL_VIEW_TYPE);
    const document = documents.get(uri);
    assert.ok(document);
    const { model, phase } = await stateOf(document, state => state.model !== undefined);
    assert.ok((model?.analysis.totals.macs ?? 0) > 0);
    assert.ok(phase === 'static' || phase === 'ready');
    assert.equal(active.document, document);
  });

  it('says what is wrong with a file that is no model', async () => {
    const { documents } = await extension();
    const uri = inWorkspace('broken.onnx');
    await vscode.commands.executeCommand('vscode.open', uri);
    const document = documents.get(uri);
    assert.ok(document);
    const { error } = await stateOf(document, state => state.phase === 'failed');
    assert.equal(error?.reason, 'text-file');
    assert.match(error.message, /broken\.onnx/);
  });

  it('says when the file changes, refuses requests about the old one, and reads the new one when asked', async () => {
    const { documents } = await extension();
    const uri = await copyOf('relu.onnx', 'changing.onnx');
    const reference = documents.acquire(uri);
    const { document } = reference;
    await document.open();
    await vscode.workspace.fs.copy(inWorkspace('mnist_wide.onnx'), uri, { overwrite: true });
    await stateOf(document, state => state.changedOnDisk !== undefined);
    await assert.rejects(document.setDims({}), { reason: 'stale-token' });
    await document.reload();
    assert.equal(document.state.changedOnDisk, undefined);
    assert.ok((document.state.model?.nodeOps.length ?? 0) > 1);
    await vscode.workspace.fs.delete(uri);
    const { error, model } = await stateOf(document, state => state.error !== undefined);
    assert.equal(error?.reason, 'file-missing');
    assert.ok(model, 'what was read stays on screen');
    reference.dispose();
  });

  it('keeps the groups of layers that were chosen for a model', async () => {
    const { documents } = await extension();
    const uri = await copyOf('mnist_wide.onnx', 'grouped.onnx');
    const first = documents.acquire(uri);
    await first.document.open();
    await first.document.setGrouping('none');
    assert.equal(first.document.state.model?.analysis.hierarchy.source, 'none');
    first.dispose();
    const again = documents.acquire(uri);
    await again.document.open();
    assert.equal(again.document.state.model?.analysis.hierarchy.source, 'none');
    await again.document.setGrouping('names');
    again.dispose();
    await vscode.workspace.fs.delete(uri);
  });

  it('applies nothing to layers that were chosen in another graph', async () => {
    const { documents } = await extension();
    const uri = await copyOf('relu.onnx', 'rewritten.onnx');
    const reference = documents.acquire(uri);
    const { document } = reference;
    await document.open();
    await vscode.workspace.fs.copy(inWorkspace('mnist_wide.onnx'), uri, { overwrite: true });
    await stateOf(document, state => state.changedOnDisk !== undefined);
    await assert.rejects(document.jobs.tryPasses([{ id: 'clean', parameters: {}, exclude: [0] }]), { reason: 'stale-token' });
    assert.equal(document.state.job, undefined);
    assert.ok((document.state.model?.nodeOps.length ?? 0) > 1, 'the new graph is on screen');
    await document.jobs.cancel();
    reference.dispose();
    await vscode.workspace.fs.delete(uri);
  });
});
