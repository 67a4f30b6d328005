import 'vscode-jsonrpc/browser';
import type { Connection } from '../../src/shared/protocol/link';
import { postMessageConnection } from '../../src/shared/protocol/postMessageConnection';

/** What `acquireVsCodeApi()` gives a page. */
export interface HostApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

/** JSON-RPC with the extension host over the webview's messages. */
export function hostConnection(api: HostApi): Connection {
  return postMessageConnection({
    post: message => api.postMessage(message),
    onMessage: listener => {
      const receive = (event: MessageEvent<unknown>) => listener(event.data);
      window.addEventListener('message', receive);
      return { dispose: () => window.removeEventListener('message', receive) };
    },
  });
}
