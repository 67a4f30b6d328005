import assert from 'node:assert/strict';
import fs from 'node:fs';
import * as vscode from 'vscode';
import { chooseProvider, chooseThreads } from '../../../src/host/commands/chooseRunSettings';
import { performVariantAction } from '../../../src/host/commands/performVariantAction';
import { waitForJob } from '../../../src/host/commands/waitForJob';
import { ModelDocument } from '../../../src/host/documents/modelDocument';
import { performAction } from '../../../src/host/pages/performAction';
import { settings } from '../../../src/host/settings';
import type { PageAction } from '../../../src/shared/protocol/hostWebview';
import * as protocol from '../../../src/shared/protocol/hostEngine';
import { answering } from './dialogs';
import { copyOf, extension, inWorkspace, stateOf, withModel } from './helpers';

describe('jobs', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('"Profile Model" opens the editor and measures', async () => {
    const { documents } = await extension();
    const uri = inWorkspace('relu.onnx');
    await vscode.commands.executeCommand('layerwise.profile', uri);
    const document = documents.get(uri);
    assert.ok(document);
    const { profile } = await stateOf(document, state => state.phase === 'ready' && state.job === undefined);
    assert.ok(profile);
    assert.ok(profile.latency.medianMs > 0);
    assert.ok(profile.kernels.length > 0);
    assert.ok(profile.environment.threads >= 1);
  });

  it('finds the profile again when the model is opened again', () =>
    withModel('relu.onnx', async document => {
      await document.reload();
      assert.ok(document.state.profile);
      assert.equal(document.state.phase, 'ready');
    }));

  it('exports the timeline of a profile, and says what is no trace when one is imported', () =>
    withModel('relu.onnx', async document => {
      const trace = JSON.parse(await document.request(protocol.exportTrace, {})) as { readonly traceEvents: readonly object[] };
      assert.ok(trace.traceEvents.length > 2);
      const { profile } = document.state;
      await document.jobs.importTrace(document.location);
      const { error } = await stateOf(document, state => state.job === undefined);
      assert.equal(error?.reason, 'wrong-format');
      assert.equal(document.state.profile, profile, 'the profile from before is shown again');
    }));

  it('"Time Layer Alone" times the selected layer, and no other job runs meanwhile', () =>
    withModel('relu.onnx', async document => {
      document.share({ ...document.state.shared, counter: document.state.shared.counter + 1, selected: 0 });
      await vscode.commands.executeCommand('layerwise.timeLayer', document.uri);
      assert.equal(document.state.job?.kind, 'layer');
      await assert.rejects(document.jobs.profile(), { reason: 'busy' });
      const { layerTiming, phase } = await stateOf(document, state => state.job === undefined);
      assert.equal(layerTiming?.node, 0);
      assert.ok(layerTiming.original.medianMs > 0);
      assert.notEqual(phase, 'crashed');
    }));

  it('"Measure This Machine" measures, and holds open models against it', () =>
    withModel('mnist_wide.onnx', async document => {
      await vscode.commands.executeCommand('layerwise.measureMachine');
      const { roofline } = await stateOf(document, state => state.roofline?.from !== undefined);
      assert.ok(roofline);
      assert.ok(roofline.layers.length > 0);
      assert.ok(roofline.layers.every(({ roofline: { limitMs } }) => limitMs > 0));
    }));

  it('cancels within a second and leaves nothing behind', () =>
    withModel('mnist_wide.onnx', async document => {
      const before = fs.readdirSync(inWorkspace('.').fsPath);
      await document.jobs.optimize([{ id: 'clean', parameters: {} }]);
      await stateOf(document, state => state.job !== undefined && state.job.progress.phase !== 'Starting');
      const start = Date.now();
      await document.jobs.cancel();
      await stateOf(document, state => state.job === undefined);
      assert.ok(Date.now() - start < 1000);
      assert.deepEqual(fs.readdirSync(inWorkspace('.').fsPath), before);
    }));

  it('runs one job on a model at a time', () =>
    withModel('mnist_wide.onnx', async document => {
      await document.jobs.profile();
      await assert.rejects(document.jobs.profile(), { reason: 'busy' });
      const waited = waitForJob(document, 'A profile is running.');
      await document.jobs.cancel();
      assert.equal(await waited, true);
      await stateOf(document, state => state.job === undefined);
    }));

  it('shows times while a profile runs, and after a cancel those of before', () =>
    withModel('mnist_wide.onnx', async document => {
      const { profile: before } = document.state;
      await document.jobs.profile();
      const partial = await stateOf(document, state => state.profileIsPartial);
      assert.ok((partial.profile?.kernels.length ?? 0) > 0);
      assert.notEqual(partial.profile, before);
      assert.equal(partial.phase, 'profiling');
      await document.jobs.cancel();
      const { profile, profileIsPartial, phase } = await stateOf(document, state => state.job === undefined);
      assert.equal(profile, before);
      assert.equal(profileIsPartial, false);
      assert.equal(phase, before === undefined ? 'static' : 'ready');
      assert.match(document.state.error?.message ?? '', /^Cancelled at: .+\. Nothing was written\.$/);
    }));

  it('writes a new file that is kept or discarded; the original never changes', async () => {
    const services = await extension();
    const uri = await copyOf('mnist_wide.onnx', 'mine.onnx');
    const original = fs.readFileSync(uri.fsPath);
    await withModel('mine.onnx', async document => {
      await document.jobs.optimize([{ id: 'clean', parameters: {} }]);
      const { variants, error } = await stateOf(document, state => state.job === undefined);
      assert.equal(error, undefined);
      const [variant] = variants;
      assert.ok(variant);
      assert.notEqual(variant.path, uri.fsPath);
      assert.equal(variant.state, 'unreviewed');
      assert.ok(fs.existsSync(variant.path));
      await performVariantAction(services, document, 'discardVariant', variant.id + 1);
      assert.ok(fs.existsSync(variant.path), 'no other file is meant by an id that is gone');
      const other = { ...variant, id: variant.id + 2, path: inWorkspace('relu.onnx').fsPath };
      document.update({ variants: [other, variant] });
      await performVariantAction(services, document, 'keepVariant', variant.id);
      assert.deepEqual(
        document.state.variants.map(({ id, path, state }) => ({ id, path, state })),
        [{ id: variant.id, path: variant.path, state: 'kept' }],
      );
      await document.variants.discard(variant);
      assert.equal(fs.existsSync(variant.path), false);
      assert.deepEqual(document.state.variants, []);
      assert.deepEqual(fs.readFileSync(uri.fsPath), original);
    });
  });

  it('writes where the user says, and never over a file', () =>
    withModel('tabular_mlp.onnx', async document => {
      const services = await extension();
      await stateOf(document, ({ passes }) => passes.length > 0);
      const target = inWorkspace('elsewhere.onnx');
      const perform = (action: PageAction) => performAction(services, document, action, document.state.skeletonHash);
      const choose = (uri: vscode.Uri) =>
        answering({ showSaveDialog: () => uri }, () => perform({ kind: 'chooseOutput', passIds: ['quantize-dynamic'] }));
      const [, refusal] = await choose(inWorkspace('relu.onnx'));
      assert.match(String(refusal), /^relu\.onnx exists already and is not overwritten\./);
      const output = () => document.state.output?.path;
      assert.equal(output(), undefined);
      const [asked] = await choose(target);
      assert.match(JSON.stringify(asked), /tabular_mlp\.int8-dynamic\.onnx/);
      assert.equal(output(), target.fsPath);
      const budgets = { drop: 0.01, agreement: 0.98 };
      await document.jobs.optimize([{ id: 'quantize-dynamic', parameters: {} }]);
      const beside = await stateOf(document, state => state.job === undefined && state.variants.length > 0);
      assert.equal(output(), target.fsPath);
      for (const made of beside.variants) await document.variants.discard(made);
      await perform({ kind: 'optimize', passes: [{ id: 'quantize-dynamic', parameters: {} }], budgets });
      const { variants } = await stateOf(document, state => state.job === undefined && state.output === undefined);
      const variant = variants.find(({ path }) => path === target.fsPath);
      assert.ok(variant && fs.existsSync(target.fsPath));
      await document.variants.discard(variant);
    }));

  it('the status menu sets threads and provider where they are set already', async () => {
    const configuration = () => vscode.workspace.getConfiguration('layerwise');
    await configuration().update('threads', 2, vscode.ConfigurationTarget.Workspace);
    await answering({ showInputBox: () => '1' }, () => chooseThreads());
    assert.equal(configuration().inspect('threads')?.workspaceValue, 1);
    await answering({ showInputBox: () => 'many' }, () => chooseThreads());
    assert.equal(configuration().inspect('threads')?.workspaceValue, 1);
    await answering({ showInputBox: () => '' }, () => chooseThreads());
    assert.equal(configuration().inspect('threads')?.workspaceValue, undefined);
    await configuration().update('provider', 'cuda', vscode.ConfigurationTarget.Workspace);
    await answering({ showQuickPick: entries => (entries as { label: string }[])[0] }, () => chooseProvider());
    assert.equal(configuration().inspect('provider')?.workspaceValue, 'cpu');
    await configuration().update('provider', undefined, vscode.ConfigurationTarget.Workspace);
  });

  it('threads that are emptied in a workspace are one per physical core, whatever the user has elsewhere', async () => {
    const { Global, Workspace } = vscode.ConfigurationTarget;
    const set = (value: number | undefined, target: vscode.ConfigurationTarget) =>
      vscode.workspace.getConfiguration('layerwise').update('threads', value, target);
    await set(3, Global);
    await set(2, Workspace);
    try {
      await answering({ showInputBox: () => '' }, () => chooseThreads());
      assert.equal(settings.threads(), undefined);
      await answering({ showInputBox: () => '1' }, () => chooseThreads());
      assert.equal(settings.threads(), 1, 'the workspace says so still');
    } finally {
      await set(undefined, Workspace);
      await set(undefined, Global);
    }
  });

  it('previews data, remembers what was chosen for a model, and makes inputs up only where none are wanted', async () => {
    const chosen = inWorkspace('mnist_resnet.eval').fsPath;
    await withModel('mnist_resnet.onnx', async document => {
      const beside = await document.jobs.previewData();
      assert.equal(beside.kind, 'data');
      assert.match(document.state.calibration?.label ?? '', /mnist_resnet\.data$/);
      assert.equal(beside.inputs[0]?.pictures[0]?.width, 28);
      await document.data.choose({ calibration: null });
      assert.equal(document.state.calibration, undefined);
      assert.equal((await document.jobs.previewData()).kind, 'synthetic');
      await document.data.choose({ calibration: chosen });
    });
    const { context, engine } = await extension();
    const reopened = new ModelDocument(inWorkspace('mnist_resnet.onnx'), {
      engine,
      storage: context.globalStorageUri,
      memory: context.globalState,
    });
    assert.equal(reopened.data.calibration, chosen);
    await reopened.data.choose({ calibration: undefined });
    reopened.dispose();
  });

  it('goes on after the engine was killed', async () => {
    const { engine } = await extension();
    await withModel('mnist_wide.onnx', async document => {
      assert.ok(engine.pid);
      process.kill(engine.pid, 'SIGKILL');
      const { error, model } = await stateOf(document, state => state.phase === 'crashed');
      assert.equal(error?.reason, 'engine-crash');
      assert.ok(model, 'what was read stays on screen');
      await document.setDims({});
      await document.jobs.profile();
      await stateOf(document, state => state.phase === 'ready' && state.job === undefined);
    });
  });
});
