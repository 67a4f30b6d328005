import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../shared/base/disposable';
import { layerOfNode } from '../documents/layerOfNode';
import type { TextModel, TextModels } from './textModels';

/** A key that is held moves the cursor on and on. */
const REST_MS = 60;

/** One selection for the text form of a model and its pages: the layer at the cursor is selected, and the text shows the layer that is selected elsewhere, without taking the focus. */
export class TextSelection implements Disposable {
  private readonly owned = new DisposableStore();
  private timer: NodeJS.Timeout | undefined;
  /** Nodes whose lines were shown last: coming back to a tab moves nothing in it. */
  private readonly shown = new WeakMap<vscode.TextDocument, number>();

  constructor(private readonly models: TextModels) {
    this.owned.add(vscode.window.onDidChangeTextEditorSelection(change => this.onCursor(change)));
    this.owned.add(vscode.window.onDidChangeVisibleTextEditors(editors => editors.forEach(editor => this.show(editor))));
    this.owned.add(models.onDidChangeSelection(uri => this.showAll(uri)));
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.owned.dispose();
  }

  /** Without a kind the cursor was moved with the text below it. Where `show` puts it is what is selected already. */
  private onCursor({ textEditor, kind }: vscode.TextEditorSelectionChangeEvent): void {
    if (kind === undefined || this.models.get(textEditor.document.uri) === undefined) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.selectAtCursor(textEditor), REST_MS);
  }

  private selectAtCursor(editor: vscode.TextEditor): void {
    const text = this.models.get(editor.document.uri);
    const layer = text === undefined ? undefined : layerAt(text, editor.selection.active.line);
    if (text === undefined || layer === undefined) return;
    // The cursor stays on the node that it is on, wherever in the layer that is.
    this.shown.set(editor.document, layer);
    if (layer !== selectedLayer(text)) text.document.select(layer);
  }

  private showAll(uri: vscode.Uri): void {
    for (const editor of vscode.window.visibleTextEditors) if (editor.document.uri.toString() === uri.toString()) this.show(editor);
  }

  private show(editor: vscode.TextEditor): void {
    const text = this.models.get(editor.document.uri);
    const { selected } = text?.document.state.shared ?? {};
    if (text === undefined || selected === undefined || this.shown.get(editor.document) === selected) return;
    if (isAtSelected(editor, text)) this.shown.set(editor.document, selected);
    else this.reveal(editor);
  }

  /** Scrolls an editor to the selected layer, also to one that it showed before. */
  reveal(editor: vscode.TextEditor): void {
    const text = this.models.get(editor.document.uri);
    const { selected } = text?.document.state.shared ?? {};
    if (text === undefined || selected === undefined) return;
    const line = text.form.lineOfNode[selected] ?? -1;
    if (line < 0 || line >= editor.document.lineCount) return;
    this.shown.set(editor.document, selected);
    const start = new vscode.Position(line, 0);
    // Text that is marked, perhaps to be copied, stays marked, and a cursor on another node of the layer where it is.
    if (editor.selection.isEmpty && !isAtSelected(editor, text)) editor.selection = new vscode.Selection(start, start);
    editor.revealRange(new vscode.Range(start, start), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }
}

function isAtSelected({ selection }: vscode.TextEditor, text: TextModel): boolean {
  return layerAt(text, selection.active.line) === selectedLayer(text);
}

/** Anchor of the layer that a line belongs to; `undefined` for lines of the model, of groups and of weights. */
function layerAt({ document, form }: TextModel, line: number): number | undefined {
  const node = form.lineOfNode.indexOf(line);
  return node < 0 ? undefined : layerOfNode(document.state, node);
}

function selectedLayer({ document: { state } }: TextModel): number | undefined {
  return state.shared.selected === undefined ? undefined : layerOfNode(state, state.shared.selected);
}
