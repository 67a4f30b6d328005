import fs from 'node:fs/promises';
import path from 'node:path';
import { analyze } from '../../analysis/analyze';
import type { ModelInput } from '../../data/dataset';
import { openModel, type OnnxModel } from '../../onnx/openModel';
import { writeModel, type WrittenModel } from '../../onnx/writeModel';
import { composeLineage } from '../../shared/graph/composeLineage';
import type { Graph } from '../../shared/graph/graph';
import { IDENTITY } from '../../shared/graph/provenance';
import type { Analysis } from '../../shared/report/analysis';
import type { LatencyComparison } from '../../shared/report/comparison';
import type { LayerError } from '../../shared/report/layerError';
import type { OptimizeRequest, TrialRequest } from '../../shared/report/jobRequest';
import type { FileFacts, FittedData, OptimizeResult } from '../../shared/report/optimizeResult';
import type { DryRun, LayerPlan } from '../../shared/report/passDescription';
import type { CastGraph } from '../castCopy/castBorders';
import { CastCopies } from '../castCopy/castCopies';
import { castNote } from '../castCopy/castNote';
import { checkRunnable } from '../checkRunnable';
import { compareModelLatency } from '../compare';
import { dataFiles, totalBytes } from '../dataFiles';
import { decodeTensorProto } from '../decodeTensorProto';
import { chooseThreads } from '../environment';
import type { JobContext } from '../jobContext';
import { JobSteps } from '../jobSteps';
import { lockWaiter } from '../lockWaiter';
import { requireProvider } from '../machineProbe/probeProviders';
import { whileNobodyMeasures } from '../measurementLock';
import { modelInputs } from '../modelInputs';
import { assertUnchanged, openForJob } from '../openForJob';
import { runnerLimits } from '../runnerLimits';
import { RunnerProcess } from '../runnerProcess';
import { givenBatch, withGivenSizes } from './givenSizes';
import { describeLineage } from './lineage';
import { openOptimizeData, type OptimizeData } from './optimizeData';
import { resultNotes } from './resultNotes';
import { describeMachine } from '../machine';
import { RunnerLaboratory } from './runnerLaboratory';
import { runPasses, type PassRun } from './runPasses';
import { planLayers } from './planLayers';
import { integerLayers, layerTimes, slowerLayers, type LayerTime } from './slowerLayers';
import { isRounded, variantErrors } from './variantErrors';
import { variantPath } from './variantPath';
import { verifyVariant, type Verification } from './verifyVariant';
import { withDeadline } from '../withDeadline';

const PASSES = 'Change the graph';
const TRY = 'Try the result';
const WRITE = 'Write the file';
const VERIFY = 'Compare outputs with the original';
const MEASURE = 'Measure latency';

/**
 * Applies passes to a model, writes the variant as a new file, verifies it on held-back samples and measures it against the original. Throws
 * `LayerwiseError`: what opening, planning, the data or the runtime say, `output-exists`, `verification-failed` (then nothing is left behind), `cancelled`.
 */
export async function optimizeModel(request: OptimizeRequest, context: JobContext): Promise<OptimizeResult> {
  if (request.output !== undefined) variantPath(request.path, request.output, []);
  return await withJob(request, context, parts => new OptimizeJob(parts, stepsOf(request)).run());
}

/**
 * Plans passes on the data as `optimizeModel` would and says layer by layer what came out: the error that each is expected to add, and its time. Writes nothing.
 * Throws as `optimizeModel`.
 */
export function tryPasses(request: TrialRequest, context: JobContext): Promise<DryRun> {
  return withJob({ ...request, kind: 'optimize', output: undefined }, context, parts => new OptimizeJob(parts, TRIAL_STEPS).try());
}

