import { analyze } from '../../analysis/analyze';
import type { PassInput } from '../../optimize/pass';
import { preparation } from '../../optimize/quantize/preparation';
import { observeSelection, quantizeSelection } from '../../optimize/quantize/quantizeSelection';
import { arrangeProducts, quantizeStatic } from '../../optimize/quantize/quantizeStatic';
import { PLAIN_RECIPE } from '../../optimize/quantize/staticRecipe';
import { selectAll, type Selection } from '../../optimize/quantize/selectUnits';
import type { OnnxModel } from '../../onnx/openModel';
import type { NamedTensors } from '../../shared/graph/denseTensor';
import { IDENTITY } from '../../shared/graph/provenance';
import type { Graph } from '../../shared/graph/graph';
import type { Analysis } from '../../shared/report/analysis';
import { failure, success, type Result } from '../../shared/base/result';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { Reason } from '../../shared/report/reason';
import { passParameters } from '../optimize/passParameters';
import { RunnerLaboratory } from '../optimize/runnerLaboratory';
import { runPasses, type PassTools } from '../optimize/runPasses';
import type { OptimizeData } from '../optimize/optimizeData';
import type { RunnerProcess } from '../runnerProcess';
import { betweenIntegers, type FedGraph } from './betweenIntegers';

export interface CutModel {
  readonly runner: RunnerProcess;
  /** A layer cut out, as a model of its own. */
  readonly model: OnnxModel;
  /** Its inputs in a run of the whole model. */
  readonly feeds: NamedTensors;
  readonly threads: number;
  readonly seed: number;
}

/** What planning says of a layer that has no integer form. */
const REFUSALS: ReadonlySet<Reason> = new Set<Reason>(['not-applicable', 'data-invalid', 'unsupported-type', 'unsupported-opset']);
const LOWEST_OPSET = 13;

/** A layer in the QDQ form that `quantize-static` writes, with the ranges of its one run, and without the conversions at its borders; or why there is none. */
export async function integerForms(cut: CutModel): Promise<Result<{ readonly alone: FedGraph; readonly between: FedGraph }, string>> {
  const tools = passTools(cut);
  try {
    const original: Graph = { ...cut.model.graph, provenance: IDENTITY };
    const calls = preparation(original, LOWEST_OPSET);
    const prepared = await runPasses(original, calls, tools);
    const parameters = passParameters(quantizeStatic.description, {});
    const given: PassInput = { ...tools, graph: prepared.graph, parameters, selects: () => true };
    const graph = await arrangeProducts(given);
    const input = { ...given, graph };
    const selection = selectAll(input, graph);
    if (selection.units.length === 0) return failure(whyNone(selection));
    const findings = await observeSelection(input, selection, { samples: 0 });
    const quantized = await quantizeSelection(input, selection, findings, PLAIN_RECIPE);
    return success({ alone: { graph: quantized, feeds: cut.feeds }, between: betweenIntegers(quantized, cut.feeds, cut.seed) });
  } catch (error) {
    if (error instanceof LayerwiseError && REFUSALS.has(error.reason)) return failure(error.message);
    throw error;
  }
}

function whyNone({ skipped: [first] }: Selection): string {
  return first === undefined
    ? 'It has no INT8 form: the runtime has no integer kernel for its operators.'
    : `It has no INT8 form: ${first.detail}.`;
}

function passTools(cut: CutModel): PassTools {
  const { runner, model, feeds, threads } = cut;
  const inputShapes = new Map([...feeds].map(([name, { dims }]) => [name, dims]));
  const known = new WeakMap<Graph, Analysis>();
  const analyzed = (graph: Graph): Analysis => {
    const analysis = known.get(graph) ?? analyze(graph, model.readerOf(graph), { dims: new Map(), inputShapes });
    known.set(graph, analysis);
    return analysis;
  };
  const silent = { onBatch: () => undefined, onStep: () => undefined };
  const timing = { whileMeasuring: <T>(work: () => Promise<T>) => work() };
  const data = oneSample(feeds, inputShapes);
  const laboratory = new RunnerLaboratory({ ...silent, ...timing, runner, model, original: model.graph, data, threads, analyze: analyzed });
  return { readerOf: graph => model.readerOf(graph), analyze: analyzed, laboratory, onPass: () => undefined };
}

function oneSample(feeds: NamedTensors, shapes: ReadonlyMap<string, readonly number[]>): OptimizeData {
  const set: OptimizeData['fit'] = {
    count: 1,
    async *batches() {
      yield await Promise.resolve({ feeds, samples: 1 });
    },
  };
  const close = (): Promise<void> => Promise.resolve();
  const sets = { fit: set, heldBack: set, judged: set, hasLabels: false };
  return { source: 'one run of the model', kind: 'data', ...sets, fixed: { shapes, dims: new Map() }, close };
}
