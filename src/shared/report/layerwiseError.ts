import type { Reason } from './reason';

/** Where something went wrong; every part that is known is named in the message as well. */
export interface ErrorPlace {
  readonly file?: string;
  /** Byte offset in the file. */
  readonly offset?: number;
  /** Name of the node, or its position when it has none. */
  readonly node?: string;
  /** What was being done: `create`, `first run`, `measure`. */
  readonly phase?: string;
  /** What the runtime was made to do without when it crashed, the last step of the retry ladder that was taken: graph optimizations, then the memory arena too. */
  readonly without?: 'fusions' | 'arena';
}

/** An error that crosses a process boundary: plain data. */
export interface ErrorInfo {
  readonly reason: Reason;
  /** One or two sentences: what happened, where, what to do. */
  readonly message: string;
  readonly place?: ErrorPlace;
  /** Last lines of the log of the process that failed. */
  readonly logTail?: string;
}

/** An expected failure that ends an operation. Handled by `reason`, never by its text. */
export class LayerwiseError extends Error {
  override readonly name = 'LayerwiseError';

  constructor(
    readonly reason: Reason,
    message: string,
    readonly place: ErrorPlace = {},
    readonly logTail = '',
  ) {
    super(message);
  }

  static from(info: ErrorInfo): LayerwiseError {
    return new LayerwiseError(info.reason, info.message, info.place, info.logTail);
  }
}

/** Turns anything thrown into plain data; what is not a `LayerwiseError` is a bug and says so. */
export function toErrorInfo(error: unknown): ErrorInfo {
  if (error instanceof LayerwiseError) {
    const { reason, message, place, logTail } = error;
    return { reason, message, place, ...(logTail === '' ? {} : { logTail }) };
  }
  const text = error instanceof Error ? error.message : String(error);
  return {
    reason: 'internal',
    message: `Layerwise failed unexpectedly: ${text}`,
    ...(error instanceof Error && error.stack !== undefined ? { logTail: error.stack } : {}),
  };
}
