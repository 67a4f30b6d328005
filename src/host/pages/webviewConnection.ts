// Gives the library its timers; the same import stands in the page for the browser's.
import 'vscode-jsonrpc/node';
import type * as vscode from 'vscode';
import type { Connection } from '../../shared/protocol/link';
import { postMessageConnection } from '../../shared/protocol/postMessageConnection';

/** JSON-RPC with the page in a webview. What is sent before the page listens is lost; a page says `ready` when it does. */
export function webviewConnection(webview: vscode.Webview): Connection {
  return postMessageConnection({
    post: message => void webview.postMessage(message),
    onMessage: listener => webview.onDidReceiveMessage(listener),
  });
}
