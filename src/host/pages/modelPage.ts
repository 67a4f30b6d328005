import * as v from 'valibot';
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../shared/base/disposable';
import * as engine from '../../shared/protocol/hostEngine';
import * as protocol from '../../shared/protocol/hostWebview';
import { Link } from '../../shared/protocol/link';
import { PAGE_LISTENS } from '../../shared/protocol/pageListens';
import type { NotificationKind, RequestKind } from '../../shared/protocol/message';
import { unpackLater } from '../../shared/protocol/packing/unpackLater';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { copyCommand } from '../commands/copyCommand';
import { showFailure } from '../commands/showFailure';
import { saveExport } from '../commands/saveExport';
import { EMPTY_STATE } from '../../shared/protocol/emptyState';
import type { ModelDocument } from '../documents/modelDocument';
import { trustState } from '../documents/trust';
import type { HostServices } from '../hostServices';
import * as messages from './pageMessages';
import { performAction } from './performAction';
import { webviewConnection } from './webviewConnection';

/** A page in a webview, bound to a document: sends its state, and carries out what the page asks for. */
export class ModelPage implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly link: Link;
  private following: Disposable | undefined;
  private document: ModelDocument | undefined;
  private isListening = false;
  /** Of the graph on show. */
  private skeletonHash = '';
  /** What only this page shows. */
  private own: Partial<protocol.ModelState> = {};

  constructor(
    webview: vscode.Webview,
    private readonly services: HostServices,
  ) {
    this.link = this.owned.add(new Link(webviewConnection(webview)));
    this.owned.add(
      webview.onDidReceiveMessage(message => {
        if (message === PAGE_LISTENS) this.onListens();
      }),
    );
    this.listen(protocol.pageDrawingFailed, messages.drawingFailedSchema, ({ detail }) =>
      services.log.error(`A page could not be drawn: ${detail}`),
    );
    this.listen(
      protocol.pageAction,
      messages.pageActionSchema,
      ({ action, skeletonHash }) => void performAction(services, this.document, action, skeletonHash),
    );
    this.listen(protocol.pageShared, messages.sharedStateSchema, shared => this.document?.share(shared));
    this.answer(protocol.pageSetDims, messages.setDimsSchema, ({ dims }, document) => document.setDims(dims));
    this.answer(protocol.pageSetGrouping, messages.setGroupingSchema, ({ grouping }, document) =>
      this.telling(document, () => document.setGrouping(grouping)),
    );
    this.answer(protocol.pageNodeDetails, messages.nodeDetailsSchema, (node, document) => document.request(engine.nodeDetails, node));
    this.answer(protocol.pageQuantizationPreview, messages.nodeDetailsSchema, (node, document) =>
      document.request(engine.quantizationPreview, node),
    );
    this.answer(protocol.pageTensorLives, messages.noParametersSchema, (_, document) => document.request(engine.tensorLives, {}));
    this.answer(protocol.pageBodyGraph, messages.bodyGraphSchema, async (steps, document) =>
      unpackLater(await document.request(engine.bodyGraph, steps)),
    );
    this.answer(protocol.pageWeightStatistics, messages.weightStatisticsSchema, (weight, document) =>
      document.request(engine.weightStatistics, weight),
    );
    this.answer(protocol.pageFileDifference, messages.fileDifferenceSchema, ({ id }, document) => document.comparisons.difference(id));
    this.answer(protocol.pageSaveExport, messages.saveExportSchema, (file, document) =>
      saveExport(file, document).catch((error: unknown) => showFailure(services.log, error, document)),
    );
    this.answer(protocol.pageCopyCommand, messages.dryRunSchema, ({ passes }, document) =>
      this.telling(document, () => copyCommand(document, passes)),
    );
    this.answer(protocol.pageCopyText, messages.copyTextSchema, ({ text }, document) =>
      this.telling(document, () => vscode.env.clipboard.writeText(text)),
    );
    this.answer(protocol.pagePreviewData, messages.noParametersSchema, (_, document) => document.jobs.previewData());
    this.answer(protocol.pageDryRun, messages.dryRunSchema, (passes, document) => document.request(engine.dryRun, passes));
  }

  /** Shows another document, or none. */
  show(document: ModelDocument | undefined): void {
    this.following?.dispose();
    this.document = document;
    this.skeletonHash = document?.state.skeletonHash ?? '';
    this.following = document?.onDidChange(change => this.follow(change));
    this.sendAll();
  }

  /** Shows something beside the document's state; `madeFor`: the graph whose layers it names, the one on show unless told. */
  setOwn(own: Partial<protocol.ModelState>, madeFor = this.skeletonHash): void {
    this.own = { ...this.own, ...own };
    this.send(own);
    this.skeletonHash = madeFor;
    const shown = this.document?.state.skeletonHash ?? '';
    if (shown !== '' && shown !== madeFor) this.follow({ skeletonHash: shown });
  }

  command(command: protocol.PageCommand): void {
    this.link.notify(protocol.hostCommand, { command });
  }

  dispose(): void {
    this.following?.dispose();
    this.owned.dispose();
  }

  private onListens(): void {
    this.isListening = true;
    this.sendAll();
  }

  /** A variant on show is kept up to date, and is gone when its file is; layers that the user came from are gone with their graph. */
  private follow(change: Partial<protocol.ModelState>): void {
    const { result } = this.own;
    const { skeletonHash = this.skeletonHash, variants } = change;
    const own: Partial<protocol.ModelState> = {
      ...(variants === undefined || result === undefined ? {} : { result: variants.find(({ path }) => path === result.path) }),
      ...(skeletonHash === this.skeletonHash ? {} : { focusLayers: [] }),
    };
    this.skeletonHash = skeletonHash;
    this.own = { ...this.own, ...own };
    this.send({ ...change, ...own });
  }

  private sendAll(): void {
    this.send({ ...(this.document?.state ?? { ...EMPTY_STATE, trust: trustState() }), ...this.own });
  }

  private send(change: Partial<protocol.ModelState>): void {
    if (this.isListening) this.link.notify(protocol.hostState, change);
  }

  private listen<P>(kind: NotificationKind<P>, schema: v.GenericSchema<unknown, P>, handler: (parameters: P) => void): void {
    this.owned.add(
      this.link.on(kind, parameters => {
        const checked = v.safeParse(schema, parameters);
        if (checked.success) handler(checked.output);
        else this.services.log.warn(`A page sent a message that is not understood: ${kind.method}`);
      }),
    );
  }

  /** Says to the user what goes wrong; the page, which is told as well, only leaves out that it is done. */
  private async telling(document: ModelDocument, work: () => Thenable<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      void showFailure(this.services.log, error, document);
      throw error;
    }
  }

  private answer<P, R>(
    kind: RequestKind<P, R>,
    schema: v.GenericSchema<unknown, P>,
    handler: (parameters: P, document: ModelDocument) => Promise<R>,
  ): void {
    this.owned.add(
      this.link.handle(kind, parameters => {
        const checked = v.safeParse(schema, parameters);
        if (!checked.success || this.document === undefined) throw new LayerwiseError('usage', `Not understood: ${kind.method}`);
        return handler(checked.output, this.document);
      }),
    );
  }
}
