import type { JudgedSamples, Judgement, PassStep } from '../../optimize/laboratory';
import { assertNever } from '../../shared/base/assertNever';
import type { NamedTensors } from '../../shared/graph/denseTensor';
import type { Graph } from '../../shared/graph/graph';
import type { OptimizeData, SampleBatch, SampleSet } from './optimizeData';
import { OutputDifference } from './outputDifference';
import { ResultCounter } from './resultCounter';

type Run = (feeds: NamedTensors) => Promise<NamedTensors>;

export interface JudgeParts {
  readonly data: OptimizeData;
  /** The model on the command line. */
  readonly original: Graph;
  /** Samples per run. */
  readonly size: () => number;
  /** Told what part of a pass is done, 0..1, and what runs. */
  readonly onStep: (done: number, detail: string) => void;
  /** Gives `use` what runs a graph. */
  readonly withRuns: <T>(graph: Graph, use: (run: Run) => Promise<T>) => Promise<T>;
}

/** Outputs of the original are kept up to this, so that it runs once for all candidates. */
const KEPT_BYTES = 128 * 2 ** 20;
const MOST_FEW = 32;
const FEWEST = 4;
/** A candidate on a few samples should not run for longer. */
const FEW_MS = 2000;

const TRY: PassStep = { title: 'try', from: 0, to: 1 };

/** Compares candidates with the model that they are made from. */
export class CandidateJudge {
  /** Outputs of the original by batch; `undefined` where they are too large to keep. */
  private readonly kept = new Map<SampleSet, readonly NamedTensors[] | undefined>();
  private fewSamples: SampleSet | undefined;
  private msPerSample = 0;

  constructor(private readonly parts: JudgeParts) {}

  async judge(candidate: Graph, on: JudgedSamples, step: PassStep): Promise<Judgement> {
    const samples = this.samplesOf(on);
    const counter = new ResultCounter(this.parts.data.source);
    await this.compareOn(candidate, samples, step, (expected, actual, batch) => counter.add(expected, actual, batch));
    return counter.judgement;
  }

  /** On everything to fit on. */
  async compare(candidate: Graph): Promise<OutputDifference> {
    const difference = new OutputDifference();
    await this.compareOn(candidate, this.parts.data.fit, TRY, (expected, actual, batch) => difference.add(expected, actual, batch.samples));
    return difference;
  }

  /** Some of the samples to fit on: fewer of a slow model, as soon as it is known to be one. */
  few(): SampleSet {
    if (this.fewSamples !== undefined) return this.fewSamples;
    const { fit } = this.parts.data;
    const affordable = this.msPerSample > 0 ? Math.max(FEWEST, Math.round(FEW_MS / this.msPerSample)) : MOST_FEW;
    return (this.fewSamples = firstOf(fit, Math.min(fit.count, MOST_FEW, affordable)));
  }

  private samplesOf(on: JudgedSamples): SampleSet {
    switch (on) {
      case 'few':
        return this.few();
      case 'fitted':
        return this.parts.data.fit;
      case 'held-back':
        return this.parts.data.judged;
      default:
        return assertNever(on);
    }
  }

  private async compareOn(
    candidate: Graph,
    samples: SampleSet,
    step: PassStep,
    add: (expected: NamedTensors, actual: NamedTensors, batch: SampleBatch) => void,
  ): Promise<void> {
    const { original, size, onStep, withRuns } = this.parts;
    const kept = await this.expected(samples);
    const all = async (expect: (feeds: NamedTensors, batch: number) => Promise<NamedTensors>): Promise<void> => {
      await withRuns(candidate, async run => {
        let [batches, done] = [0, 0];
        for await (const batch of samples.batches(size())) {
          add(await expect(batch.feeds, batches++), await run(batch.feeds), batch);
          onStep(...progress(step, (done += batch.samples), samples.count));
        }
      });
    };
    if (kept === undefined) await withRuns(original, run => all(run));
    else await all((_feeds, batch) => Promise.resolve(kept[batch] ?? new Map()));
  }

  private async expected(samples: SampleSet): Promise<readonly NamedTensors[] | undefined> {
    if (!this.kept.has(samples)) this.kept.set(samples, await this.runOriginal(samples));
    return this.kept.get(samples);
  }

  private async runOriginal(samples: SampleSet): Promise<readonly NamedTensors[] | undefined> {
    const { original, size, withRuns } = this.parts;
    return await withRuns(original, async run => {
      const outputs: NamedTensors[] = [];
      let [bytes, count] = [0, 0];
      const start = performance.now();
      for await (const { feeds, samples: more } of samples.batches(size())) {
        const result = await run(feeds);
        bytes += bytesOf(result);
        count += more;
        if (bytes > KEPT_BYTES) return undefined;
        outputs.push(result);
      }
      this.msPerSample = (performance.now() - start) / Math.max(1, count);
      return outputs;
    });
  }
}

/** What to tell of a step that looks at samples: the share of the pass, and words. */
export function progress({ title, from, to }: PassStep, samples: number, total: number): readonly [number, string] {
  return [from + ((to - from) * samples) / Math.max(1, total), `${title}, sample ${samples} of ${total}`];
}

/** The first samples of a set, in whole batches. */
export function firstOf(samples: SampleSet, count: number): SampleSet {
  return { count, batches: size => firstBatches(samples, Math.min(size, count), count) };
}

async function* firstBatches(samples: SampleSet, size: number, count: number): AsyncGenerator<SampleBatch> {
  let left = count;
  for await (const batch of samples.batches(size)) {
    if (left <= 0) return;
    yield batch;
    left -= batch.samples;
  }
}

function bytesOf(outputs: NamedTensors): number {
  return [...outputs.values()].reduce((sum, { data }) => sum + ('byteLength' in data ? data.byteLength : 0), 0);
}
