import type { Disposable } from '../../shared/base/disposable';

/** `setTimeout` takes no more, and fires at once instead. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Calls back once, after `ms` milliseconds in which it was not paused. */
export class PausableTimer implements Disposable {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private startedAt = 0;

  constructor(
    private leftMs: number,
    private readonly callback: () => void,
  ) {
    this.resume();
  }

  pause(): void {
    if (this.timer === undefined) return;
    this.dispose();
    this.leftMs = Math.max(0, this.leftMs - (performance.now() - this.startedAt));
  }

  resume(): void {
    if (this.timer !== undefined) return;
    this.startedAt = performance.now();
    this.timer = setTimeout(this.callback, Math.min(this.leftMs, LONGEST_TIMER_MS));
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
