// Gives the library its timers; the same import stands in the page for the browser's.
import 'vscode-jsonrpc/node';
import { promisify } from 'node:util';
import { constants, deflateRaw } from 'node:zlib';
import type * as vscode from 'vscode';
import type { Connection } from '../../shared/protocol/link';
import { flatten } from '../../shared/protocol/packing/flatten';
import { postMessageConnection } from '../../shared/protocol/postMessageConnection';

const deflate = promisify(deflateRaw);

/** JSON-RPC with the page in a webview. What is sent before the page listens is lost; a page says `PAGE_LISTENS` when it does. */
export function webviewConnection(webview: vscode.Webview): Connection {
  return postMessageConnection({
    post: message => void webview.postMessage(message),
    // VS Code sends arrays of the language as bytes, those of Node it does not know.
    compress: async packed => new Uint8Array(await deflate(flatten(packed), { level: constants.Z_BEST_SPEED })),
    onMessage: listener => webview.onDidReceiveMessage(listener),
  });
}
