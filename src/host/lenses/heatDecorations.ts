import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../shared/base/disposable';
import { HEAT_STEPS, heatOfNodes } from './layerHeat';
import type { TextModel, TextModels } from './textModels';

/** Colours the gutter and the overview ruler of a model's text form by heat. */
export class HeatDecorations implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly steps: readonly vscode.TextEditorDecorationType[];

  constructor(
    extensionUri: vscode.Uri,
    private readonly models: TextModels,
  ) {
    this.steps = Array.from({ length: HEAT_STEPS }, (_, step) => this.owned.add(decorationOf(extensionUri, step)));
    this.owned.add(models.onDidChangeFacts(() => this.draw()));
    this.owned.add(vscode.window.onDidChangeVisibleTextEditors(() => this.draw()));
    this.owned.add(vscode.workspace.onDidChangeTextDocument(() => this.draw()));
  }

  dispose(): void {
    this.owned.dispose();
  }

  private draw(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const model = this.models.get(editor.document.uri);
      if (model !== undefined) this.drawEditor(editor, model);
    }
  }

  private drawEditor(editor: vscode.TextEditor, { document, form }: TextModel): void {
    const ranges = this.steps.map((): vscode.Range[] => []);
    heatOfNodes(document.state).forEach((step, node) => {
      const line = form.lineOfNode[node] ?? -1;
      if (line >= 0) ranges[step]?.push(new vscode.Range(line, 0, line, 0));
    });
    this.steps.forEach((decoration, step) => editor.setDecorations(decoration, ranges[step] ?? []));
  }
}

function decorationOf(extensionUri: vscode.Uri, step: number): vscode.TextEditorDecorationType {
  const icon = (kind: string): vscode.Uri => vscode.Uri.joinPath(extensionUri, 'media', 'heat', `${kind}${step}.svg`);
  return vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    gutterIconSize: 'cover',
    overviewRulerColor: new vscode.ThemeColor(`layerwise.heat${step}`),
    overviewRulerLane: vscode.OverviewRulerLane.Left,
    dark: { gutterIconPath: icon('dark') },
    light: { gutterIconPath: icon('light') },
  });
}
