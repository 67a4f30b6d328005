import type { Disposable } from '../base/disposable';
import { failure, success, type Result } from '../base/result';
import { LayerwiseError, toErrorInfo, type ErrorInfo } from '../report/layerwiseError';
import type { NotificationKind, RequestKind } from './message';

/** The part of a `vscode-jsonrpc` MessageConnection that a link needs; every process makes one over its own channel. */
export interface Connection {
  sendRequest(method: string, parameters: unknown): Promise<unknown>;
  onRequest(method: string, handler: (parameters: unknown) => Promise<unknown>): Disposable;
  sendNotification(method: string, parameters: unknown): Promise<void>;
  onNotification(method: string, handler: (parameters: unknown) => void): Disposable;
  dispose(): void;
}

/**
 * Typed requests and notifications over one connection. A handler that throws is answered all the same: errors travel as `Result`,
 * so the caller sees a `LayerwiseError` with its reason instead of waiting or matching on text.
 */
export class Link implements Disposable {
  private readonly listeners = new Map<string, Set<(parameters: unknown) => void>>();

  constructor(private readonly connection: Connection) {}

  /** Throws `LayerwiseError`; `engine-crash` when the other side went away. */
  async request<P, R>(kind: RequestKind<P, R>, parameters: P): Promise<R> {
    const answer = (await this.connection.sendRequest(kind.method, parameters).catch(connectionLost)) as Result<R, ErrorInfo>;
    if (!answer.ok) throw LayerwiseError.from(answer.error);
    return answer.value;
  }

  handle<P, R>(kind: RequestKind<P, R>, handler: (parameters: P) => Promise<R> | R): Disposable {
    return this.connection.onRequest(kind.method, async parameters => {
      try {
        return success(await handler(parameters as P));
      } catch (error) {
        return failure(toErrorInfo(error));
      }
    });
  }

  notify<P>(kind: NotificationKind<P>, parameters: P): void {
    // A notification that finds nobody is no failure: the other side has just ended.
    this.connection.sendNotification(kind.method, parameters).catch(() => undefined);
  }

  /** Any number of handlers may listen to the same notification. */
  on<P>(kind: NotificationKind<P>, handler: (parameters: P) => void): Disposable {
    const listener = (parameters: unknown): void => handler(parameters as P);
    const listeners = this.listenersOf(kind.method);
    listeners.add(listener);
    return { dispose: () => void listeners.delete(listener) };
  }

  dispose(): void {
    this.connection.dispose();
  }

  /** A connection knows one handler per method; the last would win. */
  private listenersOf(method: string): Set<(parameters: unknown) => void> {
    const known = this.listeners.get(method);
    if (known !== undefined) return known;
    const listeners = new Set<(parameters: unknown) => void>();
    this.listeners.set(method, listeners);
    this.connection.onNotification(method, parameters => {
      for (const listener of [...listeners]) listener(parameters);
    });
    return listeners;
  }
}

function connectionLost(error: unknown): Result<never, ErrorInfo> {
  const detail = error instanceof Error ? error.message : String(error);
  return failure({ reason: 'engine-crash', message: `The other process ended before it answered: ${detail}` });
}
