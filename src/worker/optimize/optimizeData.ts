import type { Dataset, ModelInput } from '../../data/dataset';
import { openDataset, type DecodeTensor } from '../../data/openDataset';
import { readAhead } from '../../data/readAhead';
import { readSamples } from '../../data/readSamples';
import { splitHeldBack } from '../../data/splitHeldBack';
import { syntheticInputs } from '../../data/syntheticInputs';
import type { NamedTensors } from '../../shared/graph/denseTensor';
import type { RunConditions } from '../../shared/report/jobRequest';
import { indexLimits } from '../../data/indexLimits';
import type { Graph } from '../../shared/graph/graph';
import { findData } from '../findData';
import { modelInputs } from '../modelInputs';
import { fixDims, type FixedDims } from '../fixDims';

/** Some samples, read in batches. */
export interface SampleSet {
  /** Samples. */
  readonly count: number;
  /** Batches of about `size` samples, or of what the data insist on. */
  batches(size: number): AsyncGenerator<SampleBatch>;
}

export interface SampleBatch {
  readonly feeds: NamedTensors;
  readonly samples: number;
  /** Class id of each sample, where the data say so. */
  readonly labels?: readonly number[];
}

/** What a job fits on and what it verifies with. */
export interface OptimizeData {
  readonly source: string;
  readonly kind: 'data' | 'synthetic';
  readonly fit: SampleSet;
  readonly heldBack: SampleSet;
  /** What budgets are judged on: the evaluation data where there are some, else what is held back. */
  readonly judged: SampleSet;
  /** Whether the samples to judge on have a class label each. */
  readonly hasLabels: boolean;
  /** Shapes of a run of one sample. */
  readonly fixed: FixedDims;
  close(): Promise<void>;
}

/** Made-up samples when there are no data: enough to see that a variant runs, not to fit on. */
const SYNTHETIC_SAMPLES = 10;
const NO_DATA = 'synthetic inputs';

/** Opens the data by the contract's rule: `--data`, `layerwise.json`, beside the model, else synthetic. Throws as `openDataset` and `fixDims` do. */
export async function openOptimizeData(
  modelPath: string,
  graph: Graph,
  conditions: RunConditions,
  decodeTensor: DecodeTensor,
  evaluationData?: string,
): Promise<OptimizeData> {
  const data = await openFitted(modelPath, graph, conditions, decodeTensor);
  if (evaluationData === undefined) return data;
  try {
    const dataset = await openDataset(evaluationData, modelInputs(graph), decodeTensor);
    const close = async (): Promise<void> => {
      await dataset.close();
      await data.close();
    };
    return { ...data, judged: wholeSet(dataset), hasLabels: hasClassLabels(dataset), close };
  } catch (error) {
    await data.close();
    throw error;
  }
}

async function openFitted(modelPath: string, graph: Graph, conditions: RunConditions, decodeTensor: DecodeTensor): Promise<OptimizeData> {
  const inputs = modelInputs(graph);
  const found = await findData(modelPath, conditions);
  if (found === undefined) return syntheticData(inputs, conditions, indexLimits(graph));
  const dataset = await openDataset(found.path, inputs, decodeTensor);
  try {
    const fixed = fixDims(inputs, { ...explicitDims(conditions), dataShapes: dataset.shapes, batch: dataset.fixedBatch ?? 1 });
    const sets = splitSets(dataset, conditions);
    const judging = { judged: sets.heldBack, hasLabels: hasClassLabels(dataset) };
    return { source: found.source, kind: 'data', fixed, ...sets, ...judging, close: () => dataset.close() };
  } catch (error) {
    await dataset.close();
    throw error;
  }
}

function explicitDims({ dims, inputShapes }: RunConditions): Pick<Parameters<typeof fixDims>[1], 'dims' | 'inputShapes'> {
  return { dims: new Map(Object.entries(dims)), inputShapes: new Map(Object.entries(inputShapes ?? {})) };
}

/** Data whose batch is fixed are split by whole batches, everything else by samples; no more samples than asked for. */
function splitSets(dataset: Dataset, { seed, samples = dataset.count }: RunConditions): Pick<OptimizeData, 'fit' | 'heldBack'> {
  const unit = dataset.fixedBatch ?? 1;
  const { fit, heldBack } = splitHeldBack(Math.max(1, Math.floor(Math.min(dataset.count, samples) / unit)), seed);
  return { fit: unitSet(dataset, fit), heldBack: unitSet(dataset, heldBack) };
}

function wholeSet(dataset: Dataset): SampleSet {
  const unit = dataset.fixedBatch ?? 1;
  return unitSet(
    dataset,
    Array.from({ length: Math.floor(dataset.count / unit) }, (_, index) => index),
  );
}

/** Some of the units of a dataset: whole batches where its batch is fixed, else samples. */
function unitSet(dataset: Dataset, units: readonly number[]): SampleSet {
  const unit = dataset.fixedBatch ?? 1;
  const perBatch = (size: number): number => (dataset.fixedBatch === undefined ? Math.max(1, size) : 1);
  return { count: units.length * unit, batches: size => readAhead(readUnits(dataset, units, unit, perBatch(size))) };
}

function hasClassLabels({ labels }: Dataset): boolean {
  return labels?.dims.length === 1;
}

async function* readUnits(
  dataset: Dataset,
  units: readonly number[],
  unit: number,
  perBatch: number,
): AsyncGenerator<SampleBatch, undefined> {
  for (let start = 0; start < units.length; start += perBatch) {
    const indexes = units
      .slice(start, start + perBatch)
      .flatMap(first => Array.from({ length: unit }, (_, offset) => first * unit + offset));
    const labels = hasClassLabels(dataset) ? { labels: indexes.map(index => Number(dataset.labels?.data[index])) } : {};
    yield { feeds: await readSamples(dataset, indexes), samples: indexes.length, ...labels };
  }
}

function syntheticData(inputs: readonly ModelInput[], conditions: RunConditions, limits: ReadonlyMap<string, number>): OptimizeData {
  const fixed = fixDims(inputs, { ...explicitDims(conditions), dataShapes: new Map(), batch: 1 });
  const seeds = Array.from({ length: SYNTHETIC_SAMPLES }, (_, index) => conditions.seed + index);
  const { fit, heldBack } = splitHeldBack(seeds.length, conditions.seed);
  const makeUp = (index: number): SampleBatch => {
    return { feeds: syntheticInputs(inputs, fixed.shapes, seeds[index] ?? 0, limits).feeds, samples: 1 };
  };
  const set = (indexes: readonly number[]): SampleSet => ({ count: indexes.length, batches: () => makeAll(indexes, makeUp) });
  const sets = { fit: set(fit), heldBack: set(heldBack), judged: set(heldBack), hasLabels: false };
  return { source: NO_DATA, kind: 'synthetic', fixed, ...sets, close: () => Promise.resolve() };
}

async function* makeAll(indexes: readonly number[], make: (index: number) => SampleBatch): AsyncGenerator<SampleBatch> {
  for (const index of indexes) yield await Promise.resolve(make(index));
}
