import type { ModelId } from '../../shared/protocol/hostEngine';
import type { RequestKind } from '../../shared/protocol/message';
import type { JobRunner } from './jobRunner';

/** A question about models of which only the newest counts: a new one about a model ends the one before it, whose answer nobody waits for. */
export class NewestQuestion<P, R> {
  private readonly asked = new Map<ModelId, AbortController>();

  constructor(
    private readonly jobs: JobRunner,
    private readonly kind: RequestKind<P, R>,
    private readonly deadlineMs: number,
  ) {}

  async ask(model: ModelId, request: P): Promise<R> {
    this.asked.get(model)?.abort();
    const abort = new AbortController();
    this.asked.set(model, abort);
    try {
      return await this.jobs.ask(this.kind, request, { signal: abort.signal, deadlineMs: this.deadlineMs });
    } finally {
      if (this.asked.get(model) === abort) this.asked.delete(model);
    }
  }
}
