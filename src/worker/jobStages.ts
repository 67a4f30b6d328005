import type { JobContext } from './jobContext';

/** Several jobs one after the other that are one to whoever waits: their fractions become parts of the whole. */
export class JobStages {
  private begun = 0;

  constructor(
    private readonly context: JobContext,
    /** All take about as long. */
    private readonly count: number,
  ) {}

  /** Context of the next job; its steps stay its own. */
  next(): JobContext {
    const done = this.begun++;
    return {
      ...this.context,
      progress: progress =>
        this.context.progress({
          ...progress,
          fraction: progress.fraction === undefined ? undefined : (done + progress.fraction) / this.count,
        }),
    };
  }
}
