import { readMachine } from '../../shared/protocol/engineWorker';
import type { KnownMachine } from '../../shared/report/machine';
import type { JobRunner } from './jobRunner';

const DEADLINE_MS = 60_000;
const NOTHING_KNOWN: KnownMachine = { isa: [], roofs: undefined };

/**
 * What is known about this machine, answered by short-lived workers: finding that out can block. Roofs that were found are remembered; while there are none
 * every question asks again, since the command line may have measured them. Measures nothing.
 */
export class MachineQuestions {
  private readonly answers = new Map<string, Promise<KnownMachine>>();

  constructor(
    private readonly jobs: JobRunner,
    private readonly warn: (error: unknown) => void,
  ) {}

  /** `threads`: `undefined` for one per physical core. `onnxruntime`: the roofs must be of this version, of any when absent. */
  about(threads: number | undefined, onnxruntime?: string): Promise<KnownMachine> {
    const key = JSON.stringify([threads, onnxruntime]);
    const known = this.answers.get(key);
    if (known !== undefined) return known;
    const answer = this.ask(threads, onnxruntime);
    this.answers.set(key, answer);
    void answer.then(({ roofs }) => {
      if (roofs === undefined && this.answers.get(key) === answer) this.answers.delete(key);
    });
    return answer;
  }

  /** For when the machine was measured again. */
  forget(): void {
    this.answers.clear();
  }

  /** Roofs are a help, so a model is shown without them too. */
  private async ask(threads: number | undefined, onnxruntime: string | undefined): Promise<KnownMachine> {
    const limits = { signal: new AbortController().signal, deadlineMs: DEADLINE_MS };
    try {
      return await this.jobs.ask(readMachine, { threads, onnxruntime }, limits);
    } catch (error) {
      this.warn(error);
      return NOTHING_KNOWN;
    }
  }
}
