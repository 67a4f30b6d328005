/** For VS Code's menu on layers, which acts on those that are chosen: the `data-vscode-context` of what shows layers. */
export const LAYER_CONTEXT = JSON.stringify({ webviewSection: 'layer', preventDefaultContextMenuItems: true });

/** Whether the menu is asked for with a key, which has no button; a click with the control key, as on a Mac, has the first. */
export function isByKey({ button, ctrlKey }: MouseEvent): boolean {
  return button !== 2 && !ctrlKey;
}
