import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { announceResult } from '../../../src/host/commands/announceResult';
import { performVariantAction } from '../../../src/host/commands/performVariantAction';
import type { FinishedJob } from '../../../src/host/documents/documentJobs';
import type { ModelDocument } from '../../../src/host/documents/modelDocument';
import { LENS_COMMANDS } from '../../../src/host/lenses/lensCommands';
import { textUriOf } from '../../../src/host/lenses/textUri';
import { performAction } from '../../../src/host/pages/performAction';
import type { ModelState } from '../../../src/shared/protocol/hostWebview';
import { answering } from './dialogs';
import { copyOf, extension, inWorkspace, stateOf, withModel } from './helpers';

function nextResult({ jobs }: ModelDocument): Promise<FinishedJob> {
  return new Promise(resolve => {
    const listening = jobs.onDidFinish(job => {
      listening.dispose();
      resolve(job);
    });
  });
}

/** The file that pages of a model were last asked to compare it with. */
function comparedPath({ wish }: ModelState): string | undefined {
  return wish?.view === 'compare' ? wish.path : undefined;
}

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
      assert.equal(comparedPath(document.state), variant.path);
    });
  });

  it('every "Compare" on a variant opens the Compare view with it, and the difference of the text forms is an action of its own', async () => {
    const services = await extension();
    await copyOf('tabular_mlp.onnx', 'offered.onnx');
    await withModel('offered.onnx', async document => {
      const finished = nextResult(document);
      await document.jobs.optimize([{ id: 'quantize-dynamic', parameters: {} }]);
      const job = await finished;
      assert.equal(job.kind, 'optimize');
      const { variants } = await stateOf(document, state => state.job === undefined && state.variants.length > 0);
      const newest = variants.at(-1);
      assert.ok(newest);
      const opened = async (open: () => PromiseLike<unknown>): Promise<void> => {
        const before = document.state.wish?.counter ?? 0;
        await vscode.commands.executeCommand('workbench.action.closeAllEditors');
        await open();
        assert.equal(comparedPath(document.state), newest.path);
        assert.ok((document.state.wish?.counter ?? 0) > before);
      };
      await opened(() => vscode.commands.executeCommand(LENS_COMMANDS.compare, document.uri.toString(), 0));
      await opened(() => performAction(services, document, { kind: 'compareWithBaseline', id: newest.id }, document.state.skeletonHash));
      await opened(() =>
        answering({ showInformationMessage: (_sentence, _open, compare) => compare }, () => announceResult(services, document, job)),
      );
      await performAction(services, document, { kind: 'compareAsText', id: newest.id }, document.state.skeletonHash);
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      assert.ok(input instanceof vscode.TabInputTextDiff);
      assert.equal(input.modified.toString(), textUriOf(vscode.Uri.file(newest.path)).toString());
    });
  });

  it('"Compare with Selected" holds a model against the other selected file, which can be taken away again', async () => {
    const { documents } = await extension();
    const [uri, other] = [inWorkspace('relu.onnx'), await copyOf('relu.onnx', 'other.onnx')];
    await vscode.commands.executeCommand('layerwise.compareWithSelected', uri, [uri, other]);
    const document = documents.get(uri);
    assert.ok(document);
    const { compared } = await stateOf(document, state => comparedPath(state) === other.fsPath);
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
