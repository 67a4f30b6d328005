import * as v from 'valibot';
import * as vscode from 'vscode';
import type { EngineClient } from '../../engineClient/engineClient';
import { DisposableStore, type Disposable } from '../../shared/base/disposable';
import { listVariants } from '../../shared/protocol/hostEngine';
import type { ModelState } from '../../shared/protocol/hostWebview';
import type { Variant } from '../../shared/report/variant';
import type { ModelDocument } from '../documents/modelDocument';
import type { ModelDocuments } from '../documents/modelDocuments';
import { recall } from '../documents/recall';

/** What is kept of the last profile of a model, so that nothing is opened to tell it. */
interface Measured {
  readonly medianMs: number;
  /** Of the file that was measured. */
  readonly bytes: number;
  readonly modifiedMs: number;
}

const measuredSchema: v.GenericSchema<unknown, Measured> = v.object({ medianMs: v.number(), bytes: v.number(), modifiedMs: v.number() });

/** What is told of a model where a program names it. */
export interface KnownModel {
  readonly uri: vscode.Uri;
  readonly bytes: number;
  /** `undefined` while it was not profiled, and after its file changed. */
  readonly medianMs: number | undefined;
  readonly isChanged: boolean;
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
    const measured = recall(this.memory, keyOf(uri), measuredSchema);
    const isChanged = measured !== undefined && (measured.bytes !== stat.size || measured.modifiedMs !== stat.mtime);
    const variants = measured === undefined ? [] : await this.engine.request(listVariants, { path: uri.fsPath }).catch(() => []);
    return { uri, bytes: stat.size, medianMs: isChanged ? undefined : measured?.medianMs, isChanged, variants };
  }

  private async follow({ uri, state }: ModelDocument, change: Partial<ModelState>): Promise<void> {
    const { profile, profileIsStale, profileIsPartial, changedOnDisk } = state;
    if ('profile' in change && profile?.environment.imported === undefined && profile !== undefined) {
      const stat = profileIsStale || profileIsPartial || changedOnDisk !== undefined ? undefined : await statOf(uri);
      if (stat !== undefined)
        await this.memory.update(keyOf(uri), {
          medianMs: profile.latency.medianMs,
          bytes: stat.size,
          modifiedMs: stat.mtime,
        } satisfies Measured);
    }
    if ('profile' in change || 'variants' in change || 'changedOnDisk' in change) this.changes.fire();
  }
}

function keyOf(uri: vscode.Uri): string {
  return `measured:${uri.toString()}`;
}

async function statOf(uri: vscode.Uri): Promise<vscode.FileStat | undefined> {
  return vscode.workspace.fs.stat(uri).then(
    stat => stat,
    () => undefined,
  );
}
