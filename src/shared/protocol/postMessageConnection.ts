import {
  AbstractMessageReader,
  AbstractMessageWriter,
  createMessageConnection,
  type DataCallback,
  type Message,
  type MessageReader,
  type MessageWriter,
} from 'vscode-jsonrpc';
import type { Disposable } from '../base/disposable';
import type { Connection } from './link';
import { pack } from './packing/pack';
import type { Packed } from './packing/packed';
import { unpack } from './packing/unpack';

/** One end of a `postMessage` pair: a webview in the host, `acquireVsCodeApi()` and `window` in a page. */
export interface MessageChannelEnd {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): Disposable;
}

class ChannelReader extends AbstractMessageReader implements MessageReader {
  constructor(private readonly channel: MessageChannelEnd) {
    super();
  }

  listen(callback: DataCallback): Disposable {
    return this.channel.onMessage(message => {
      const unpacked = unpackOrDrop(message);
      if (isRpcMessage(unpacked)) callback(unpacked);
    });
  }
}

class ChannelWriter extends AbstractMessageWriter implements MessageWriter {
  constructor(private readonly channel: MessageChannelEnd) {
    super();
  }

  write(message: Message): Promise<void> {
    this.channel.post(pack(message));
    return Promise.resolve();
  }

  end(): void {
    // The channel ends with its page.
  }
}

/**
 * A connection over `postMessage`, the same in host and page. The program that uses it must have imported `vscode-jsonrpc/node` (host) or
 * `vscode-jsonrpc/browser` (page), which give the library its timers.
 */
export function postMessageConnection(channel: MessageChannelEnd): Connection {
  const rpc = createMessageConnection(new ChannelReader(channel), new ChannelWriter(channel));
  rpc.listen();
  return {
    sendRequest: (method, parameters) => rpc.sendRequest(method, { value: parameters }),
    onRequest: (method, handler) => rpc.onRequest(method, ({ value }: Envelope) => handler(value)),
    sendNotification: (method, parameters) => rpc.sendNotification(method, { value: parameters }),
    onNotification: (method, handler) => rpc.onNotification(method, ({ value }: Envelope) => handler(value)),
    dispose: () => rpc.dispose(),
  };
}

/** Parameters travel wrapped: bare arrays and `undefined` mean something else to JSON-RPC. */
interface Envelope {
  readonly value: unknown;
}

/** What no program of ours has sent is not answered. */
function unpackOrDrop(message: unknown): unknown {
  try {
    return unpack(message as Packed);
  } catch {
    return undefined;
  }
}

function isRpcMessage(message: unknown): message is Message {
  return typeof message === 'object' && message !== null && 'jsonrpc' in message;
}
