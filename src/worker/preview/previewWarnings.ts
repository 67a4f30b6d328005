import { findDataBeside } from '../../data/findDataBeside';
import { openDataset } from '../../data/openDataset';
import { readSamples } from '../../data/readSamples';
import { scaleFinding, type ScaleFinding } from '../../analysis/inputs/scaleFinding';
import type { OnnxModel } from '../../onnx/openModel';
import { formatCount, formatSignificant } from '../../shared/base/formatNumber';
import { isFloatDtype } from '../../shared/graph/dtype';
import type { Graph } from '../../shared/graph/graph';
import { tensorByName } from '../../shared/graph/traversal';
import type { DataPreview } from '../../shared/report/dataPreview';
import type { PreviewRequest } from '../../shared/report/jobRequest';
import type { ValueDistribution } from '../../shared/report/valueDistribution';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { decodeTensorProto } from '../decodeTensorProto';
import { modelInputs } from '../modelInputs';
import { wilsonInterval } from '../statistics/wilsonInterval';
import { inputSamples, joinEqual, type InputSamples } from './inputSamples';

type Task = Omit<DataPreview, 'inputs' | 'warnings'> &
  Omit<PreviewRequest, 'kind'> & { readonly model: OnnxModel; readonly inputs: readonly InputSamples[] };

/** Data of the same model that are spread this much otherwise were scaled otherwise. */
const CLEARLY = 8;
/** With fewer samples to check, no interval of agreement is worth much. */
const FEW_HELD_BACK = 40;
const ENOUGH_SAMPLES = 200;
const SIBLING_SAMPLES = 8;

/** What is likely wrong about data: not scaled as the model was trained, all the same, too few, made up. */
export async function previewWarnings(task: Task): Promise<readonly string[]> {
  if (task.kind === 'synthetic') {
    return ['These values are made up. Ranges that are fitted on them mean nothing, and agreement and accuracy cannot be told.'];
  }
  const warnings = (await Promise.all(task.inputs.map(input => valueWarnings(task, input)))).flat();
  return [...warnings, ...fewSamples(task)];
}

async function valueWarnings(task: Task, input: InputSamples): Promise<readonly string[]> {
  const { name, dtype, parts, distribution } = input;
  const joined = joinEqual(parts ?? []);
  if (joined === undefined || distribution === undefined || !isFloatDtype(dtype)) return [];
  const { min, max, std } = distribution;
  const range = rangeText(min, max);
  if (std === 0) return [`All values of “${name}” are ${formatCount(min)}: no range can be found on them.`];
  const { graph } = task.model;
  const finding = await scaleFinding(graph, task.model.readerOf(graph), tensorByName(graph, name), joined);
  if (finding !== undefined) return [scaleSentence(name, range, finding, graph) + adviceOn(finding, min, max)];
  return await siblingWarnings(task, name, range, std);
}

function scaleSentence(name: string, range: string, { kind, factor, basis, node }: ScaleFinding, graph: Graph): string {
  const layer = graph.nodes.names[node] || (graph.nodes.ops[node] ?? '');
  const look = kind === 'too large' ? 'look unnormalised' : 'look scaled down too far';
  const why =
    basis === 'training'
      ? `“${layer}” answers them ${formatSignificant(factor)} times as widely as batch normalization saw in training`
      : `“${layer}” answers them with a standard deviation of ${formatSignificant(factor)}, where first layers of trained models have about 1`;
  return `The values of “${name}” (${range}) ${look}: ${why}.`;
}

function adviceOn({ kind }: ScaleFinding, min: number, max: number): string {
  const areBytes = min >= 0 && max > CLEARLY && max <= 255;
  if (kind === 'too large' && areBytes) return ' Divide them by 255: {"scale": 0.00392156862745098} in a preprocess.json beside the data.';
  if (kind === 'too small' && max <= 1)
    return ' Perhaps the model takes 0 … 255: say so with “scale” in a preprocess.json beside the data.';
  return ' Check “scale”, “mean” and “std” in a preprocess.json beside the data.';
}

/** Against other data of the same model, where there are any: those beside it, and those that accuracy is judged on. */
async function siblingWarnings(task: Task, name: string, range: string, std: number): Promise<readonly string[]> {
  const beside = await findDataBeside(task.path).catch(() => undefined);
  for (const other of [beside?.path, task.evaluationData]) {
    if (other === undefined || other === task.conditions.data || (task.conditions.data === undefined && other === beside?.path)) continue;
    const values = await valuesOf(task.model.graph, other, name);
    if (values === undefined || values.std === 0) continue;
    const ratio = std / values.std;
    if (ratio < CLEARLY && ratio > 1 / CLEARLY) continue;
    const times = ratio > 1 ? `${formatSignificant(ratio)} times as widely` : `${formatSignificant(1 / ratio)} times as narrowly`;
    const theirs = rangeText(values.min, values.max);
    const advice = 'Data of one model are scaled alike: check “scale”, “mean” and “std” in the preprocess.json beside each.';
    return [`The values of “${name}” (${range}) are spread ${times} as those in ${shortName(other)} (${theirs}). ${advice}`];
  }
  return [];
}

/** `undefined` for data that cannot be read: whoever uses them is told so there. */
async function valuesOf(graph: Graph, location: string, name: string): Promise<ValueDistribution | undefined> {
  try {
    const dataset = await openDataset(location, modelInputs(graph), decodeTensorProto);
    try {
      const count = dataset.fixedBatch ?? Math.min(dataset.count, SIBLING_SAMPLES);
      const feeds = await readSamples(
        dataset,
        Array.from({ length: count }, (_, index) => index),
      );
      return inputSamples(name, [feeds]).distribution;
    } finally {
      await dataset.close();
    }
  } catch (error) {
    if (error instanceof LayerwiseError) return undefined;
    throw error;
  }
}

function fewSamples({ heldBack }: Task): readonly string[] {
  if (heldBack >= FEW_HELD_BACK) return [];
  const use = `Use at least ${ENOUGH_SAMPLES}.`;
  if (heldBack === 0) return [`One sample is fitted on and none is held back, so nothing checks the result. ${use}`];
  const { low } = wilsonInterval(heldBack, heldBack);
  const check = heldBack === 1 ? '1 sample held back checks' : `${heldBack} samples held back check`;
  return [`${check} the result: at best, agreement is between ${(low * 100).toFixed(0)} and 100 %. ${use}`];
}

function rangeText(min: number, max: number): string {
  return `${formatCount(min)} … ${formatCount(max)}`;
}

function shortName(location: string): string {
  return location.split(/[/\\]/).findLast(part => part !== '') ?? location;
}
