/** For VS Code's menu on layers, which acts on those that are chosen: the `data-vscode-context` of what shows layers. */
export const LAYER_CONTEXT = JSON.stringify({ webviewSection: 'layer', preventDefaultContextMenuItems: true });
