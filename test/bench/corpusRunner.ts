import { analyze } from '../../src/analysis/analyze';
import type { OnnxModel } from '../../src/onnx/openModel';
import type { NamedTensors } from '../../src/shared/graph/denseTensor';
import type { Graph } from '../../src/shared/graph/graph';
import { IDENTITY } from '../../src/shared/graph/provenance';
import type { GraphLevel, PassCall } from '../../src/shared/report/jobRequest';
import { LayerwiseError } from '../../src/shared/report/layerwiseError';
import type { OptimizeData } from '../../src/worker/optimize/optimizeData';
import { RunnerLaboratory } from '../../src/worker/optimize/runnerLaboratory';
import { runPasses } from '../../src/worker/optimize/runPasses';
import { RunnerProcess } from '../../src/worker/runnerProcess';
import { withGraphSession } from '../../src/worker/withGraphSession';
import type { Analysis } from '../../src/shared/report/analysis';

const STEP_DEADLINE_MS = 20_000;
const EMPTY = { count: 0, batches: () => nothing() };
const NO_DATA: OptimizeData = {
  ...{
    source: '',
    kind: 'synthetic',
    fit: EMPTY,
    heldBack: EMPTY,
    judged: EMPTY,
    hasLabels: false,
    fixed: { shapes: new Map(), dims: new Map() },
  },
  close: () => Promise.resolve(),
};

async function* nothing(): ReturnType<typeof NO_DATA.fit.batches> {
  // There are no samples.
}

/** Runs one model after the other in a process that is replaced when one of them ends it. */
export class CorpusRunner {
  private runner: Promise<RunnerProcess> | undefined;
  private count = 0;

  /** Outputs of `graph`, an edit of `model`, per entry of `feeds`; the sentence of the runtime where it refuses or dies. */
  async outputs(
    model: OnnxModel,
    graph: Graph,
    level: GraphLevel,
    feeds: readonly NamedTensors[],
  ): Promise<readonly NamedTensors[] | string> {
    try {
      const runner = await this.start();
      const session = { runner, model, name: `corpus-${this.count++}` };
      return await withGraphSession(session, graph, { threads: 1, graphOptimization: level }, async id => {
        const all: NamedTensors[] = [];
        for (const feed of feeds) all.push((await runner.run(id, feed)).outputs);
        return all;
      });
    } catch (error) {
      if (!(error instanceof LayerwiseError)) throw error;
      if (['runtime-crash', 'deadline', 'engine-crash'].includes(error.reason)) await this.end();
      return error.message;
    }
  }

  /** What passes make of a model, its own graph where they change nothing. They have no data: only constants can be computed. Throws what the passes do. */
  async changed(model: OnnxModel, passes: readonly PassCall[]): Promise<Graph> {
    const analyzed = new Map<Graph, Analysis>();
    const analyzeOnce = (graph: Graph): Analysis => {
      const known = analyzed.get(graph) ?? analyze(graph, model.readerOf(graph), { dims: new Map() });
      analyzed.set(graph, known);
      return known;
    };
    const original = { ...model.graph, provenance: IDENTITY };
    const laboratory = await this.laboratory(model, analyzeOnce);
    const tools = { readerOf: (graph: Graph) => model.readerOf(graph), analyze: analyzeOnce, laboratory, onPass: () => undefined };
    const { graph } = await runPasses(original, passes, tools);
    return graph === original ? model.graph : graph;
  }

  async end(): Promise<void> {
    const runner = this.runner;
    this.runner = undefined;
    await (await runner)?.dispose();
  }

  /** What passes find things out with. */
  async laboratory(model: OnnxModel, analyze: (graph: Graph) => Analysis): Promise<RunnerLaboratory> {
    const runner = await this.start();
    const silent = { onBatch: () => undefined, onStep: () => undefined };
    const timing = { whileMeasuring: <T>(work: () => Promise<T>) => work() };
    return new RunnerLaboratory({ ...silent, ...timing, runner, model, original: model.graph, data: NO_DATA, threads: 1, analyze });
  }

  private start(): Promise<RunnerProcess> {
    const limits = { signal: new AbortController().signal, file: 'model.onnx', phaseDeadlineMs: STEP_DEADLINE_MS };
    return (this.runner ??= RunnerProcess.start(limits));
  }
}
