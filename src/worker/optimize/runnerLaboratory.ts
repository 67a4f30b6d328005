import type { Findings, Laboratory, Observation } from '../../optimize/laboratory';
import { FindingsCollector } from '../../optimize/observe/findingsCollector';
import { instrument } from '../../optimize/observe/instrument';
import type { OnnxModel } from '../../onnx/openModel';
import type { DenseTensor, NamedTensors } from '../../shared/graph/denseTensor';
import { tensorBytes } from '../../shared/graph/dtype';
import type { Graph } from '../../shared/graph/graph';
import { elementCount } from '../../shared/graph/shape';
import { tensorByName } from '../../shared/graph/traversal';
import type { Weight } from '../../shared/graph/weight';
import type { SessionId, SessionOptions } from '../../shared/protocol/workerRunner';
import type { Analysis } from '../../shared/report/analysis';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { denseWeight } from '../denseWeight';
import type { RunnerProcess } from '../runnerProcess';
import { withGraphSession } from '../withGraphSession';
import { constantGraph } from './constantGraph';
import type { OptimizeData, SampleSet } from './optimizeData';
import { OutputDifference } from './outputDifference';

/** Samples per run while calibrating: large enough to be quick, small enough for memory. */
const BATCH = 20;
/** Activations of one calibration run stay about below this. */
const RUN_BYTES = 512 * 2 ** 20;
const MOST_SAMPLES = 2048;

export interface LaboratoryParts {
  readonly runner: RunnerProcess;
  readonly model: OnnxModel;
  /** The model on the command line. */
  readonly original: Graph;
  readonly data: OptimizeData;
  readonly threads: number;
  readonly analyze: (graph: Graph) => Analysis;
  /** Told after every batch. */
  readonly onBatch: (phase: string, done: number, total: number) => void;
}

/** Finds things out by running graphs in a runner: each is written to the runner's private folder, run, and removed. */
export class RunnerLaboratory implements Laboratory {
  private written = 0;

  constructor(private readonly parts: LaboratoryParts) {}

  get hasData(): boolean {
    return this.parts.data.kind === 'data';
  }

  async observe(graph: Graph, observations: readonly Observation[]): Promise<Findings> {
    const { data, analyze, onBatch } = this.parts;
    const analysis = analyze(graph);
    const total = Math.min(data.fit.count, MOST_SAMPLES);
    const stride = (observation: Observation): number => strideOf(graph, analysis, observation, total);
    const instrumented = instrument(graph, observations, stride);
    const collector = new FindingsCollector(instrumented.probes);
    await this.withSession(instrumented.graph, 'all', async session => {
      let done = 0;
      for await (const { feeds, samples } of data.fit.batches(batchSize(analysis))) {
        collector.add(await this.run(session, feeds, collector.fetches), samples);
        done += samples;
        onBatch('collect ranges', done, total);
        if (done >= total) break;
      }
    });
    return collector.findings();
  }

  async evaluate(graph: Graph, tensors: readonly string[], maxBytes: number): Promise<ReadonlyMap<string, Weight>> {
    const outputs = await this.constants(graph, tensors);
    return new Map([...outputs].flatMap(([name, tensor]) => (sizeOf(tensor) <= maxBytes ? weightEntries(name, tensor) : [])));
  }

  async agreement(candidate: Graph): Promise<number> {
    return (await this.compare(candidate, this.parts.data.fit)).agreement;
  }

  /** How far a graph's outputs are from those of the model on the command line. */
  async compare(candidate: Graph, samples: SampleSet): Promise<OutputDifference> {
    const { original, analyze } = this.parts;
    const difference = new OutputDifference();
    const size = batchSize(analyze(original));
    await this.withSession(original, 'all', reference =>
      this.withSession(candidate, 'all', async session => {
        for await (const batch of samples.batches(size)) {
          difference.add(await this.run(reference, batch.feeds), await this.run(session, batch.feeds), batch.samples);
        }
      }),
    );
    return difference;
  }

  /** Those of some constant tensors that can be had: a type that the binding cannot return, or no kernel computes, costs that tensor alone. */
  private async constants(graph: Graph, tensors: readonly string[]): Promise<NamedTensors> {
    if (tensors.length === 0) return new Map();
    try {
      return await this.withSession(constantGraph(graph, tensors), 'disabled', session => this.run(session, new Map(), tensors));
    } catch (error) {
      if (!(error instanceof LayerwiseError) || error.reason !== 'unsupported-type') throw error;
      if (tensors.length === 1) return new Map();
      const half = tensors.length >> 1;
      return new Map([...(await this.constants(graph, tensors.slice(0, half))), ...(await this.constants(graph, tensors.slice(half)))]);
    }
  }

  private async run(session: SessionId, feeds: NamedTensors, fetches?: readonly string[]): Promise<NamedTensors> {
    return (await this.parts.runner.run(session, feeds, fetches)).outputs;
  }

  private withSession<T>(graph: Graph, level: SessionOptions['graphOptimization'], use: (session: SessionId) => Promise<T>): Promise<T> {
    const { runner, model, threads } = this.parts;
    const name = `graph-${this.written++}`;
    return withGraphSession({ runner, model, name }, graph, { threads, graphOptimization: level }, use);
  }
}

function batchSize({ totals }: Analysis): number {
  const perSample = totals.peakActivationBytes ?? 0;
  return Math.max(1, Math.min(BATCH, Math.floor(RUN_BYTES / Math.max(1, perSample))));
}

/** Every how many values one is kept, so that all samples together give about what was asked for. Odd, so as not to fall in step with channels. */
function strideOf(graph: Graph, analysis: Analysis, observation: Observation, samples: number): number {
  if (observation.kind !== 'samples') return 1;
  const perSample = elementCount(analysis.tensors[tensorByName(graph, observation.tensor)]?.shape) ?? 0;
  const stride = Math.ceil((perSample * samples) / observation.count);
  return stride % 2 === 0 ? stride + 1 : stride;
}

function sizeOf({ dtype, dims }: DenseTensor): number {
  return tensorBytes(
    dtype,
    dims.reduce((product, dim) => product * dim, 1),
  );
}

function weightEntries(name: string, tensor: DenseTensor): readonly (readonly [string, Weight])[] {
  const weight = denseWeight(tensor);
  return weight === undefined ? [] : [[name, weight]];
}
