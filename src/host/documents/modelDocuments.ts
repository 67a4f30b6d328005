import * as vscode from 'vscode';
import type { Disposable } from '../../shared/base/disposable';
import { Emitter } from '../../shared/base/emitter';
import { ModelDocument, type DocumentServices } from './modelDocument';

/** Moving an editor to another group closes one and opens another. */
const LINGER_MS = 5000;

interface Entry {
  readonly document: ModelDocument;
  users: number;
  timer: NodeJS.Timeout | undefined;
}

export interface DocumentReference extends Disposable {
  readonly document: ModelDocument;
}

/** The open models, one document each, however many editors, panels and text views show it. */
export class ModelDocuments implements Disposable {
  private readonly entries = new Map<string, Entry>();
  private readonly everOpened = new Set<string>();
  private readonly opened = new Emitter<ModelDocument>();
  /** Fires for every document when it is made. */
  readonly onDidOpen = this.opened.event;
  private readonly closed = new Emitter<ModelDocument>();
  readonly onDidClose = this.closed.event;
  private readonly granting: vscode.Disposable;

  constructor(private readonly services: DocumentServices) {
    this.granting = vscode.workspace.onDidGrantWorkspaceTrust(() => {
      for (const { document } of this.entries.values()) document.onTrusted();
    });
  }

  get(uri: vscode.Uri): ModelDocument | undefined {
    return this.entries.get(uri.toString())?.document;
  }

  /** Whether a model was opened since the window was. */
  wasOpened(uri: vscode.Uri): boolean {
    return this.everOpened.has(uri.toString());
  }

  /** The document stays open until every reference is disposed. */
  acquire(uri: vscode.Uri): DocumentReference {
    const entry = this.entries.get(uri.toString()) ?? this.add(uri);
    entry.users++;
    clearTimeout(entry.timer);
    let released = false;
    const dispose = (): void => {
      if (!released) this.release(entry);
      released = true;
    };
    return { document: entry.document, dispose };
  }

  /** After this machine was measured: what is predicted and what is reached of its roofs changes. */
  async refreshRooflines(): Promise<void> {
    const documents = Array.from(this.entries.values(), ({ document }) => document);
    await Promise.all(documents.flatMap(document => [document.refreshRoofline(), document.refreshSuggestions()]));
  }

  dispose(): void {
    this.granting.dispose();
    for (const entry of [...this.entries.values()]) this.remove(entry);
  }

  private add(uri: vscode.Uri): Entry {
    const entry: Entry = { document: new ModelDocument(uri, this.services), users: 0, timer: undefined };
    this.entries.set(uri.toString(), entry);
    this.everOpened.add(uri.toString());
    this.opened.fire(entry.document);
    return entry;
  }

  private release(entry: Entry): void {
    entry.users--;
    if (entry.users > 0) return;
    clearTimeout(entry.timer);
    entry.timer = setTimeout(() => this.remove(entry), LINGER_MS);
  }

  private remove(entry: Entry): void {
    clearTimeout(entry.timer);
    this.entries.delete(entry.document.uri.toString());
    this.closed.fire(entry.document);
    entry.document.dispose();
  }
}
