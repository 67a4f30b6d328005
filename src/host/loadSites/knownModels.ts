import * as vscode from 'vscode';
import type { EngineClient } from '../../engineClient/engineClient';
import { DisposableStore, type Disposable } from '../../shared/base/disposable';
import { listVariants } from '../../shared/protocol/hostEngine';
import type { ModelState } from '../../shared/protocol/hostWebview';
import type { Variant } from '../../shared/report/variant';
import type { ModelDocument } from '../documents/modelDocument';
import type { ModelDocuments } from '../documents/modelDocuments';
import { recall } from '../documents/recall';
import { statOf } from '../documents/statOf';
import { changesWhatIsTold, measuredModel, measuredModelSchema, type MeasuredModel } from './measuredModel';
import { offeredVariants } from './offeredVariants';

/** What is told of a model where a program names it. */
export interface KnownModel {
  readonly uri: vscode.Uri;
  /** `undefined` while it was not profiled, and after its file changed. */
  readonly measured: MeasuredModel | undefined;
  readonly isChanged: boolean;
  /** Those that may stand in its place; none after its file changed. */
  readonly variants: readonly Variant[];
}

/** Models that were profiled once, by their files. */
export class KnownModels implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly changes = this.owned.add(new vscode.EventEmitter<void>());
  /** Something else is to be told of a model. */
  readonly onDidChange = this.changes.event;

  constructor(
    documents: ModelDocuments,
    private readonly engine: EngineClient,
    private readonly memory: vscode.Memento,
  ) {
    this.owned.add(
      documents.onDidOpen(document => {
        document.onDidChange(change => void this.follow(document, change));
      }),
    );
  }

  dispose(): void {
    this.owned.dispose();
  }

  /** `undefined` for a file that is not there. Opens no model, and starts the engine only for one that was profiled. */
  async find(uri: vscode.Uri): Promise<KnownModel | undefined> {
    const stat = await statOf(uri);
    if (stat === undefined) return undefined;
    const measured = recall(this.memory, keyOf(uri), measuredModelSchema);
    if (measured === undefined) return { uri, measured, isChanged: false, variants: [] };
    if (measured.bytes !== stat.size || measured.modifiedMs !== stat.mtime)
      return { uri, measured: undefined, isChanged: true, variants: [] };
    const variants = await this.engine.request(listVariants, { path: uri.fsPath }).catch(() => []);
    return { uri, measured, isChanged: false, variants: offeredVariants(uri.fsPath, variants) };
  }

  private async follow({ uri, state }: ModelDocument, change: Partial<ModelState>): Promise<void> {
    if (!changesWhatIsTold(state, change)) return;
    const stat = change.profile === undefined ? undefined : await statOf(uri);
    const measured = stat && measuredModel(state, stat);
    if (measured !== undefined) await this.memory.update(keyOf(uri), measured);
    this.changes.fire();
  }
}

function keyOf(uri: vscode.Uri): string {
  return `measured:${uri.toString()}`;
}
