import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { performVariantAction } from '../../../src/host/commands/performVariantAction';
import { copyOf, extension, inWorkspace, stateOf, withModel } from './helpers';

describe('comparisons', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('measures a variant against its baseline, and tells where its time and its nodes went', async () => {
    const services = await extension();
    await copyOf('tabular_mlp.onnx', 'compared.onnx');
    await withModel('compared.onnx', async document => {
      await document.jobs.optimize([{ id: 'quantize-dynamic', parameters: {} }]);
      await stateOf(document, state => state.job === undefined);
      const [variant] = document.state.variants;
      assert.ok(variant);
      await document.jobs.compare([variant.path]);
      assert.equal(document.state.job?.kind, 'compare');
      const { compared, profile } = await stateOf(document, state => state.job === undefined);
      assert.equal(compared[0]?.error, undefined);
      assert.ok(compared[0]?.measured?.latency);
      assert.equal(compared[0].isStale, false);
      assert.ok(profile);
      const { difference, times } = await document.comparisons.difference(compared[0].id);
      assert.equal(difference.matchedBy, 'provenance');
      assert.ok(times);
      await performVariantAction(services, document, 'compareWithBaseline', variant.id);
      assert.equal(document.state.showCompared?.path, variant.path);
    });
  });

  it('"Compare with Selected" holds a model against the other selected file, which can be taken away again', async () => {
    const { documents } = await extension();
    const [uri, other] = [inWorkspace('relu.onnx'), await copyOf('relu.onnx', 'other.onnx')];
    await vscode.commands.executeCommand('layerwise.compareWithSelected', uri, [uri, other]);
    const document = documents.get(uri);
    assert.ok(document);
    const { compared } = await stateOf(document, state => state.showCompared?.path === other.fsPath);
    const listed = compared.find(({ path }) => path === other.fsPath);
    assert.ok(listed);
    const { difference, times } = await document.comparisons.difference(listed.id);
    assert.deepEqual(difference.differences, []);
    assert.equal(difference.matchedBy, 'structure');
    assert.equal(times === undefined || times.nodeMs.length > 0, true);
    const file = document.comparisons.at(listed.id);
    assert.ok(file);
    await document.comparisons.remove(file);
    assert.equal(
      document.state.compared.some(({ path }) => path === other.fsPath),
      false,
    );
  });
});
