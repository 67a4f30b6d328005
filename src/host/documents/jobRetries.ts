import * as vscode from 'vscode';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { FIRST_TRY, halfTheSamples, type RetryTerms } from './retryTerms';

/** How much more time `waitLonger` gives. */
const LONGER = 5;

/** A job that was started. */
export interface StartedJob {
  readonly start: () => Promise<void>;
  /** Skeleton hash of the graph that it is told ids of nodes of; `undefined` where it is told none. */
  readonly namedIn: string | undefined;
}

/** Starts the last job of a model again under other terms. */
export class JobRetries {
  private last: StartedJob | undefined;
  private current = FIRST_TRY;

  /** @param begin starts a job. @param countSamples of all data that there are */
  constructor(
    private readonly begin: (job: StartedJob) => Promise<void>,
    private readonly countSamples: () => Promise<number>,
  ) {}

  /** What is other about the job that is being started. */
  get terms(): RetryTerms {
    return this.current;
  }

  /** What is not the last job again is under the terms of a first try. */
  noteStart({ start }: StartedJob): void {
    if (start !== this.last?.start) this.current = FIRST_TRY;
  }

  noteStarted(job: StartedJob): void {
    this.last = job;
  }

  /** Starts what ran out of time again, with more of it each time. Throws `LayerwiseError`. */
  async waitLonger(): Promise<void> {
    const { last, terms } = this;
    if (last !== undefined) await this.again(last, { ...terms, patience: terms.patience * LONGER });
  }

  /** Starts what needed too much memory again, with half of the samples each time. Throws `LayerwiseError`, `not-applicable` where there are no fewer. */
  async useFewerSamples(): Promise<void> {
    const { last, terms } = this;
    if (last === undefined) return;
    const fewer = halfTheSamples(terms, await this.countSamples());
    if (fewer === undefined) throw new LayerwiseError('not-applicable', vscode.l10n.t('It ran on the fewest samples that can be split.'));
    await this.again(last, fewer);
  }

  private async again(job: StartedJob, terms: RetryTerms): Promise<void> {
    const { last, current } = this;
    this.last = job;
    this.current = terms;
    await this.begin(job).catch((error: unknown) => {
      this.last = last;
      this.current = current;
      throw error;
    });
  }
}
