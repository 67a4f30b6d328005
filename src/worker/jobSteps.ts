import type { JobStep } from '../shared/report/job';
import type { JobContext } from './jobContext';

/** Reports a job's steps one after the other. Shares say how much of the whole job each step takes, roughly. */
export class JobSteps {
  private current = -1;
  private detail = '';

  constructor(
    private readonly context: Pick<JobContext, 'progress'>,
    private readonly steps: readonly { readonly title: string; readonly share: number }[],
  ) {}

  /** Begins the step with this title, which ends those before it. */
  begin(title: string): void {
    this.current = this.steps.findIndex(step => step.title === title);
    this.update(0, '');
  }

  /** `done`: share of the running step, 0..1. */
  update(done: number, detail: string): void {
    this.detail = detail;
    const total = this.steps.reduce((sum, { share }) => sum + share, 0);
    const before = this.steps.slice(0, Math.max(0, this.current)).reduce((sum, { share }) => sum + share, 0);
    const running = this.steps[this.current];
    this.context.progress({
      phase: running?.title ?? '',
      fraction: (before + (running?.share ?? 0) * Math.min(1, done)) / total,
      detail,
      steps: this.steps.map((step, index) => this.describe(step.title, index)),
    });
  }

  private describe(title: string, index: number): JobStep {
    const state = index < this.current ? 'done' : index === this.current ? 'running' : 'waiting';
    return { title, state, detail: index === this.current ? this.detail : '' };
  }
}
