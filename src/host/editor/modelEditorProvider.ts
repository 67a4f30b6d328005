import type * as vscode from 'vscode';
import type { DocumentReference } from '../documents/modelDocuments';
import type { HostServices } from '../hostServices';
import { ModelPage } from '../pages/modelPage';
import { showPage } from '../pages/pageHtml';

/** One opening of a model in an editor; the document behind it is shared with everything else that shows the model. */
export interface OpenedEditor extends vscode.CustomDocument {
  readonly reference: DocumentReference;
}

/** The read-only editor of `*.onnx`. */
export class ModelEditorProvider implements vscode.CustomReadonlyEditorProvider<OpenedEditor> {
  /** The page in front, or that was last. */
  private front: ModelPage | undefined;

  constructor(private readonly services: HostServices) {}

  get activePage(): ModelPage | undefined {
    return this.front;
  }

  openCustomDocument(uri: vscode.Uri): OpenedEditor {
    const reference = this.services.documents.acquire(uri);
    // What goes wrong stands in the document's state, and so on the page.
    reference.document.open().catch(() => undefined);
    return { uri, reference, dispose: () => reference.dispose() };
  }

  resolveCustomEditor({ reference: { document } }: OpenedEditor, panel: vscode.WebviewPanel): void {
    const page = new ModelPage(panel.webview, this.services);
    page.show(document);
    const follow = (): void => {
      if (!panel.active) return;
      this.services.active.set(document);
      this.front = page;
    };
    follow();
    const activating = panel.onDidChangeViewState(follow);
    panel.onDidDispose(() => {
      activating.dispose();
      if (this.front === page) this.front = undefined;
      page.dispose();
    });
    showPage(panel.webview, this.services.context.extensionUri, 'editor');
  }
}
