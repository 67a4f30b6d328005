import * as vscode from 'vscode';
import type { Disposable } from '../../shared/base/disposable';
import type { ModelDocument } from '../documents/modelDocument';
import type { HostServices } from '../hostServices';
import { ModelPage } from '../pages/modelPage';
import { showPage } from '../pages/pageHtml';
import { panelId, recallPanel, rememberPanel, type OptimizeFocus } from './rememberedPanel';

export const OPTIMIZE_VIEW_TYPE = 'layerwise.optimize';

const NO_FOCUS: Required<OptimizeFocus> = { result: undefined, focusLayers: [], focusPass: undefined, focusParameters: undefined };

interface OpenPanel {
  readonly panel: vscode.WebviewPanel;
  readonly page: ModelPage;
}

/** The Optimize tabs, one per model. They come back with the window. */
export class OptimizePanels implements vscode.WebviewPanelSerializer, Disposable {
  private readonly panels = new Map<string, OpenPanel>();

  constructor(private readonly services: () => HostServices) {}

  open(document: ModelDocument, focus: OptimizeFocus = {}): void {
    const key = document.uri.toString();
    const existing = this.panels.get(key);
    existing?.panel.reveal();
    const { page } = existing ?? this.create(key, document);
    page.setOwn({ ...NO_FOCUS, ...focus });
    const { result, ...others } = focus;
    const { skeletonHash } = document.state;
    void rememberPanel(this.memory, { uri: key, focus: others, skeletonHash, result: result?.path });
  }

  /** Called by VS Code for the tabs of the window that was closed. `state`: what the page left. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const remembered = recallPanel(this.memory, state);
    if (remembered === undefined || this.panels.has(remembered.uri)) {
      panel.dispose();
      return;
    }
    const { documents } = this.services();
    const reference = documents.acquire(vscode.Uri.parse(remembered.uri));
    const { document } = reference;
    try {
      const { page } = this.adopt(remembered.uri, document, panel);
      page.setOwn({ ...NO_FOCUS, ...remembered.focus }, remembered.skeletonHash);
      // What goes wrong stands in the document's state, and so on the page.
      await document.open().catch(() => undefined);
      if (remembered.result === undefined || document.state.model === undefined) return;
      await document.refreshVariants();
      page.setOwn({ result: document.state.variants.find(({ path }) => path === remembered.result) });
    } finally {
      reference.dispose();
    }
  }

  /** Whether the user sees the tab now. */
  isVisible(document: ModelDocument): boolean {
    return this.panels.get(document.uri.toString())?.panel.visible ?? false;
  }

  /** The tabs stay: VS Code keeps them for the next window. */
  dispose(): void {
    for (const { page } of this.panels.values()) page.dispose();
  }

  private get memory(): vscode.Memento {
    return this.services().context.workspaceState;
  }

  private create(key: string, document: ModelDocument): OpenPanel {
    const title = vscode.l10n.t('Optimize {0}', document.state.fileName);
    return this.adopt(key, document, vscode.window.createWebviewPanel(OPTIMIZE_VIEW_TYPE, title, vscode.ViewColumn.Active));
  }

  private adopt(key: string, document: ModelDocument, panel: vscode.WebviewPanel): OpenPanel {
    const services = this.services();
    const reference = services.documents.acquire(document.uri);
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
    showPage(panel.webview, services.context.extensionUri, 'optimize', panelId(document.uri));
    const open = { panel, page };
    this.panels.set(key, open);
    return open;
  }
}
