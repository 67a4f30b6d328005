import assert from 'node:assert/strict';
import fs from 'node:fs';
import * as vscode from 'vscode';
import { EngineClient } from '../../../src/engineClient/engineClient';
import { locateData } from '../../../src/host/commands/locateData';
import { optimizeModel } from '../../../src/host/commands/optimizeModel';
import { performVariantAction } from '../../../src/host/commands/performVariantAction';
import { showRunningJob } from '../../../src/host/commands/showRunningJob';
import { timeLayer } from '../../../src/host/commands/timeLayer';
import { waitForJob } from '../../../src/host/commands/waitForJob';
import { ModelDocument } from '../../../src/host/documents/modelDocument';
import { StatusBar } from '../../../src/host/statusBar';
import { onnx } from '../../../src/onnx/generated/onnx';
import { DEFAULT_BUDGETS } from '../../../src/shared/report/budgetState';
import { resultSentence } from '../../../src/shared/report/resultSentence';
import type { ProfileRequest, RunConditions } from '../../../src/shared/report/jobRequest';
import * as protocol from '../../../src/shared/protocol/hostEngine';
import type { RequestKind } from '../../../src/shared/protocol/message';
import { sampleOptimizeResult } from '../../engine/sampleOptimizeResult';
import { answering } from './dialogs';
import { extension, inWorkspace, withModel } from './helpers';

/** The real engine, except that profiles are put into no queue. */
class UnprofiledEngine extends EngineClient {
  readonly conditions: RunConditions[] = [];

  constructor(private readonly real: EngineClient) {
    super({ enginePath: '', workerPath: '', storage: '' }, () => undefined);
  }

  override async request<P, R>(kind: RequestKind<P, R>, parameters: P): Promise<R> {
    if (kind.method === protocol.cancelJob.method) return undefined as R;
    if (kind.method !== protocol.startProfile.method) return this.real.request(kind, parameters);
    this.conditions.push((parameters as { readonly request: ProfileRequest }).request.conditions);
    return 1 as R;
  }
}

/** A model of its own, whose profiles never end by themselves. */
async function unprofiled(work: (document: ModelDocument, engine: UnprofiledEngine) => Promise<void>): Promise<void> {
  const { engine: real, context } = await extension();
  const engine = new UnprofiledEngine(real);
  const document = new ModelDocument(inWorkspace('relu.onnx'), { engine, storage: context.globalStorageUri, memory: context.globalState });
  try {
    await work(document, engine);
  } finally {
    document.dispose();
  }
}

const SOME_VARIANT = { id: 7, path: '/relu.clean.onnx', name: 'clean', bytes: 1, state: 'kept' } as const;

