import type { Graph } from '../../shared/graph/graph';
import type { Findings, Laboratory, Observation, Observed } from '../laboratory';

/**
 * A laboratory that looks at every tensor of a graph once, whoever asks: candidates for the same layers want the same ranges. What is asked for while it looks at
 * the data is collected and looked for together.
 */
export function shareFindings(laboratory: Laboratory): Laboratory {
  const shared = new WeakMap<Graph, SharedFindings>();
  const observe = (graph: Graph, observations: readonly Observation[]): Promise<Findings> => {
    const findings = shared.get(graph) ?? new SharedFindings(missing => laboratory.observe(graph, missing));
    shared.set(graph, findings);
    return findings.of(observations);
  };
  return {
    observe,
    evaluate: (graph, tensors, maxBytes) => laboratory.evaluate(graph, tensors, maxBytes),
    agreement: candidate => laboratory.agreement(candidate),
    heldBack: laboratory.heldBack,
    judge: (candidate, on, step) => laboratory.judge(candidate, on, step),
    layerErrors: (candidate, step) => laboratory.layerErrors(candidate, step),
    kernelTimes: (graphs, step) => laboratory.kernelTimes(graphs, step),
  };
}

class SharedFindings {
  private readonly known = new Map<string, Observed>();
  private readonly asked = new Set<string>();
  private wanted: Observation[] = [];
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly look: (missing: readonly Observation[]) => Promise<Findings>) {}

  async of(observations: readonly Observation[]): Promise<Findings> {
    const missing = observations.filter(observation => !this.asked.has(JSON.stringify(observation)));
    for (const observation of missing) this.asked.add(JSON.stringify(observation));
    this.wanted.push(...missing);
    this.running = this.running.then(() => this.lookForWanted());
    await this.running;
    return this.known;
  }

  private async lookForWanted(): Promise<void> {
    if (this.wanted.length === 0) return;
    const wanted = this.wanted;
    this.wanted = [];
    for (const [tensor, observed] of await this.look(wanted)) {
      const before = this.known.get(tensor);
      this.known.set(tensor, before === undefined ? observed : merge(before, observed));
    }
  }
}

/** What either was asked for. */
function merge(before: Observed, after: Observed): Observed {
  const isRanged = after.min <= after.max || Number.isNaN(after.min);
  const longer = <T extends { readonly length: number }>(a: T, b: T): T => (b.length > 0 ? b : a);
  const average = isRanged ? after.average : before.average;
  const notANumber = before.notANumber ?? after.notANumber;
  const seemsNan = before.seemsNan ?? after.seemsNan;
  return {
    ...(average && { average }),
    ...(notANumber && { notANumber }),
    ...(seemsNan && { seemsNan }),
    min: isRanged ? after.min : before.min,
    max: isRanged ? after.max : before.max,
    mean: longer(before.mean, after.mean),
    variance: longer(before.variance, after.variance),
    samples: longer(before.samples, after.samples),
    gram: longer(before.gram, after.gram),
  };
}
