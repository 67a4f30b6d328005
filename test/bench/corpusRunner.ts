import fs from 'node:fs';
import path from 'node:path';
import { analyze } from '../../src/analysis/analyze';
import { openModel, type OnnxModel } from '../../src/onnx/openModel';
import type { NamedTensors } from '../../src/shared/graph/denseTensor';
import type { Graph } from '../../src/shared/graph/graph';
import { IDENTITY } from '../../src/shared/graph/provenance';
import type { GraphLevel, PassCall } from '../../src/shared/report/jobRequest';
import { LayerwiseError } from '../../src/shared/report/layerwiseError';
import { RunnerLaboratory } from '../../src/worker/optimize/runnerLaboratory';
import { runPasses, type PassRun } from '../../src/worker/optimize/runPasses';
import { RunnerProcess } from '../../src/worker/runnerProcess';
import { withGraphSession } from '../../src/worker/withGraphSession';
import type { Analysis } from '../../src/shared/report/analysis';
import { feedData } from './feedData';

/** For what never ends; a slow machine takes half a minute to load the largest model of the corpora. */
const STEP_DEADLINE_MS = 180_000;
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
      return await this.sentence(error);
    }
  }

  /** What passes make of a model, its own graph where they change nothing. They have no data: only constants can be computed. Throws what the passes do. */
  async changed(model: OnnxModel, passes: readonly PassCall[]): Promise<Graph> {
    const original: Graph = { ...model.graph, provenance: IDENTITY };
    const { graph } = await this.runPasses(model, original, passes, []);
    return graph === original ? model.graph : graph;
  }

  /** The same with what to fit on, a sample per feed, and with the plans. */
  async planned(model: OnnxModel, passes: readonly PassCall[], feeds: readonly NamedTensors[]): Promise<PassRun> {
    return await this.runPasses(model, { ...model.graph, provenance: IDENTITY }, passes, feeds);
  }

  async end(): Promise<void> {
    const runner = this.runner;
    this.runner = undefined;
    await (await runner)?.dispose();
  }

  private async runPasses(
    model: OnnxModel,
    original: Graph,
    passes: readonly PassCall[],
    feeds: readonly NamedTensors[],
  ): Promise<PassRun> {
    const analyzed = new Map<Graph, Analysis>();
    const inputShapes = new Map([...(feeds[0] ?? [])].map(([name, { dims }]) => [name, dims]));
    const analyzeOnce = (graph: Graph): Analysis => {
      const known = analyzed.get(graph) ?? analyze(graph, model.readerOf(graph), { dims: new Map(), inputShapes });
      analyzed.set(graph, known);
      return known;
    };
    const laboratory = await this.laboratory(model, analyzeOnce, feeds);
    return await runPasses(original, passes, {
      ...{ readerOf: graph => model.readerOf(graph), analyze: analyzeOnce, laboratory, onPass: () => undefined },
    });
  }

  /** What passes find things out with; a sample per feed. */
  async laboratory(model: OnnxModel, analyze: (graph: Graph) => Analysis, feeds: readonly NamedTensors[] = []): Promise<RunnerLaboratory> {
    const runner = await this.start();
    const silent = { onBatch: () => undefined, onStep: () => undefined };
    const timing = { whileMeasuring: <T>(work: () => Promise<T>) => work() };
    return new RunnerLaboratory({ ...silent, ...timing, runner, model, original: model.graph, data: feedData(feeds), threads: 1, analyze });
  }

  /** The graph that the runtime makes of a file and runs; the sentence of the runtime where it refuses or dies. */
  async optimized(file: string): Promise<Graph | string> {
    const runner = await this.start();
    const optimizedModelPath = path.join(runner.folder, 'optimized.onnx');
    try {
      const { session } = await runner.createSession(file, { threads: 1, graphOptimization: 'all', optimizedModelPath });
      await runner.releaseSession(session);
      const optimized = await openModel(optimizedModelPath);
      await optimized.close();
      return optimized.graph;
    } catch (error) {
      return await this.sentence(error);
    } finally {
      for (const made of fs.readdirSync(runner.folder).filter(name => name.startsWith('optimized.')))
        fs.rmSync(path.join(runner.folder, made));
    }
  }

  /** What the runtime says; a process that did not survive is replaced. */
  private async sentence(error: unknown): Promise<string> {
    if (!(error instanceof LayerwiseError)) throw error;
    if (['runtime-crash', 'deadline', 'engine-crash'].includes(error.reason)) await this.end();
    return error.message;
  }

  private start(): Promise<RunnerProcess> {
    const limits = { signal: new AbortController().signal, file: 'model.onnx', phaseDeadlineMs: STEP_DEADLINE_MS };
    return (this.runner ??= RunnerProcess.start(limits));
  }
}
