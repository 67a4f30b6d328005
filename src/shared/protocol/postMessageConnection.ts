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
import { flatBytes } from './packing/flatten';
import { pack } from './packing/pack';
import type { Packed } from './packing/packed';
import { unpack } from './packing/unpack';

/** One end of a `postMessage` pair: a webview in the host, `acquireVsCodeApi()` and `window` in a page. */
export interface MessageChannelEnd {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): Disposable;
  /** Makes a long message shorter before it is posted; without it each is posted as it is. */
  readonly compress?: (packed: Packed) => Promise<Uint8Array>;
  /** Undoes what the other end's `compress` did. */
  readonly decompress?: (bytes: Uint8Array) => Promise<Packed>;
}

/** In a window of a remote machine messages come through a socket, in pieces that each wait for the thread of the window: tens of milliseconds for each 100 kB. */
const LONG_MESSAGE_BYTES = 64 * 1024;

/** A long message on its way. */
interface Compressed {
  readonly compressed: Uint8Array;
}

/** Runs steps one after the other; at once what has nothing to wait for. */
class Turns {
  private last: Promise<void> | undefined;

  take(step: () => Promise<void> | undefined): void {
    const turn = this.last === undefined ? step() : this.last.then(step);
    const done = turn?.finally(() => {
      if (this.last === done) this.last = undefined;
    });
    this.last = done;
  }
}

class ChannelReader extends AbstractMessageReader implements MessageReader {
  private readonly turns = new Turns();

  constructor(private readonly channel: MessageChannelEnd) {
    super();
  }

  listen(callback: DataCallback): Disposable {
    return this.channel.onMessage(message =>
      this.turns.take(() => {
        if (!isCompressed(message)) {
          receive(message, callback);
          return undefined;
        }
        return this.channel.decompress?.(message.compressed).then(
          packed => receive(packed, callback),
          () => undefined,
        );
      }),
    );
  }
}

class ChannelWriter extends AbstractMessageWriter implements MessageWriter {
  private readonly turns = new Turns();

  constructor(private readonly channel: MessageChannelEnd) {
    super();
  }

  write(message: Message): Promise<void> {
    const packed = pack(message);
    const { compress } = this.channel;
    this.turns.take(() => {
      if (compress !== undefined && flatBytes(packed) >= LONG_MESSAGE_BYTES) {
        return compress(packed).then(compressed => this.channel.post({ compressed } satisfies Compressed));
      }
      this.channel.post(packed);
      return undefined;
    });
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
function receive(message: unknown, callback: DataCallback): void {
  const unpacked = unpackOrDrop(message);
  if (isRpcMessage(unpacked)) callback(unpacked);
}

function unpackOrDrop(message: unknown): unknown {
  try {
    return unpack(message as Packed);
  } catch {
    return undefined;
  }
}

function isCompressed(message: unknown): message is Compressed {
  return typeof message === 'object' && message !== null && 'compressed' in message && message.compressed instanceof Uint8Array;
}

function isRpcMessage(message: unknown): message is Message {
  return typeof message === 'object' && message !== null && 'jsonrpc' in message;
}