async function withJob<T>(asked: OptimizeRequest, outer: JobContext, use: (parts: JobParts) => Promise<T>): Promise<T> {
  const start = performance.now();
  const request = { ...asked, conditions: withGivenSizes(asked.conditions, asked.passes) };
  const context = withDeadline(outer, request.conditions);
  const model = await openForJob(request, request.conditions, context);
  const copies = new CastCopies();
  try {
    checkRunnable(model);
    const cast = await copies.add(model);
    await requireProvider(runnerLimits(request.path, request.conditions, context));
    const inputs = modelInputs(model.graph);
    const data = await openOptimizeData(request.path, model.graph, request.conditions, decodeTensorProto, request.evaluationData);
    try {
      return await use({ request, context, model, copies, cast, inputs, data, start });
    } finally {
      await data.close();
    }
  } finally {
    copies.dispose();
    await model.close();
  }
}

type TitledShare = ConstructorParameters<typeof JobSteps>[1][number];

const TRIAL_STEPS: readonly TitledShare[] = [
  { title: PASSES, share: 4 },
  { title: TRY, share: 2 },
];

function stepsOf({ measure }: OptimizeRequest): readonly TitledShare[] {
  const written = [
    { title: PASSES, share: 4 },
    { title: WRITE, share: 1 },
    { title: VERIFY, share: 2 },
  ];
  return measure ? [...written, { title: MEASURE, share: 6 }] : written;
}

interface JobParts {
  readonly request: OptimizeRequest;
  readonly context: JobContext;
  readonly model: OnnxModel;
  /** Of the model and of the variant, where the runtime's Node binding cannot run them as they are. */
  readonly copies: CastCopies;
  readonly cast: CastGraph | undefined;
  readonly inputs: readonly ModelInput[];
  readonly data: OptimizeData;
  readonly start: number;
}

class OptimizeJob {
  private readonly steps: JobSteps;
  private readonly threads: number;
  private readonly analyses = new WeakMap<Graph, Analysis>();
  private dataNotes: readonly string[] = [];

  constructor(
    private readonly parts: JobParts,
    steps: readonly TitledShare[],
  ) {
    this.threads = chooseThreads(parts.request.conditions.threads);
    this.steps = new JobSteps(parts.context, steps);
  }

  try(): Promise<DryRun> {
    const { request, model } = this.parts;
    return this.withRunner(async runner => {
      this.steps.begin(PASSES);
      const passes = await this.runPasses(runner);
      this.steps.begin(TRY);
      const plan = planLayers(model.graph, this.analyze(model.graph), request.passes, passes);
      const errors = isRounded(passes.outcomes) ? await this.expectedErrors(runner, passes) : new Map<number, number>();
      const times = request.measure ? await this.timesOfLayers(runner, passes) : undefined;
      return { ...plan, layers: plan.layers.map(layer => withFindings(layer, errors, times)), tried: this.fittedData() };
    });
  }

  private async withRunner<T>(use: (runner: RunnerProcess) => Promise<T>): Promise<T> {
    const runner = await this.startRunner();
    try {
      return await use(runner);
    } finally {
      await runner.dispose();
    }
  }

  private startRunner(): Promise<RunnerProcess> {
    const { request, context, copies } = this.parts;
    return RunnerProcess.start({ ...runnerLimits(request.path, request.conditions, context), copies });
  }

  /** What each layer adds by itself, dB, by its node. */
  private async expectedErrors(runner: RunnerProcess, { graph }: PassRun): Promise<ReadonlyMap<number, number>> {
    const { data } = this.parts;
    if (data.kind === 'synthetic') return new Map();
    const errors = await this.laboratory(runner, this.original).layerErrors(graph, { title: 'errors of layers', from: 0, to: 0.5 });
    return new Map(errors.filter(({ localDb }) => Number.isFinite(localDb)).map(({ layer, localDb }) => [layer, localDb]));
  }

  private get original(): Graph {
    return { ...this.parts.model.graph, provenance: IDENTITY };
  }

  private fittedData(): FittedData {
    const { source, kind, fit, heldBack } = this.parts.data;
    return { source, kind, fitted: fit.count, heldBack: heldBack.count };
  }

