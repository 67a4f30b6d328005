import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../shared/base/disposable';
import { textForm } from '../../shared/protocol/hostEngine';
import type { ComparedTimes } from '../../shared/report/layerFacts';
import { toErrorInfo } from '../../shared/report/layerwiseError';
import type { TextForm } from '../../shared/report/modelView';
import type { ModelDocument } from '../documents/modelDocument';
import type { ModelDocuments } from '../documents/modelDocuments';
import { modelOfTextUri } from './textUri';

/** A text document on screen with the model behind it. */
export interface TextModel {
  readonly document: ModelDocument;
  readonly form: TextForm;
  readonly variant: ComparedTimes | undefined;
}

interface Entry extends Disposable {
  readonly document: ModelDocument;
  form: TextForm | undefined;
  variant: ComparedTimes | undefined;
}

/** Makes the text form of models, and knows which lines are which nodes. */
export class TextModels implements vscode.TextDocumentContentProvider, Disposable {
  private readonly owned = new DisposableStore();
  private readonly entries = new Map<string, Entry>();
  private readonly contentChanges = this.owned.add(new vscode.EventEmitter<vscode.Uri>());
  /** The text is to be made again. */
  readonly onDidChange = this.contentChanges.event;
  private readonly factChanges = this.owned.add(new vscode.EventEmitter<vscode.Uri>());
  /** Times, suggestions or variants of a shown model changed; its text did not. */
  readonly onDidChangeFacts = this.factChanges.event;

  private readonly selectionChanges = this.owned.add(new vscode.EventEmitter<vscode.Uri>());
  /** Another layer of a shown model is selected. */
  readonly onDidChangeSelection = this.selectionChanges.event;

  constructor(private readonly documents: ModelDocuments) {
    this.owned.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.forget(uri)));
  }

  get(uri: vscode.Uri): TextModel | undefined {
    const entry = this.entries.get(uri.toString());
    return entry?.form === undefined ? undefined : { document: entry.document, form: entry.form, variant: entry.variant };
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const entry = this.entries.get(uri.toString()) ?? this.add(uri);
    if (entry === undefined) return '';
    try {
      entry.form = await entry.document.request(textForm, {});
      this.factChanges.fire(uri);
      return entry.form.text;
    } catch (error) {
      entry.form = undefined;
      return `// ${toErrorInfo(error).message}\n`;
    }
  }

  dispose(): void {
    for (const entry of this.entries.values()) entry.dispose();
    this.entries.clear();
    this.owned.dispose();
  }

  private add(uri: vscode.Uri): Entry | undefined {
    const model = modelOfTextUri(uri);
    if (model === undefined) return undefined;
    const reference = this.documents.acquire(model);
    const { document } = reference;
    let { metric, variant, selected } = document.state.shared;
    const following = document.onDidChange(change => {
      if ('model' in change) this.contentChanges.fire(uri);
      else if ('profile' in change || 'suggestions' in change || 'variants' in change) this.factChanges.fire(uri);
      const { shared } = document.state;
      if (shared.selected !== selected) {
        ({ selected } = shared);
        this.selectionChanges.fire(uri);
      }
      if (shared.metric === metric && shared.variant === variant && !('compared' in change)) return;
      ({ metric, variant } = shared);
      void this.followShared(uri, entry);
    });
    const entry: Entry = {
      document,
      form: undefined,
      variant: undefined,
      dispose: () => {
        following.dispose();
        reference.dispose();
      },
    };
    this.entries.set(uri.toString(), entry);
    if (variant !== undefined) void this.followShared(uri, entry);
    return entry;
  }

  /** Another metric colours the lines, and the lenses tell the times of the variant that was chosen. */
  private async followShared(uri: vscode.Uri, entry: Entry): Promise<void> {
    entry.variant = await entry.document.comparisons.chosenTimes();
    this.factChanges.fire(uri);
  }

  private forget(uri: vscode.Uri): void {
    this.entries.get(uri.toString())?.dispose();
    this.entries.delete(uri.toString());
  }
}
