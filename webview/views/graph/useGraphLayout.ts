import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { GraphLayout } from '../../layout/graph/layoutInput';
import type { GraphPlan } from './graphPlan';
import { takeLayoutWorker } from './layoutWorkers';

const SLOW_MS = 1000;

interface Laid<T> {
  readonly subject: T;
  readonly layout: GraphLayout;
}

interface LayoutState<T> {
  /** The last subject that was laid out; the one before while the next is under way. */
  readonly laid: Laid<T> | undefined;
  /** Under way for so long that it can be cancelled. */
  readonly isSlow: boolean;
  readonly error: string | undefined;
  /** Ends the layout under way and gives back what is laid out now. */
  readonly cancel: () => void;
}

/** Lays out in a worker; a newer subject ends the layout of an older one. */
export function useGraphLayout<T extends { readonly plan: GraphPlan }>(subject: T): LayoutState<T> {
  const worker = useRef<Worker | undefined>(undefined);
  const busy = useRef(false);
  const [laid, setLaid] = useState<Laid<T> | undefined>(undefined);
  const [isSlow, setSlow] = useState(false);
  const [error, setError] = useState<string | undefined>(undefined);
  const stop = () => {
    worker.current?.terminate();
    worker.current = undefined;
    busy.current = false;
    setSlow(false);
  };
  useEffect(() => stop, []);
  useLayoutEffect(() => {
    if (busy.current) stop();
    const current = (worker.current ??= takeLayoutWorker());
    busy.current = true;
    const slow = setTimeout(() => setSlow(true), SLOW_MS);
    const end = (change: () => void) => {
      clearTimeout(slow);
      busy.current = false;
      setSlow(false);
      change();
    };
    current.onmessage = ({ data }: MessageEvent<GraphLayout>) => end(() => setLaid({ subject, layout: data }));
    current.onerror = ({ message }) => end(() => setError(message));
    current.postMessage(subject.plan.input);
    return () => clearTimeout(slow);
  }, [subject]);
  return { laid, isSlow, error, cancel: stop };
}
