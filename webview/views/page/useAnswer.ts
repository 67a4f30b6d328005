import { useEffect, useState } from 'preact/hooks';

/** A question to the host: under way, answered, or failed with a sentence. */
export type Answer<T> =
  { readonly state: 'waiting' } | { readonly state: 'done'; readonly value: T } | { readonly state: 'failed'; readonly message: string };

const WAITING = { state: 'waiting' } as const;

/** Asks again whenever `key` changes; the answer to an older question is dropped. No question while `ask` is undefined. */
export function useAnswer<T>(key: string, ask: (() => Promise<T>) | undefined): Answer<T> {
  const [answer, setAnswer] = useState<Answer<T>>(WAITING);
  useEffect(() => {
    let isCurrent = true;
    const take = (next: Answer<T>) => {
      if (isCurrent) setAnswer(next);
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
  return answer;
}
