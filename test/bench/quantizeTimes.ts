import path from 'node:path';
import { analyze } from '../../src/analysis/analyze';
import { openModel, type OnnxModel } from '../../src/onnx/openModel';
import { writeModel } from '../../src/onnx/writeModel';
import type { Findings, Judgement, KernelTime, Laboratory } from '../../src/optimize/laboratory';
import type { Graph } from '../../src/shared/graph/graph';
import { IDENTITY } from '../../src/shared/graph/provenance';
import type { Weight } from '../../src/shared/graph/weight';
import type { Analysis } from '../../src/shared/report/analysis';
import type { PassCall } from '../../src/shared/report/jobRequest';
import type { LayerError } from '../../src/shared/report/layerError';
import { decodeTensorProto } from '../../src/worker/decodeTensorProto';
import { openOptimizeData, type OptimizeData } from '../../src/worker/optimize/optimizeData';
import { RunnerLaboratory } from '../../src/worker/optimize/runnerLaboratory';
import { runPasses } from '../../src/worker/optimize/runPasses';
import { RunnerProcess } from '../../src/worker/runnerProcess';
import { median } from '../../src/shared/base/quantile';

const NEVER = new AbortController().signal;
/** Samples per run, as the laboratory takes them. */
const BATCH = 20;
const ROUNDS = 3;

/** Parts of planning and writing one variant, the start of the process apart. */
export interface PlanTimes {
  readonly title: string;
  /** From the opened model to the written file. */
  readonly seconds: number;
  /** Time of the processor for it: of the process that plans, and of the runs. */
  readonly cpuSeconds: number;
  /** Loading and running the model over the same samples, and nothing else. */
  readonly bareSeconds: number;
  readonly collectSeconds: number;
  readonly collections: number;
  /** Running candidates of the accuracy helpers. */
  readonly judgeSeconds: number;
  readonly candidates: number;
  readonly writeSeconds: number;
  /** Of collecting over a bare pass in the same round, for one collection. */
  readonly collectRatio: number;
  /** Of the runs alone, without writing, loading and passing on, in time of the processor. */
  readonly runRatio: number;
}

/** Time of the processor that runs took. */
interface RunTime {
  cpuMs: number;
}

function countRuns(runner: RunnerProcess): RunTime {
  const runs = { cpuMs: 0 };
  const run = runner.run.bind(runner);
  runner.run = async (...asked) => {
    const result = await run(...asked);
    runs.cpuMs += result.cpuMs;
    return result;
  };
  return runs;
}

/** What a laboratory is asked, with the time that it takes to answer. */
class TimedLaboratory implements Laboratory {
  readonly spent = { collectMs: 0, collectCpuMs: 0, collections: 0, judgeMs: 0, candidates: 0 };

  constructor(
    private readonly inner: RunnerLaboratory,
    private readonly runs: RunTime,
  ) {}

  get hasData(): boolean {
    return this.inner.hasData;
  }

  get heldBack(): Laboratory['heldBack'] {
    return this.inner.heldBack;
  }

  async observe(...asked: Parameters<Laboratory['observe']>): Promise<Findings> {
    const start = performance.now();
    const before = this.runs.cpuMs;
    const findings = await this.inner.observe(...asked);
    this.spent.collectCpuMs += this.runs.cpuMs - before;
    this.spent.collectMs += performance.now() - start;
    this.spent.collections++;
    return findings;
  }

  async judge(...asked: Parameters<Laboratory['judge']>): Promise<Judgement> {
    const start = performance.now();
    const judgement = await this.inner.judge(...asked);
    this.spent.judgeMs += performance.now() - start;
    this.spent.candidates++;
    return judgement;
  }

  evaluate(...asked: Parameters<Laboratory['evaluate']>): Promise<ReadonlyMap<string, Weight>> {
    return this.inner.evaluate(...asked);
  }

  agreement(candidate: Graph): Promise<number> {
    return this.inner.agreement(candidate);
  }

  layerErrors(...asked: Parameters<Laboratory['layerErrors']>): Promise<readonly LayerError[]> {
    return this.inner.layerErrors(...asked);
  }

  kernelTimes(...asked: Parameters<Laboratory['kernelTimes']>): Promise<readonly (readonly KernelTime[])[]> {
    return this.inner.kernelTimes(...asked);
  }
}

interface Bench {
  readonly model: OnnxModel;
  readonly data: OptimizeData;
  readonly runner: RunnerProcess;
  readonly runs: RunTime;
}

