import {
  AbstractMessageReader,
  AbstractMessageWriter,
  createMessageConnection,
  type DataCallback,
  type Disposable,
  type Message,
  type MessageReader,
  type MessageWriter,
} from 'vscode-jsonrpc/node';
import type { Connection } from './link';

/** What a link needs of a process with an IPC channel: `process` in a forked child, the `ChildProcess` in its parent. */
export interface IpcProcess {
  send?(message: unknown, handle: undefined, options: undefined, done: (error: Error | null) => void): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'disconnect', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  off(event: 'message', listener: (message: unknown) => void): unknown;
}

class IpcReader extends AbstractMessageReader implements MessageReader {
  constructor(private readonly process: IpcProcess) {
    super();
    // A child's `process` never emits "close", which the library's own reader waits for.
    process.on('disconnect', () => this.fireClose());
    process.on('error', error => this.fireError(error));
  }

  listen(callback: DataCallback): Disposable {
    const listener = (message: unknown): void => callback(message as Message);
    this.process.on('message', listener);
    return { dispose: () => void this.process.off('message', listener) };
  }
}

class IpcWriter extends AbstractMessageWriter implements MessageWriter {
  constructor(private readonly process: IpcProcess) {
    super();
  }

  write(message: Message): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.process.send === undefined) throw new Error('This process has no IPC channel.');
      this.process.send(message, undefined, undefined, error => (error === null ? resolve() : reject(error)));
    });
  }

  end(): void {
    // The channel closes with the process.
  }
}

/** A connection over the IPC channel of a forked process (`serialization: 'advanced'`). Requests under way fail when the other side goes away. */
export function ipcConnection(process: IpcProcess): Connection {
  const rpc = createMessageConnection(new IpcReader(process), new IpcWriter(process));
  rpc.onClose(() => rpc.dispose());
  rpc.onError(() => rpc.dispose());
  rpc.listen();
  return {
    // `async`: on a disposed connection the library throws at once instead of rejecting.
    sendRequest: async (method, parameters) => rpc.sendRequest(method, { value: parameters }),
    onRequest: (method, handler) => rpc.onRequest(method, ({ value }: Envelope) => handler(value)),
    sendNotification: async (method, parameters) => rpc.sendNotification(method, { value: parameters }),
    onNotification: (method, handler) => rpc.onNotification(method, ({ value }: Envelope) => handler(value)),
    dispose: () => rpc.dispose(),
  };
}

/** Parameters travel wrapped: bare arrays and `undefined` mean something else to JSON-RPC. */
interface Envelope {
  readonly value: unknown;
}
