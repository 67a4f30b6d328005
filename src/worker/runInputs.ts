import { findDataBeside } from '../data/findDataBeside';
import { indexLimits } from '../data/indexLimits';
import type { Dataset, ModelInput } from '../data/dataset';
import { openDataset } from '../data/openDataset';
import { syntheticInputs } from '../data/syntheticInputs';
import type { Graph } from '../shared/graph/graph';
import type { NamedTensors } from '../shared/graph/denseTensor';
import type { RunConditions } from '../shared/report/jobRequest';
import { LayerwiseError } from '../shared/report/layerwiseError';
import { decodeTensorProto } from './decodeTensorProto';
import { fixDims, type FixedDims } from './fixDims';
import type { JobContext } from './jobContext';
import { modelInputs } from './modelInputs';
import { samplesPerRun } from './samplesPerRun';

/** What a model is fed with while it is measured. */
export interface RunInputs {
  readonly feeds: NamedTensors;
  readonly kind: 'data' | 'synthetic';
  /** What each input is filled with, in words. */
  readonly description: readonly string[];
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly dims: Readonly<Record<string, number>>;
  /** Samples of one run. */
  readonly batch: number;
}

/**
 * Inputs for timed runs: the first samples of the data where there are any that fit, else random ones. Data that were asked for must fit (`data-missing`,
 * `data-invalid`); data that merely lie beside the model are left aside with a word in the log. Throws `dimension-needed` as `fixDims` does.
 */
export async function runInputs(graph: Graph, path: string, conditions: RunConditions, log: JobContext['log']): Promise<RunInputs> {
  const inputs = modelInputs(graph);
  const dataset = await openFittingData(path, inputs, conditions, log);
  try {
    const fixed = fixDims(inputs, dimSources(conditions, dataset));
    const batch = samplesPerRun(inputs, fixed.shapes);
    const { batch: asked = 1 } = conditions;
    if (asked > 1 && batch !== asked)
      log('warn', `One run of ${path} takes ${batch} ${batch === 1 ? 'sample' : 'samples'}, so a batch of ${asked} has no effect.`);
    const fromData = dataset === undefined ? undefined : await feedsFromData(dataset, fixed);
    const { feeds, description } = fromData ?? syntheticInputs(inputs, fixed.shapes, conditions.seed, indexLimits(graph));
    return {
      feeds,
      kind: fromData === undefined ? 'synthetic' : 'data',
      description,
      shapes: Object.fromEntries([...feeds].map(([name, { dims }]) => [name, dims])),
      dims: Object.fromEntries(fixed.dims),
      batch,
    };
  } finally {
    await dataset?.close();
  }
}

/** Data that were asked for, or that lie beside the model and fit; `undefined` when there are none. Throws as `runInputs` does. */
export async function openFittingData(
  path: string,
  inputs: readonly ModelInput[],
  conditions: RunConditions,
  log: JobContext['log'],
): Promise<Dataset | undefined> {
  if (inputs.length === 0 || conditions.withoutData === true) return undefined;
  if (conditions.data !== undefined) return await openDataset(conditions.data, inputs, decodeTensorProto);
  try {
    const found = await findDataBeside(path);
    return found === undefined ? undefined : await openDataset(found.path, inputs, decodeTensorProto);
  } catch (error) {
    if (!(error instanceof LayerwiseError)) throw error;
    log('warn', `Data beside the model are not used for timing: ${error.message}`);
    return undefined;
  }
}

function dimSources(conditions: RunConditions, dataset: Dataset | undefined): Parameters<typeof fixDims>[1] {
  return {
    dims: new Map(Object.entries(conditions.dims)),
    inputShapes: new Map(Object.entries(conditions.inputShapes ?? {})),
    dataShapes: dataset?.shapes ?? new Map(),
    batch: conditions.batch ?? 1,
  };
}

/** As many samples as the batch has; `undefined` when the data have fewer, or other shapes than were asked for. */
async function feedsFromData(
  dataset: Dataset,
  { shapes }: FixedDims,
): Promise<{ readonly feeds: NamedTensors; readonly description: readonly string[] } | undefined> {
  const first = [...shapes.values()][0]?.[0] ?? 1;
  const count = dataset.fixedBatch ?? first;
  if (count > dataset.count) return undefined;
  const feeds = await dataset.read(0, count);
  const fit = [...feeds].every(([name, { dims }]) => dims.join() === shapes.get(name)?.join());
  const samples = count === 1 ? 'the first sample' : `the first ${count} samples`;
  return fit ? { feeds, description: [...feeds.keys()].map(name => `${name}: ${samples} of the data`) } : undefined;
}
