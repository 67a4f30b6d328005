import { useEffect, useState } from 'preact/hooks';

/** A question to the host: under way, answered, or failed with a sentence. */
export type Answer<T> =
  { readonly state: 'waiting' } | { readonly state: 'done'; readonly value: T } | { readonly state: 'failed'; readonly message: string };

const WAITING = { state: 'waiting' } as const;

/** Asks again whenever `key` changes; the answer to an older question is never seen under a newer key. No question while `ask` is undefined. */
export function useAnswer<T>(key: string, ask: (() => Promise<T>) | undefined): Answer<T> {
  const [answered, setAnswered] = useState<{ readonly key: string; readonly answer: Answer<T> }>({ key, answer: WAITING });
  useEffect(() => {
    let isCurrent = true;
    const take = (answer: Answer<T>) => {
      if (isCurrent) setAnswered({ key, answer });
    };
    take(WAITING);
    ask?.().then(
      value => take({ state: 'done', value }),
      (error: unknown) => take({ state: 'failed', message: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [key]);
  return answered.key === key ? answered.answer : WAITING;
}