  run(): Promise<OptimizeResult> {
    const { request } = this.parts;
    return this.withRunner(async runner => {
      this.steps.begin(PASSES);
      const passes = await this.runPasses(runner);
      this.steps.begin(WRITE);
      const output = variantPath(request.path, request.output, passes.tags);
      const written = await this.write(passes.graph, output);
      const seconds = (performance.now() - this.parts.start) / 1000;
      return await this.prove(runner, passes, { output, ...written }, seconds).catch(async (error: unknown) => {
        await Promise.all(written.files.map(file => fs.rm(file, { force: true })));
        throw error;
      });
    });
  }

  private async runPasses(runner: RunnerProcess): Promise<PassRun> {
    const { request, model } = this.parts;
    const { original } = this;
    const laboratory = this.laboratory(runner, original);
    const passes = await runPasses(original, request.passes, {
      readerOf: graph => model.readerOf(graph),
      analyze: graph => this.analyze(graph),
      laboratory,
      onPass: title => this.steps.update(0, title),
    });
    this.dataNotes = laboratory.dataNotes;
    return passes;
  }

  private laboratory(runner: RunnerProcess, original: Graph): RunnerLaboratory {
    const { model, data } = this.parts;
    return new RunnerLaboratory({
      ...{ runner, model, original, data, threads: this.threads },
      analyze: graph => this.analyze(graph),
      onBatch: (phase, done, total) => this.steps.update(done / total, `${phase} ${done} of ${total}`),
      onStep: (done, detail) => this.steps.update(done, detail),
      whileMeasuring: work => this.whileMeasuring(work),
    });
  }

  /** Before and after, of the layers that were put into INT8; `undefined` where there are none. */
  private async timesOfLayers(runner: RunnerProcess, { plans, graph }: PassRun): Promise<readonly LayerTime[] | undefined> {
    const layers = integerLayers(plans);
    if (layers.size === 0) return undefined;
    const { original } = this;
    const step = { title: 'time of layers', from: 0.9, to: 1 };
    const [before = [], after = []] = await this.laboratory(runner, original).kernelTimes([original, graph], step);
    return layerTimes(layers, before, after);
  }

  private whileMeasuring<T>(work: () => Promise<T>): Promise<T> {
    const { request, context } = this.parts;
    return whileNobodyMeasures(`optimizing ${path.basename(request.path)}`, lockWaiter(context, this.steps), waitedMs => {
      context.deadline?.extend(waitedMs);
      return work();
    });
  }

  private analyze(graph: Graph): Analysis {
    const { model, data } = this.parts;
    const known = this.analyses.get(graph);
    if (known !== undefined) return known;
    const { dims, shapes } = data.fixed;
    const analysis = analyze(graph, model.readerOf(graph), { dims, inputShapes: shapes });
    this.analyses.set(graph, analysis);
    return analysis;
  }

  private async write(graph: Graph, output: string): Promise<WrittenModel> {
    const { request, context, model } = this.parts;
    const lineage = await describeLineage(request.path, request.passes);
    const rooted: Graph = { ...graph, provenance: composeLineage(model.graph.provenance, graph.provenance) };
    return await writeModel(model, rooted, output, { lineage, signal: context.signal });
  }

