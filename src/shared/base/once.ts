/** The result of `compute`, computed at the first call and kept. */
export function once<T>(compute: () => T): () => T {
  let result: { readonly value: T } | undefined;
  return () => (result ??= { value: compute() }).value;
}

/** The same for a function of one argument, which is always the same. */
export function onceWith<A, T>(compute: (argument: A) => T): (argument: A) => T {
  let result: { readonly value: T } | undefined;
  return argument => (result ??= { value: compute(argument) }).value;
}
