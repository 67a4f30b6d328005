import { reducedMotion } from './reducedMotion';

/** Calls `step` with 0..1, eased out, until 1; at once with 1 where motion is not wanted. Returns what ends it early. */
export function animate(durationMs: number, step: (t: number) => void): () => void {
  if (reducedMotion()) {
    step(1);
    return () => undefined;
  }
  const start = performance.now();
  let frame = 0;
  const next = (now: number) => {
    const t = Math.min(1, Math.max(0, (now - start) / durationMs));
    step(1 - (1 - t) ** 3);
    if (t < 1) frame = requestAnimationFrame(next);
  };
  frame = requestAnimationFrame(next);
  return () => cancelAnimationFrame(frame);
}