describe('what waits, or is made again', () => {
  it('is told the graph that its layers are of: another one on screen by then is refused', async () => {
    const services = await extension();
    const starts = [
      (document: ModelDocument) => timeLayer(services, document, 0),
      (document: ModelDocument) => optimizeModel(services, document, [{ id: 'clean', parameters: {}, only: [0] }]),
    ];
    for (const start of starts)
      await unprofiled(async document => {
        await document.jobs.profile();
        const meanwhile = (): string => {
          document.update({ job: undefined, skeletonHash: 'of another graph' });
          return 'Wait';
        };
        const shown = await answering({ showInformationMessage: meanwhile }, () => start(document));
        assert.match(shown.join('\n'), /^A profile of relu\.onnx is running\.\nrelu\.onnx has other layers/);
        assert.equal(document.state.job, undefined);
      });
  });

  it('is offered to wait only where something is started then, and not for a model that was closed', () =>
    unprofiled(async document => {
      await document.jobs.profile();
      const offered: (readonly unknown[])[] = [];
      const look = (_: unknown, ...buttons: readonly unknown[]): void => void offered.push(buttons);
      await answering({ showInformationMessage: look }, async () => {
        await showRunningJob(document);
        await showRunningJob(document, () => Promise.resolve());
      });
      assert.deepEqual(offered, [['Cancel It'], ['Wait', 'Cancel It']]);
      const waited = waitForJob(document, 'A profile is running.');
      document.dispose();
      assert.equal(await waited, false);
      assert.equal(await waitForJob(document, 'A profile is running.'), false);
    }));

  it('waits for what is only starting, which can be cancelled as well', () =>
    unprofiled(async (document, engine) => {
      const started = document.jobs.profile();
      const waited = waitForJob(document, 'A job is starting.');
      await answering({ showInformationMessage: () => 'Cancel It' }, () => showRunningJob(document));
      await assert.rejects(started, { reason: 'cancelled' });
      assert.equal(await waited, true);
      assert.deepEqual(engine.conditions, []);
      await document.jobs.profile();
      assert.equal(engine.conditions.length, 1, 'what is started next is not cancelled');
    }));

  it('has more time for each step, and for the whole only where the settings limit that', () =>
    unprofiled(async (document, { conditions }) => {
      const configuration = vscode.workspace.getConfiguration('layerwise');
      const more = async (): Promise<RunConditions | undefined> => {
        document.update({ job: undefined });
        await document.jobs.retries.waitLonger();
        return conditions.at(-1);
      };
      await document.jobs.profile();
      const longer = await more();
      assert.equal(longer?.stepDeadlineMs, 600_000);
      assert.equal(longer.deadlineMs, undefined);
      await configuration.update('deadlineSeconds', 10, vscode.ConfigurationTarget.Workspace);
      const longest = await more().finally(() => configuration.update('deadlineSeconds', undefined, vscode.ConfigurationTarget.Workspace));
      assert.equal(longest?.deadlineMs, 250_000);
      assert.equal(longest.stepDeadlineMs, undefined);
      document.update({ job: undefined });
      await document.jobs.profile();
      assert.equal(conditions.at(-1)?.stepDeadlineMs, undefined);
    }));

  it('a variant is made again in the graph that it was made from, and only where it is known how', async () => {
    const services = await extension();
    await withModel('relu.onnx', async document => {
      const result = sampleOptimizeResult(document.location, SOME_VARIANT.path);
      const again = (variant: object) => {
        document.update({ variants: [{ ...SOME_VARIANT, parent: document.location, result, ...variant }] });
        return answering({}, () => performVariantAction(services, document, 'rerunVariant', SOME_VARIANT.id));
      };
      await assert.rejects(again({}), { reason: 'not-applicable', message: /^What relu\.clean\.onnx was made with was not kept\./ });
      const named = { result: { ...result, asked: [{ id: 'clean', parameters: {}, exclude: [0] }] } };
      assert.match((await again(named)).join(), /relu\.onnx has other layers/);
      assert.match((await again({ ...named, parentSkeletonHash: 'of another graph' })).join(), /relu\.onnx has other layers/);
      assert.equal(document.state.job, undefined);
      assert.deepEqual(await again({ ...named, parentSkeletonHash: document.state.skeletonHash }), []);
      assert.ok(document.state.job);
      await document.jobs.cancel();
    });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('a notification judges by budgets that somebody gave only', () => {
    const result = sampleOptimizeResult('/relu.onnx', SOME_VARIANT.path);
    const interval = { value: 0, low: 0, high: 0 };
    const metric = { name: 'accuracy', samples: 8, before: interval, after: interval, drop: interval } as const;
    const verification = { samples: 8, inputs: 'data', maxAbs: 0, sqnrDb: Infinity, cosine: 1, verdict: 'equal', metric } as const;
    const variant = { ...SOME_VARIANT, parent: '/relu.onnx', result: { ...result, verification } };
    assert.match(resultSentence(variant, DEFAULT_BUDGETS), /meets the accuracy budget\.$/);
    assert.doesNotMatch(resultSentence(variant, undefined), /budget/);
  });
});

describe('what a model is shown with', () => {
  it('a metric that is remembered is news for a page that was just opened', async () => {
    const { engine, context } = await extension();
    const services = { engine, storage: context.globalStorageUri, memory: context.globalState };
    const first = new ModelDocument(inWorkspace('relu.onnx'), services);
    assert.equal(first.state.shared.counter, 0);
    first.share({ ...first.state.shared, counter: 1, metric: 'params' });
    first.dispose();
    const { shared } = new ModelDocument(inWorkspace('relu.onnx'), services).state;
    assert.equal(shared.metric, 'params');
    assert.equal(shared.counter, 1);
    for (const key of context.globalState.keys().filter(name => name.startsWith('metric:')))
      await context.globalState.update(key, undefined);
  });

  it('the status bar tells errors, and not what the user stopped', async () => {
    const { engine, context } = await extension();
    const document = new ModelDocument(inWorkspace('relu.onnx'), {
      engine,
      storage: context.globalStorageUri,
      memory: context.globalState,
    });
    const item = { text: '', tooltip: '', show: () => undefined, hide: () => undefined, dispose: () => undefined };
    const { createStatusBarItem } = vscode.window;
    Object.assign(vscode.window, { createStatusBarItem: () => item });
    const bar = new StatusBar({ document, onDidChange: () => ({ dispose: () => undefined }) });
    Object.assign(vscode.window, { createStatusBarItem });
    document.update({ error: { reason: 'io', message: 'It broke.' } });
    assert.match(item.tooltip, /It broke\.$/);
    document.update({ error: { reason: 'cancelled', message: 'Cancelled. Nothing was written.' } });
    assert.doesNotMatch(item.tooltip, /Cancelled/);
    bar.dispose();
    document.dispose();
  });

  it('data that are missing are copied from where the user says to where the model looks for them', async () => {
    const externalData = [{ key: 'location', value: 'parts/w.bin' }];
    const initializer = [{ name: 'w', dims: [1], dataType: 1, dataLocation: 1, externalData }];
    const model = { irVersion: 8, opsetImport: [{ domain: '', version: 17 }], graph: { name: 'g', initializer } };
    const [file, found] = [inWorkspace('split.onnx'), inWorkspace('found elsewhere.bin')];
    fs.writeFileSync(file.fsPath, onnx.ModelProto.encode(model).finish());
    fs.writeFileSync(found.fsPath, new Uint8Array(4));
    await withModel('split.onnx', async document => {
      const reasons = () => document.state.model?.analysis.problems.map(({ reason }) => reason);
      assert.ok(reasons()?.includes('external-data-missing'));
      await answering({ showOpenDialog: () => [found], showInformationMessage: () => 'Copy' }, () => locateData(document));
      assert.ok(!reasons()?.includes('external-data-missing'));
      assert.equal(fs.statSync(inWorkspace('parts/w.bin').fsPath).size, 4);
    });
    for (const each of [file, found, inWorkspace('parts')]) fs.rmSync(each.fsPath, { recursive: true });
  });
});