  private async prove(
    runner: RunnerProcess,
    passes: PassRun,
    variant: WrittenModel & { readonly output: string },
    seconds: number,
  ): Promise<OptimizeResult> {
    const { request, model, inputs, data } = this.parts;
    const { output } = variant;
    const companions = variant.files.filter(file => file !== output);
    this.steps.begin(VERIFY);
    await this.copyVariant(output);
    const verification = await verifyVariant({
      ...{ runner, startRunner: () => this.startRunner(), inputs, variantInputs: modelInputs(passes.graph), data, threads: this.threads },
      ...{ original: request.path, variant: output, evaluationData: request.evaluationData },
      batch: givenBatch(model.graph, passes.graph),
      onProgress: (done, detail) => this.steps.update(done, detail),
    });
    const errors = verification.outputs.verdict === 'broken' ? [] : await this.layerErrors(runner, passes, output);
    const isMeasured = request.measure && verification.outputs.verdict !== 'broken';
    const latency = isMeasured ? await this.measure(output) : undefined;
    const times = isMeasured ? await this.timesOfLayers(runner, passes) : undefined;
    const slower = times && slowerLayers(times);
    assertUnchanged(model);
    const before = this.fileFacts(request.path, model.byteLength + (await totalBytes(dataFiles(model.graph))), model.graph);
    const after = this.fileFacts(output, variant.bytes, passes.graph);
    const result = {
      ...{ output, passes: passes.outcomes, asked: request.passes, before, after, verification: verification.outputs, latency, seconds },
      ...(companions.length > 0 && { companions }),
      ...(slower && { slowerLayers: slower }),
      ...(errors.length > 0 && { layerErrors: errors }),
      ranAsInt8: ranAsInt8(passes, verification),
      data: this.fittedData(),
    };
    const { cast } = this.parts;
    return {
      ...result,
      notes: [
        ...this.dataNotes,
        ...verification.notes,
        ...resultNotes(result, request, describeMachine().isa),
        ...(cast === undefined ? [] : [castNote(cast.borders)]),
      ],
    };
  }

  private layerErrors(runner: RunnerProcess, passes: PassRun, variant: string): Promise<readonly LayerError[]> {
    const { context, model, data } = this.parts;
    return variantErrors({
      ...{ runner, threads: this.threads, model, analysis: this.analyze(model.graph), variant, passes, data },
      onProgress: (done, detail) => this.steps.update(done, detail),
      log: text => context.log('warn', text),
    });
  }

  /** The variant has the inputs and outputs of the model. */
  private async copyVariant(output: string): Promise<void> {
    const { cast, copies } = this.parts;
    if (cast === undefined) return;
    const variant = await openModel(output);
    try {
      await copies.add(variant);
    } finally {
      await variant.close();
    }
  }

  private async measure(output: string): Promise<LatencyComparison> {
    const { request, context } = this.parts;
    this.steps.begin(MEASURE);
    const { conditions, batch, rigor = 'normal' } = request;
    const progress = (progress: { readonly fraction: number | undefined; readonly detail: string }): void =>
      this.steps.update(progress.fraction ?? 0, progress.detail);
    return await compareModelLatency(
      { kind: 'compare', base: request.path, variant: output, conditions, batch, rigor },
      { ...context, progress },
    );
  }

  private fileFacts(file: string, bytes: number, graph: Graph): FileFacts {
    const { totals } = this.analyze(graph);
    const { nodes, macs, weightBytes } = totals;
    return { file, bytes, nodes, macs, params: totals.params + totals.quantizedParams, weightBytes };
  }
}

/** Layers that the last quantizing pass changed, and how many of them truly compute in integers. */
function ranAsInt8({ outcomes, plans }: PassRun, { floatLeftovers }: Verification): readonly [number, number] | undefined {
  const isQuantized = outcomes.some(({ id }) => id.startsWith('quantize-') || id === 'mixed-precision');
  const planned = (plans.at(-1)?.layers ?? []).filter(
    ({ action, precisionAfter }) => action === 'change' && precisionAfter === 'int8',
  ).length;
  return isQuantized && planned > 0 ? [Math.max(0, planned - floatLeftovers), planned] : undefined;
}

/** A row of a plan with what was found out by trying it; what its pass found out itself stays. */
function withFindings(layer: LayerPlan, errors: ReadonlyMap<number, number>, times: readonly LayerTime[] = []): LayerPlan {
  if (layer.action === 'skip') return layer;
  const [errorDb, time] = [errors.get(layer.node), times.find(({ layer: node }) => node === layer.node)];
  return {
    ...(errorDb !== undefined && { errorDb }),
    ...(time !== undefined && { triedMs: { before: time.beforeMs, after: time.afterMs } }),
    ...layer,
  };
}
