import path from 'node:path';
import { analyze } from '../../analysis/analyze';
import { openModel, type OnnxModel } from '../../onnx/openModel';
import { writeModel } from '../../onnx/writeModel';
import { control } from '../../shared/base/control';
import type { NamedTensors } from '../../shared/graph/denseTensor';
import type { Graph, NodeId } from '../../shared/graph/graph';
import { nodeLabel } from '../../shared/graph/nodeLabel';
import type { Analysis } from '../../shared/report/analysis';
import type { LayerRequest, WidthChoice } from '../../shared/report/jobRequest';
import type { NotTimed, Staircase } from '../../shared/report/layerTiming';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { carrierDtype } from '../castCopy/carrierDtype';
import type { RunInputs } from '../runInputs';
import { RunnerProcess, type RunnerLimits } from '../runnerProcess';
import type { FedGraph } from './betweenIntegers';
import { captureTensors } from './captureTensors';
import { cutGraph } from './cutGraph';
import { integerForms } from './integerForms';
import { layerChannels, type LayerChannels } from './layerChannels';
import { nodesInKernel } from './nodesInKernel';
import { planCut, type Cut } from './planCut';
import { widenLayer } from './widenLayer';
import { widthsAround } from './widthsAround';

/** A form of a layer, as a model file with what it is fed. */
export interface FormFile {
  readonly path: string;
  readonly feeds: NamedTensors;
}

/** Other widths of one side. */
export interface WidthForms {
  readonly own: LayerChannels;
  readonly widths: ReadonlyMap<number, FormFile>;
  /** Why some widths are missing. */
  readonly notes: readonly string[];
}

/** Forms of a layer as files, or why there are none. */
export interface LayerForms {
  /** Main-graph nodes that were cut out. */
  readonly nodes: readonly NodeId[];
  readonly original: FormFile;
  readonly int8: { readonly alone: FormFile; readonly between: FormFile } | NotTimed | undefined;
  readonly sides: readonly (WidthForms | (NotTimed & Pick<Staircase, 'side'>))[];
  readonly onnxruntime: string;
}

export interface FormsTask {
  readonly request: LayerRequest;
  readonly model: OnnxModel;
  readonly inputs: RunInputs;
  readonly threads: number;
  readonly limits: RunnerLimits;
  /** Where the files go. */
  readonly folder: string;
  /** What is loaded instead of the model, when it is another graph. */
  readonly copy: Graph | undefined;
}

/** Cuts a layer out, with what runs in the same kernel and the values that it reads in one run, and makes its forms. Throws as `timeLayer` does. */
export async function layerForms(task: FormsTask): Promise<LayerForms> {
  const { request, model, inputs, limits, threads, folder, copy } = task;
  const { graph } = model;
  const analysis = analyze(graph, model.reader, { dims: new Map(), inputShapes: new Map(Object.entries(inputs.shapes)) });
  const runner = await RunnerProcess.start(limits);
  try {
    const macs = analysis.columns.find(({ id }) => id === 'macs')?.values;
    const nodes = await nodesInKernel({ runner, path: model.path, graph, threads, macs, copy }, request.node);
    const cut = planCut(graph, nodes);
    checkTypes(graph, request.node, cut, analysis);
    const captured = await captureTensors({ runner, model, analysis, feeds: inputs.feeds, threads }, [...cut.inputs, ...cut.settled]);
    const file = path.join(folder, 'layer.onnx');
    await writeModel(model, cutGraph(graph, cut, captured), file);
    const names = new Set(cut.inputs.map(tensor => graph.tensors.names[tensor] ?? ''));
    const original = { path: file, feeds: new Map([...captured].filter(([name]) => names.has(name))) };
    return { nodes, original, ...(await otherForms(task, runner, original)), onnxruntime: runner.version };
  } finally {
    await runner.dispose();
  }
}

/** What crosses the borders of the cut must have types that the runtime's Node binding has. */
function checkTypes(graph: Graph, node: NodeId, { inputs, settled, outputs }: Cut, { tensors }: Analysis): void {
  const tensor = [...inputs, ...settled, ...outputs].find(border => {
    const dtype = tensors[border]?.dtype;
    return dtype !== undefined && carrierDtype(dtype) !== dtype;
  });
  if (tensor === undefined) return;
  const what = `it reads or makes “${graph.tensors.names[tensor] ?? ''}” of the type ${tensors[tensor]?.dtype ?? ''}`;
  const message = `“${nodeLabel(graph, node)}” cannot be timed alone: ${what}, which the runtime's Node binding lacks. ${control('“layerwise profile” times', 'A profile of the whole times')} it inside of its model.`;
  throw new LayerwiseError('unsupported-type', message, { node: String(node) });
}

async function otherForms(
  { request, threads, folder }: FormsTask,
  runner: RunnerProcess,
  original: FormFile,
): Promise<Pick<LayerForms, 'int8' | 'sides'>> {
  const layer = await openModel(original.path);
  let written = 0;
  const write: WriteForm = async ({ graph, feeds }) => {
    const file = path.join(folder, `form-${written++}.onnx`);
    await writeModel(layer, graph, file);
    return { path: file, feeds };
  };
  try {
    const { seed } = request.conditions;
    const int8 = request.int8 ? await integerForms({ runner, model: layer, feeds: original.feeds, threads, seed }) : undefined;
    const sides: LayerForms['sides'][number][] = [];
    for (const [side, choice] of [
      ['output', request.outputWidths],
      ['input', request.inputWidths],
    ] as const) {
      if (choice !== undefined) sides.push(await widthForms(layer, original.feeds, side, choice, write));
    }
    if (int8 === undefined || !int8.ok) return { int8: int8 && { why: int8.error }, sides };
    return { int8: { alone: await write(int8.value.alone), between: await write(int8.value.between) }, sides };
  } finally {
    await layer.close();
  }
}

type WriteForm = (form: FedGraph) => Promise<FormFile>;

/** Widths that a layer cannot have are left out with a note. */
async function widthForms(
  layer: OnnxModel,
  feeds: NamedTensors,
  side: Staircase['side'],
  choice: WidthChoice,
  write: WriteForm,
): Promise<LayerForms['sides'][number]> {
  const channels = layerChannels(layer.graph, side);
  if (!channels.ok) return { side, why: channels.error };
  const own = channels.value;
  const asked = choice === 'around' ? widthsAround(own) : choice.filter(width => width !== own.channels);
  const widths = new Map<number, FormFile>();
  const refusals = new Set<string>();
  for (const width of asked) {
    try {
      widths.set(width, await write(await widenLayer({ graph: layer.graph, feeds }, layer.reader, own, width)));
    } catch (error) {
      if (!(error instanceof LayerwiseError) || error.reason !== 'not-applicable') throw error;
      refusals.add(error.message);
    }
  }
  const notes = [...refusals];
  return widths.size === 0 ? { side, why: notes[0] ?? 'There is no other width.' } : { own, widths, notes };
}
