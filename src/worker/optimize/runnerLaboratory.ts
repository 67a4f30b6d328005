import type {
  Findings,
  HeldBack,
  JudgedSamples,
  Judgement,
  KernelTime,
  Laboratory,
  Observation,
  PassStep,
} from '../../optimize/laboratory';
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
import type { LayerError } from '../../shared/report/layerError';
import { profileKernels } from '../kernels/profileKernels';
import { fedAs } from '../fedAs';
import { modelInputs } from '../modelInputs';
import { layerErrors } from '../layerErrors/layerErrors';
import { rigorOf } from '../rigor';
import { withGraphFile, withGraphSession } from '../withGraphSession';
import { constantGraph } from './constantGraph';
import { CandidateJudge, progress } from './candidateJudge';
import { kernelTimesOf } from './kernelTimesOf';
import type { OptimizeData } from './optimizeData';
import { SampleVariety } from './sampleVariety';
import { strideThrough } from './strideThrough';

/** Samples per run while calibrating: large enough to be quick, small enough for memory. */
const BATCH = 20;
/** Activations of one calibration run stay about below this. */
const RUN_BYTES = 512 * 2 ** 20;
const MOST_SAMPLES = 2048;
/** Graphs are timed in turns, so often each. */
const TIMED_ROUNDS = 2;

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
  /** Told what part of a pass is done, 0..1, and what runs. */
  readonly onStep: (done: number, detail: string) => void;
  /** Runs what times something, while nobody else on this machine does. */
  readonly whileMeasuring: <T>(work: () => Promise<T>) => Promise<T>;
}

/** Finds things out by running graphs in a runner: each is written to the runner's private folder, run, and removed. */
export class RunnerLaboratory implements Laboratory {
  private written = 0;
  private readonly variety = new SampleVariety();
  private readonly candidates: CandidateJudge;

  constructor(private readonly parts: LaboratoryParts) {
    const { data, original, analyze, onStep } = parts;
    this.candidates = new CandidateJudge({
      data,
      original,
      size: () => batchSize(analyze(original)),
      onStep,
      withRuns: (graph, use) => this.withRuns(graph, use),
    });
  }

  get heldBack(): HeldBack {
    const { judged, hasLabels, kind } = this.parts.data;
    return { samples: judged.count, hasLabels, isSynthetic: kind === 'synthetic' };
  }

  get hasData(): boolean {
    return this.parts.data.kind === 'data';
  }

  /** What is to be said of the data that were looked at. */
  get dataNotes(): readonly string[] {
    return this.hasData ? this.variety.notes : [];
  }

  async observe(graph: Graph, observations: readonly Observation[], most = MOST_SAMPLES): Promise<Findings> {
    const { data, analyze, onBatch } = this.parts;
    const analysis = analyze(graph);
    const total = Math.min(data.fit.count, MOST_SAMPLES, most);
    const stride = (observation: Observation): number => strideOf(graph, analysis, observation, total);
    const instrumented = instrument(graph, observations, stride);
    const collector = new FindingsCollector(instrumented);
    await this.withSession(instrumented.graph, 'all', async session => {
      let done = 0;
      for await (const { feeds, samples } of data.fit.batches(batchSize(analysis))) {
        this.variety.add(feeds);
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
    return (await this.candidates.compare(candidate)).agreement;
  }

  judge(candidate: Graph, on: JudgedSamples, step: PassStep): Promise<Judgement> {
    return this.candidates.judge(candidate, on, step);
  }

  async layerErrors(candidate: Graph, step: PassStep): Promise<readonly LayerError[]> {
    const { runner, threads, model, original, analyze, onStep } = this.parts;
    const few = this.candidates.few();
    let done = 0;
    return layerErrors({
      ...{ runner, threads, batches: size => few.batches(size) },
      base: { model, graph: original, analysis: analyze(original) },
      variant: { model, graph: candidate },
      onBatch: samples => onStep(...progress(step, (done += samples), few.count)),
    });
  }

  kernelTimes(graphs: readonly Graph[], { title, from, to }: PassStep): Promise<readonly (readonly KernelTime[])[]> {
    return this.parts.whileMeasuring(async () => {
      const rounds: (readonly KernelTime[])[][] = graphs.map(() => []);
      for (let round = 0; round < TIMED_ROUNDS; round++) {
        for (const [index, graph] of graphs.entries()) {
          const done = (round * graphs.length + index) / (TIMED_ROUNDS * graphs.length);
          this.parts.onStep(from + (to - from) * done, title);
          rounds[index]?.push(await this.profile(graph));
        }
      }
      return rounds.map(quickest);
    });
  }

  private async profile(graph: Graph): Promise<readonly KernelTime[]> {
    const { runner, model, data, analyze, threads } = this.parts;
    const macs = analyze(graph).columns.find(({ id }) => id === 'macs')?.values;
    for await (const { feeds } of data.fit.batches(1)) {
      return await withGraphFile({ runner, model, name: `timed-${this.written++}` }, graph, async ({ file, options, graph: copy }) => {
        const session = { threads, graphOptimization: 'all', ...options } as const;
        const fed = fedAs(modelInputs(graph), feeds);
        const task = { runner, path: file, graph, feeds: fed, options: session, rigor: rigorOf('quick'), macs };
        return kernelTimesOf(graph, await profileKernels(copy === graph ? task : { ...task, copy }));
      });
    }
    return [];
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

  private withRuns<T>(graph: Graph, use: (run: (feeds: NamedTensors) => Promise<NamedTensors>) => Promise<T>): Promise<T> {
    return this.withSession(graph, 'all', session => use(feeds => this.run(session, feeds)));
  }

  private withSession<T>(graph: Graph, level: SessionOptions['graphOptimization'], use: (session: SessionId) => Promise<T>): Promise<T> {
    const { runner, model, threads } = this.parts;
    const name = `graph-${this.written++}`;
    return withGraphSession({ runner, model, name }, graph, { threads, graphOptimization: level, memoryPattern: false }, use);
  }
}

/** Other programs only ever add time. */
function quickest(rounds: readonly (readonly KernelTime[])[]): readonly KernelTime[] {
  const sum = (kernels: readonly KernelTime[]): number => kernels.reduce((total, { medianMs }) => total + medianMs, 0);
  return rounds.reduce((best, round) => (sum(round) < sum(best) ? round : best), rounds[0] ?? []);
}

function batchSize({ totals }: Analysis): number {
  const perSample = totals.peakActivationBytes ?? 0;
  return Math.max(1, Math.min(BATCH, Math.floor(RUN_BYTES / Math.max(1, perSample))));
}

/** Every how many values one is kept, so that all samples together give about what was asked for: in step with no axis, so that all positions are met. */
function strideOf(graph: Graph, analysis: Analysis, observation: Observation, samples: number): number {
  if (observation.kind !== 'samples') return 1;
  const perSample = elementCount(analysis.tensors[tensorByName(graph, observation.tensor)]?.shape) ?? 0;
  return strideThrough(perSample, Math.ceil((perSample * samples) / observation.count));
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
