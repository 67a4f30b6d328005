import { analyze } from '../../analysis/analyze';
import type { OnnxModel } from '../../onnx/openModel';
import { writeModel } from '../../onnx/writeModel';
import { applyEdits } from '../../shared/graph/applyEdits';
import type { TensorId } from '../../shared/graph/graph';
import { mainGraph } from '../../shared/graph/traversal';
import type { TensorFacts } from '../../shared/report/analysis';
import type { ExtractLayersRequest } from '../../shared/report/jobRequest';
import { interruptibly } from '../interruptibly';
import type { JobContext } from '../jobContext';
import { openForJob } from '../openForJob';
import { lineageOf } from '../optimize/lineage';
import { variantPath } from '../optimize/variantPath';
import { layersPart } from './layersPart';
import { partBetween, type Part } from './partBetween';
import { partEdits } from './partEdits';
import { partUpTo } from './partUpTo';
import { tensorsNamed } from './tensorsNamed';

export interface ExtractRequest {
  readonly path: string;
  /** Texts of `--from` and `--to`: tensor names, also several with commas between; at least one of the two. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly output: string | undefined;
}

export interface ExtractedModel {
  readonly output: string;
  /** The model and its data files together. */
  readonly bytes: number;
  readonly files: readonly string[];
  /** Sizes in the model's symbols. */
  readonly inputs: readonly TensorFacts[];
  readonly outputs: readonly TensorFacts[];
  /** Main-graph nodes that were taken, and of how many. */
  readonly nodes: number;
  readonly nodesBefore: number;
}

/**
 * Writes the part of a model between tensors of its main graph as a new file. Throws `LayerwiseError`: `usage` for tensors between which there is no
 * such part, `unsupported-type`, and what `openModel`, `variantPath` and `writeModel` throw.
 */
export async function extractModel(
  { path, from, to, output }: ExtractRequest,
  context: Pick<JobContext, 'signal' | 'interruptibly'>,
): Promise<ExtractedModel> {
  const target = variantPath(path, output, ['part']);
  const model = await openForJob({ path }, {}, context);
  try {
    return await writePart(
      model,
      partBetween(model.graph, tensorsNamed(model.graph, from), tensorsNamed(model.graph, to)),
      target,
      context,
    );
  } finally {
    await model.close();
  }
}

/** Writes nodes of the main graph, alone or with what they depend on, as a new file beside the model. Throws as `extractModel` does, and for a file that is not what `token` says. */
export async function extractLayers(
  { path, token, layers, trusted }: ExtractLayersRequest,
  context: Pick<JobContext, 'signal' | 'interruptibly'>,
): Promise<ExtractedModel> {
  const target = variantPath(path, undefined, ['part']);
  const model = await openForJob(token === undefined ? { path } : { path, token }, { trusted }, context);
  try {
    const part = 'upTo' in layers ? partUpTo(model.graph, layers.upTo) : layersPart(model.graph, layers.nodes);
    return await writePart(model, part, target, context);
  } finally {
    await model.close();
  }
}

async function writePart(
  model: OnnxModel,
  part: Part,
  target: string,
  context: Pick<JobContext, 'signal' | 'interruptibly'>,
): Promise<ExtractedModel> {
  const { graph, path } = model;
  const analysis = interruptibly(context, () => analyze(graph, model.reader, { dims: new Map() }));
  const extracted = applyEdits(graph, partEdits(graph, part, analysis));
  const names = (tensors: readonly TensorId[]): readonly string[] => tensors.map(tensor => graph.tensors.names[tensor] ?? '');
  const lineage = await lineageOf(path, { extract: { from: names(part.inputs), to: names(part.outputs) } });
  const { bytes, files } = await writeModel(model, extracted, target, { lineage, signal: context.signal });
  const facts = (tensors: readonly TensorId[]): readonly TensorFacts[] => tensors.flatMap(tensor => analysis.tensors[tensor] ?? []);
  const counts = { nodes: part.needed.nodes.length, nodesBefore: mainGraph(graph).nodeCount };
  return { output: target, bytes, files, inputs: facts(part.inputs), outputs: facts(part.outputs), ...counts };
}
