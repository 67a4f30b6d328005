/** When a job gives up. All parts of the job share one, however many models and processes they run. */
export class Deadline {
  /** On the clock of `performance.now()`. */
  private at: number;

  /** Counts from now. */
  constructor(readonly totalMs: number) {
    this.at = performance.now() + totalMs;
  }

  /** 0 when it has passed. */
  get leftMs(): number {
    return Math.max(0, this.at - performance.now());
  }

  /** For time that the job had to wait for others, which does not count. */
  extend(waitedMs: number): void {
    this.at += waitedMs;
  }
}
