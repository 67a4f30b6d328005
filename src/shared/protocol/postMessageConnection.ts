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
import { unpack, unpackWithPauses } from './packing/unpack';

/** One end of a `postMessage` pair: a webview in the host, `acquireVsCodeApi()` and `window` in a page. */
export interface MessageChannelEnd {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): Disposable;
  /** Makes a long message shorter before it is posted; without it each is posted as it is. */
  readonly compress?: (packed: Packed) => Promise<Uint8Array>;
  /** Undoes what the other end's `compress` did. */
  readonly decompress?: (bytes: Uint8Array) => Promise<Packed>;
  /** Asked between the parts of a long message while it is unpacked; gives a promise when others are to have their turn. */
  readonly pause?: () => Promise<void> | undefined;
}

/** In a window of a remote machine messages come through a socket, in pieces that each wait for the thread of the window: tens of milliseconds for each 100 kB. */
const LONG_MESSAGE_BYTES = 64 * 1024;

/** A long message on its way. */
interface Compressed {
  readonly compressed: Uint8Array;
}

/** Runs steps one after the other, whatever becomes of the one before; at once what has nothing to wait for. */
class Turns {
  private last: Promise<void> | undefined;

  async take(step: () => Promise<void> | undefined): Promise<void> {
    const turn = this.last === undefined ? step() : this.last.then(step);
    if (turn === undefined) return;
    const ended = turn.then(nothing, nothing).then(() => {
      if (this.last === ended) this.last = undefined;
    });
    this.last = ended;
    await turn;
  }
}

const nothing = (): undefined => undefined;

class ChannelReader extends AbstractMessageReader implements MessageReader {
  private readonly turns = new Turns();
  private listening: Disposable | undefined;

  constructor(private readonly channel: MessageChannelEnd) {
    super();
  }

  listen(callback: DataCallback): Disposable {
    this.listening = this.channel.onMessage(message => {
      this.turns.take(() => this.read(message, callback)).catch((error: unknown) => this.fireError(error));
    });
    return this.listening;
  }

  override dispose(): void {
    this.listening?.dispose();
    super.dispose();
  }

  private read(message: unknown, callback: DataCallback): Promise<void> | undefined {
    if (isCompressed(message)) return this.channel.decompress?.(message.compressed).then(packed => this.readLong(packed, callback));
    receive(unpackOrDrop(message), callback);
    return undefined;
  }

  private async readLong(packed: Packed, callback: DataCallback): Promise<void> {
    const { pause = nothing } = this.channel;
    receive(await unpackWithPauses(packed, pause).catch(nothing), callback);
  }
}

class ChannelWriter extends AbstractMessageWriter implements MessageWriter {
  private readonly turns = new Turns();
  private isDisposed = false;

  constructor(private readonly channel: MessageChannelEnd) {
    super();
  }

  write(message: Message): Promise<void> {
    const packed = pack(message);
    return this.turns.take(() => this.send(packed));
  }

  end(): void {
    // The channel ends with its page.
  }

  override dispose(): void {
    this.isDisposed = true;
    super.dispose();
  }

  private send(packed: Packed): Promise<void> | undefined {
    const { compress } = this.channel;
    if (compress === undefined || flatBytes(packed) < LONG_MESSAGE_BYTES) {
      this.post(packed);
      return undefined;
    }
    return compress(packed).then(
      compressed => this.post({ compressed } satisfies Compressed),
      () => this.post(packed),
    );
  }

  /** What was being compressed when the page went has nowhere to go. */
  private post(message: unknown): void {
    if (!this.isDisposed) this.channel.post(message);
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
  if (isRpcMessage(message)) callback(message);
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
