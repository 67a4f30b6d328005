import * as vscode from 'vscode';
import type { Disposable } from '../../shared/base/disposable';
import type { ModelState } from '../../shared/protocol/hostWebview';
import type { Variant } from '../../shared/report/variant';
import type { ModelDocument } from '../documents/modelDocument';
import type { HostServices } from '../hostServices';
import { ModelPage } from '../pages/modelPage';
import { showPage } from '../pages/pageHtml';

/** What the Optimize page of a model is to show: the form, for some layers or a pass, or the result card of a variant. */
export type OptimizeFocus = Partial<Pick<ModelState, 'result' | 'focusLayers' | 'focusPass' | 'focusParameters'>>;

const NO_FOCUS: Required<OptimizeFocus> = { result: undefined, focusLayers: [], focusPass: undefined, focusParameters: undefined };

interface OpenPanel {
  readonly panel: vscode.WebviewPanel;
  readonly page: ModelPage;
}

/** The Optimize tabs, one per model. */
export class OptimizePanels implements Disposable {
  private readonly panels = new Map<string, OpenPanel>();

  constructor(private readonly services: () => HostServices) {}

  open(document: ModelDocument, focus: OptimizeFocus = {}): void {
    const key = document.uri.toString();
    const existing = this.panels.get(key);
    existing?.panel.reveal();
    const { page } = existing ?? this.create(key, document);
    page.setOwn({ ...NO_FOCUS, ...focus });
  }

  /** Whether the user sees the tab now. */
  isVisible(document: ModelDocument): boolean {
    return this.panels.get(document.uri.toString())?.panel.visible ?? false;
  }

  /** Whether the user sees the result card of a variant now. */
  isShowing(document: ModelDocument, variant: Variant): boolean {
    const open = this.panels.get(document.uri.toString());
    return open?.panel.visible === true && open.page.result?.path === variant.path;
  }

  dispose(): void {
    for (const { panel } of [...this.panels.values()]) panel.dispose();
  }

  private create(key: string, document: ModelDocument): OpenPanel {
    const services = this.services();
    const reference = services.documents.acquire(document.uri);
    const title = vscode.l10n.t('Optimize {0}', document.state.fileName);
    const panel = vscode.window.createWebviewPanel('layerwise.optimize', title, vscode.ViewColumn.Active);
    panel.iconPath = vscode.Uri.joinPath(services.context.extensionUri, 'media', 'icon.svg');
    const page = new ModelPage(panel.webview, services);
    page.show(document);
    const activating = panel.onDidChangeViewState(() => {
      if (panel.active) services.active.set(document);
    });
    panel.onDidDispose(() => {
      this.panels.delete(key);
      activating.dispose();
      page.dispose();
      reference.dispose();
    });
    showPage(panel.webview, services.context.extensionUri, 'optimize');
    const open = { panel, page };
    this.panels.set(key, open);
    return open;
  }
}
