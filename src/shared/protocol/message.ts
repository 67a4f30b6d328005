/** A request with its parameter and result types; the constant is imported by both sides, so they cannot drift apart. */
export interface RequestKind<P, R> {
  readonly method: string;
  /** Never set; carries the types. */
  readonly types?: (parameters: P) => R;
}

/** A message without an answer. */
export interface NotificationKind<P> {
  readonly method: string;
  /** Never set; carries the type. */
  readonly types?: (parameters: P) => void;
}

export function defineRequest<P, R>(method: string): RequestKind<P, R> {
  return { method };
}

export function defineNotification<P>(method: string): NotificationKind<P> {
  return { method };
}
