/** Asks for each value while the one before it is being used. Whoever stops early waits for the one that is on its way, so that nothing is read behind them. */
export async function* readAhead<T>(values: AsyncGenerator<T, undefined>): AsyncGenerator<T, undefined> {
  try {
    let next = values.next();
    for (;;) {
      const { value, done } = await next;
      if (done === true) return;
      next = values.next();
      // What fails meanwhile is heard of when it is waited for.
      next.catch(() => undefined);
      yield value;
    }
  } finally {
    await values.return(undefined);
  }
}