/** Plans and writes each variant in turns with a bare pass over the calibration data, in one process; medians over the rounds. */
export async function planTimes(
  file: string,
  calibration: string,
  calls: readonly { readonly title: string; readonly call: PassCall }[],
): Promise<readonly PlanTimes[]> {
  const model = await openModel(file);
  const runner = await RunnerProcess.start({ signal: NEVER, file });
  const conditions = { dims: {}, threads: 1, seed: 0, data: calibration };
  const data = await openOptimizeData(file, model.graph, conditions, decodeTensorProto);
  try {
    const bench = { model, data, runner, runs: countRuns(runner) };
    await bareTimes(bench);
    const times: PlanTimes[] = [];
    for (const { title, call } of calls) {
      const rounds: PlanTimes[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const output = path.join(runner.folder, `${title}-${round}.onnx`);
        rounds.push(await planOnce(bench, { title, call, output }, await bareTimes(bench)));
      }
      times.push(medians(rounds));
    }
    return times;
  } finally {
    await data.close();
    await runner.dispose();
    await model.close();
  }
}

interface BareTimes {
  readonly seconds: number;
  readonly cpuMs: number;
}

async function bareTimes({ model, data, runner, runs }: Bench): Promise<BareTimes> {
  const start = performance.now();
  const before = runs.cpuMs;
  const { session } = await runner.createSession(model.path, { threads: 1, graphOptimization: 'all' });
  for await (const { feeds } of data.fit.batches(BATCH)) await runner.run(session, feeds);
  await runner.releaseSession(session);
  return { seconds: (performance.now() - start) / 1000, cpuMs: runs.cpuMs - before };
}

async function planOnce(
  { model, data, runner, runs }: Bench,
  { title, call, output }: { readonly title: string; readonly call: PassCall; readonly output: string },
  bare: BareTimes,
): Promise<PlanTimes> {
  const [start, cpuStart, runsBefore] = [performance.now(), process.cpuUsage(), runs.cpuMs];
  const original: Graph = { ...model.graph, provenance: IDENTITY };
  const { dims, shapes } = data.fixed;
  const analyses = new WeakMap<Graph, Analysis>();
  const analyzed = (graph: Graph): Analysis => {
    const analysis = analyses.get(graph) ?? analyze(graph, model.readerOf(graph), { dims, inputShapes: shapes });
    analyses.set(graph, analysis);
    return analysis;
  };
  const laboratory = new TimedLaboratory(
    new RunnerLaboratory({
      ...{ runner, model, original, data, threads: 1, analyze: analyzed },
      onBatch: () => undefined,
      onStep: () => undefined,
      whileMeasuring: work => work(),
    }),
    runs,
  );
  const readerOf = model.readerOf.bind(model);
  const { graph } = await runPasses(original, [call], { readerOf, analyze: analyzed, laboratory, onPass: () => undefined });
  const planned = performance.now();
  await writeModel(model, graph, output);
  const end = performance.now();
  const { user, system } = process.cpuUsage(cpuStart);
  const { collectMs, collectCpuMs, collections, judgeMs, candidates } = laboratory.spent;
  return {
    ...{ title, collections, candidates, bareSeconds: bare.seconds },
    seconds: (end - start) / 1000,
    cpuSeconds: (user + system) / 1e6 + (runs.cpuMs - runsBefore) / 1000,
    collectSeconds: collectMs / 1000,
    judgeSeconds: judgeMs / 1000,
    writeSeconds: (end - planned) / 1000,
    collectRatio: collectMs / 1000 / Math.max(1, collections) / bare.seconds,
    runRatio: collectCpuMs / Math.max(1, collections) / bare.cpuMs,
  };
}

function medians(rounds: readonly PlanTimes[]): PlanTimes {
  const [first] = rounds;
  if (first === undefined) throw new Error('Nothing was timed.');
  const of = (pick: (times: PlanTimes) => number): number => median(rounds.map(pick));
  return {
    ...first,
    seconds: of(({ seconds }) => seconds),
    cpuSeconds: of(times => times.cpuSeconds),
    bareSeconds: of(times => times.bareSeconds),
    collectSeconds: of(({ collectSeconds }) => collectSeconds),
    judgeSeconds: of(({ judgeSeconds }) => judgeSeconds),
    writeSeconds: of(({ writeSeconds }) => writeSeconds),
    collectRatio: of(({ collectRatio }) => collectRatio),
    runRatio: of(({ runRatio }) => runRatio),
  };
}
