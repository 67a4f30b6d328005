import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type * as vscode from 'vscode';
import { EngineClient } from '../../../src/engineClient/engineClient';
import { ModelDocument } from '../../../src/host/documents/modelDocument';
import * as protocol from '../../../src/shared/protocol/hostEngine';
import type { RequestKind } from '../../../src/shared/protocol/message';
import type { Packed } from '../../../src/shared/protocol/packing/packed';
import type { ModelState } from '../../../src/shared/protocol/hostWebview';
import { LayerwiseError } from '../../../src/shared/report/layerwiseError';
import type { ModelView } from '../../../src/shared/report/modelView';
import { extension, inWorkspace, stateOf } from './helpers';

const STALE = new LayerwiseError('stale-token', 'relu.onnx changed on disk since it was opened. Open it again to go on.');

/** An engine whose second stage waits for the test; everything else is the real one's answer. */
class StagedEngine extends EngineClient {
  readonly asked: string[] = [];
  private answer: { readonly resolve: (view: Packed<ModelView>) => void; readonly reject: (error: LayerwiseError) => void } | undefined;
  private whole: Packed<ModelView> | undefined;

  constructor(private readonly real: EngineClient) {
    super({ enginePath: '', workerPath: '', storage: '' }, () => undefined);
  }

  override async request<P, R>(kind: RequestKind<P, R>, parameters: P): Promise<R> {
    this.asked.push(kind.method);
    if (kind.method === protocol.modelView.method) {
      return (await new Promise<Packed<ModelView>>((resolve, reject) => (this.answer = { resolve, reject }))) as R;
    }
    const answer = await this.real.request(kind, parameters);
    return kind.method === protocol.openModel.method ? (this.staged(answer as protocol.OpenedModel) as R) : answer;
  }

  private staged(opened: protocol.OpenedModel): protocol.OpenedModel {
    this.whole = opened.view;
    return { ...opened, isBeginning: true, profile: undefined };
  }

  async wasAsked(method: string, times: number): Promise<void> {
    while (this.asked.filter(other => other === method).length < times) await sleep(5);
  }

  finish(): void {
    if (this.whole !== undefined) this.answer?.resolve(this.whole);
  }

  fail(error: LayerwiseError): void {
    this.answer?.reject(error);
  }
}

const hasBeginning = ({ beginning }: ModelState): boolean => beginning !== undefined;

describe('a model that is shown in two stages', () => {
  let engine: StagedEngine;
  let document: ModelDocument;

  beforeEach(async () => {
    const { engine: real, context } = await extension();
    engine = new StagedEngine(real);
    const storage: vscode.Uri = context.globalStorageUri;
    document = new ModelDocument(inWorkspace('relu.onnx'), { engine, storage, memory: context.globalState });
  });
  afterEach(() => document.dispose());

  it('has its first layers first, and nobody else is answered before the numbers are there', async () => {
    const opening = document.open();
    const { beginning, model, phase } = await stateOf(document, hasBeginning);
    assert.deepEqual(beginning?.nodeOps, ['Relu']);
    assert.deepEqual([model, phase], [undefined, 'loading']);
    const details = document.request(protocol.nodeDetails, { node: 0 });
    assert.ok(!engine.asked.includes(protocol.nodeDetails.method));
    engine.finish();
    await opening;
    assert.deepEqual([document.state.phase, document.state.beginning], ['static', undefined]);
    assert.ok((document.state.model?.analysis.totals.activationBytes ?? 0) > 0);
    assert.equal((await details).node, 0);
  });

  it('says what went wrong in the second stage, lets go of the file, and reads it again when asked', async () => {
    const opening = document.open();
    await stateOf(document, hasBeginning);
    engine.fail(STALE);
    await assert.rejects(opening, { reason: 'stale-token' });
    const { phase, error, beginning, model } = document.state;
    assert.deepEqual([phase, error?.reason, beginning, model], ['failed', 'stale-token', undefined, undefined]);
    assert.equal(engine.asked.at(-1), protocol.closeModel.method);
    const again = document.open();
    await engine.wasAsked(protocol.modelView.method, 2);
    engine.finish();
    await again;
    assert.equal(document.state.phase, 'static');
  });

  it('keeps the numbers on screen while it is read again', async () => {
    const opening = document.open();
    await stateOf(document, hasBeginning);
    engine.finish();
    await opening;
    const phases: string[] = [];
    const listening = document.onDidChange(change => change.phase !== undefined && phases.push(change.phase));
    const reloading = document.reload();
    await engine.wasAsked(protocol.modelView.method, 2);
    assert.ok((document.state.model?.analysis.totals.activationBytes ?? 0) > 0);
    engine.finish();
    await reloading;
    listening.dispose();
    assert.deepEqual(phases, ['static']);
    assert.equal(document.state.reading, 2);
  });

  it('is closed in between without a trace', async () => {
    const opening = document.open();
    await stateOf(document, hasBeginning);
    document.dispose();
    engine.finish();
    await opening;
    await engine.wasAsked(protocol.closeModel.method, 1);
  });
});
