import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../shared/base/disposable';
import { Emitter } from '../../shared/base/emitter';
import { modelOfTextUri } from '../lenses/textUri';
import { MODEL_VIEW_TYPE } from '../viewType';
import type { ModelDocument } from './modelDocument';
import type { ModelDocuments } from './modelDocuments';

/** The model that side panel and status bar are about: the one in front, else the last that was, as long as it is open. */
export class ActiveModel implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly changes = this.owned.add(new Emitter<ModelDocument | undefined>());
  readonly onDidChange = this.changes.event;
  private current: ModelDocument | undefined;

  constructor(private readonly documents: ModelDocuments) {
    this.owned.add(vscode.window.tabGroups.onDidChangeTabs(() => this.follow()));
    this.owned.add(vscode.window.tabGroups.onDidChangeTabGroups(() => this.follow()));
    this.owned.add(documents.onDidOpen(() => this.follow()));
    this.owned.add(documents.onDidClose(document => this.forget(document)));
  }

  get document(): ModelDocument | undefined {
    return this.current;
  }

  /** For what is no editor of a file: a panel says itself that it is in front. */
  set(document: ModelDocument | undefined): void {
    if (document === this.current) return;
    this.current = document;
    this.changes.fire(document);
  }

  dispose(): void {
    this.owned.dispose();
  }

  private follow(): void {
    const uri = modelInTab(vscode.window.tabGroups.activeTabGroup.activeTab);
    const document = uri === undefined ? undefined : this.documents.get(uri);
    if (document !== undefined) this.set(document);
  }

  private forget(document: ModelDocument): void {
    if (document === this.current) this.set(undefined);
  }
}

/** The model that a tab shows, as itself or as text. */
export function modelInTab(tab: vscode.Tab | undefined): vscode.Uri | undefined {
  const input = tab?.input;
  if (input instanceof vscode.TabInputCustom && input.viewType === MODEL_VIEW_TYPE) return input.uri;
  return input instanceof vscode.TabInputText ? modelOfTextUri(input.uri) : undefined;
}
