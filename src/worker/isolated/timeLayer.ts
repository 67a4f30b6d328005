import path from 'node:path';
import { nodeLabel } from '../../shared/graph/nodeLabel';
import { mainGraph } from '../../shared/graph/traversal';
import type { OnnxModel } from '../../onnx/openModel';
import type { LayerRequest } from '../../shared/report/jobRequest';
import type { IntegerForms, LayerTiming, NotTimed, TimedForm } from '../../shared/report/layerTiming';
import { RUN_FOLDER_PREFIX } from '../../shared/protocol/folderPrefixes';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { isIntegerKernel } from '../../analysis/fusions/isIntegerKernel';
import { CastCopies } from '../castCopy/castCopies';
import { checkRunnable } from '../checkRunnable';
import { chooseThreads, describeEnvironment } from '../environment';
import type { JobContext } from '../jobContext';
import { JobSteps } from '../jobSteps';
import { lockWaiter } from '../lockWaiter';
import { knownRoofs } from '../machineProbe/knownRoofs';
import { requireProvider } from '../machineProbe/probeProviders';
import { whileNobodyMeasures } from '../measurementLock';
import { assertUnchanged, openForJob } from '../openForJob';
import { makePrivateFolder, removeFolder } from '../../store/privateFolder';
import { runInputs } from '../runInputs';
import { runnerLimits } from '../runnerLimits';
import type { RunnerLimits } from '../runnerProcess';
import { layerForms, type FormFile, type LayerForms } from './layerForms';
import { staircase } from './staircase';
import { describeForm, timeForm, timeOriginal, type TimingTask } from './timeForms';

const LOAD = 'Load';
const CUT = 'Cut out';
const TIME = 'Time alone';
const STEPS = [
  { title: LOAD, share: 1 },
  { title: CUT, share: 2 },
  { title: TIME, share: 10 },
] as const;

/**
 * Cuts one layer out of a model, with the nodes that run in the same kernel and the values that it reads in one run of the model, and times it alone: as it is,
 * in eight-bit integers, and with other numbers of channels, each in turns with the layer as it is. Throws `LayerwiseError`: as `profileModel` does, and
 * `not-applicable` for what cannot stand alone.
 */
export async function timeLayer(request: LayerRequest, context: JobContext): Promise<LayerTiming> {
  const { node, conditions, rigor } = request;
  const steps = new JobSteps(context, STEPS);
  steps.begin(LOAD);
  const model = await openForJob(request, conditions, context);
  const folder = makePrivateFolder(RUN_FOLDER_PREFIX);
  const copies = new CastCopies();
  try {
    const { graph } = model;
    checkRunnable(model);
    checkNode(model, node);
    const cast = await copies.add(model);
    const inputs = await runInputs(graph, request.path, conditions, context.log.bind(context));
    const limits = { ...runnerLimits(request.path, conditions, context), copies };
    await requireProvider(limits);
    const threads = chooseThreads(conditions.threads);
    steps.begin(CUT);
    const forms = await layerForms({ request, model, inputs, threads, limits, folder, copy: cast?.graph });
    steps.begin(TIME);
    const name = nodeLabel(graph, node);
    const timed = await whileNobodyMeasures(`layer ${name}`, lockWaiter(context, steps), waitedMs => {
      limits.deadline?.extend(waitedMs);
      return timeForms(request, forms, threads, limits, steps);
    });
    assertUnchanged(model);
    const { dims, kind, description } = inputs;
    const { onnxruntime, nodes, original, sides } = forms;
    return {
      ...{ node, name, op: graph.nodes.ops[node] ?? '', nodes, ...timed },
      inputs: [...original.feeds].map(([input, { dtype, dims: shape }]) => ({ name: input, dtype, shape })),
      environment: describeEnvironment({
        ...{ onnxruntime, threads, dims, inputs: kind, inputDescription: description, seed: conditions.seed, rigor },
        graphOptimization: 'all',
      }),
      notes: sides.flatMap(side => ('notes' in side ? side.notes : [])),
    };
  } finally {
    copies.dispose();
    removeFolder(folder);
    await model.close();
  }
}

function checkNode({ path: file, graph }: OnnxModel, node: number): void {
  const { nodeCount } = mainGraph(graph);
  if (node < nodeCount) return;
  throw new LayerwiseError('usage', `${path.basename(file)} has no node ${node}: its main graph has ${nodeCount}.`, { file });
}

async function timeForms(
  { conditions, rigor }: LayerRequest,
  forms: LayerForms,
  threads: number,
  limits: RunnerLimits,
  steps: JobSteps,
): Promise<Pick<LayerTiming, 'original' | 'int8' | 'staircases'>> {
  const total = countForms(forms);
  let done = 0;
  let original: TimedForm | undefined;
  const task: TimingTask = {
    ...{ original: forms.original, threads, seed: conditions.seed, rigor, limits },
    roofs: knownRoofs(threads, forms.onnxruntime)?.roofs,
    onProgress: (share, detail) => steps.update((done + share) / total, `form ${done + 1} of ${total}, ${detail}`),
  };
  const time = async (form: FormFile): Promise<TimedForm> => {
    const result = await timeForm(task, form);
    original ??= await describeForm(task, forms.original, result.original, undefined);
    done++;
    return result.form;
  };
  const int8 = await timeIntegers(forms.int8, time);
  const timed: ReadonlyMap<number, TimedForm>[] = [];
  for (const side of forms.sides) timed.push('why' in side ? new Map() : await timeWidths(side.widths, time));
  const asItIs = original ?? (await timeOriginal(task));
  const staircases = forms.sides.map((side, index) => {
    if ('why' in side) return side;
    const { side: name, channels } = side.own;
    return staircase(name, channels, new Map([...(timed[index] ?? []), [channels, asItIs]]));
  });
  return { original: asItIs, ...(int8 && { int8 }), staircases };
}

async function timeWidths(
  widths: ReadonlyMap<number, FormFile>,
  time: (form: FormFile) => Promise<TimedForm>,
): Promise<ReadonlyMap<number, TimedForm>> {
  const timed = new Map<number, TimedForm>();
  for (const [width, form] of widths) timed.set(width, await time(form));
  return timed;
}

function countForms({ int8, sides }: LayerForms): number {
  const integers = int8 === undefined || 'why' in int8 ? 0 : 2;
  return Math.max(
    1,
    sides.reduce((sum, side) => sum + ('why' in side ? 0 : side.widths.size), integers),
  );
}

async function timeIntegers(
  forms: LayerForms['int8'],
  time: (form: FormFile) => Promise<TimedForm>,
): Promise<IntegerForms | NotTimed | undefined> {
  if (forms === undefined || 'why' in forms) return forms;
  const [alone, between] = [await time(forms.alone), await time(forms.between)];
  // A kernel without a name of its own, such as that of MaxPool, runs on integers where nothing is converted.
  const ranInIntegers =
    between.kernels.some(({ op }) => isIntegerKernel(op)) || !between.kernels.some(({ op }) => op === 'DequantizeLinear');
  return { alone, between, ranInIntegers };
}
