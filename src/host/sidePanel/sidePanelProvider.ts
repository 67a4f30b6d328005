import type * as vscode from 'vscode';
import type { HostServices } from '../hostServices';
import { ModelPage } from '../pages/modelPage';
import { showPage } from '../pages/pageHtml';

export const SIDE_VIEW = 'layerwise.side';

/** The panel in the secondary side bar: follows the model in front. */
export class SidePanelProvider implements vscode.WebviewViewProvider {
  constructor(private readonly services: HostServices) {}

  resolveWebviewView(view: vscode.WebviewView): void {
    const { active, context } = this.services;
    const page = new ModelPage(view.webview, this.services);
    page.show(active.document);
    const following = active.onDidChange(document => page.show(document));
    view.onDidDispose(() => {
      following.dispose();
      page.dispose();
    });
    showPage(view.webview, context.extensionUri, 'sidePanel');
  }
}
