import * as vscode from 'vscode';

/** Scheme of the text form of models. */
export const TEXT_SCHEME = 'layerwise-text';

const SUFFIX = ' (text)';

/** Document with the text form of a model; its tab is called `resnet50.onnx (text)`. */
export function textUriOf(model: vscode.Uri): vscode.Uri {
  return vscode.Uri.from({ scheme: TEXT_SCHEME, path: model.path + SUFFIX, query: model.toString() });
}

/** `undefined` for documents of another kind, and for text addresses that nobody made with `textUriOf`. */
export function modelOfTextUri(uri: vscode.Uri): vscode.Uri | undefined {
  if (uri.scheme !== TEXT_SCHEME) return undefined;
  const model = parse(uri.query);
  return model !== undefined && uri.path === model.path + SUFFIX && model.scheme !== TEXT_SCHEME ? model : undefined;
}

function parse(text: string): vscode.Uri | undefined {
  try {
    return vscode.Uri.parse(text, true);
  } catch {
    return undefined;
  }
}
