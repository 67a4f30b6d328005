import { assertNever } from '../../shared/base/assertNever';
import type { NamedTensors } from '../../shared/graph/denseTensor';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { Findings, Observed } from '../laboratory';
import type { Instrumented } from './instrument';
import { unpackResults } from './packedResults';

/** Weight of a new run in the moving average of ranges. */
const AVERAGING = 0.01;

interface Running {
  min: number;
  max: number;
  mean: Float64Array;
  /** Mean squared distance from `mean`. */
  variance: Float64Array;
  weight: number;
  gram: Float64Array;
  gramWeight: number;
  average: { readonly min: number; readonly max: number } | undefined;
  seemsNan: boolean;
  notANumber: Observed['notANumber'];
  readonly samples: Float32Array[];
}

/** Merges what an instrumented graph says about one batch after the other. */
export class FindingsCollector {
  private readonly running = new Map<string, Running>();
  private samples = 0;

  constructor(private readonly instrumented: Pick<Instrumented, 'probes' | 'results'>) {}

  /** Names of the outputs to fetch. */
  get fetches(): readonly string[] {
    const { values, measured } = this.instrumented.results;
    return [values, measured].filter(name => name !== undefined);
  }

  /** @param batch samples that the outputs come from; batches count by their size */
  add(outputs: NamedTensors, batch: number): void {
    const { probes, results } = this.instrumented;
    const all = unpackResults(results, outputs);
    let next = 0;
    for (const { observation, vectors } of probes) {
      const [first, second] = all.slice(next, (next += vectors));
      if (first === undefined) throw withoutValues(observation.tensor);
      const entry = this.entry(observation.tensor);
      const means = observation.kind === 'gram' ? second : first;
      if (observation.kind !== 'range' && observation.kind !== 'samples') entry.seemsNan ||= means?.some(Number.isNaN) === true;
      switch (observation.kind) {
        case 'range': {
          const [min, max] = observation.isPositive ? [0, first[0]] : [first[0], second?.[0]];
          entry.min = lower(entry.min, min);
          entry.max = higher(entry.max, max);
          if (!isEmpty(min, max)) entry.average = averaged(entry.average, min, max);
          break;
        }
        case 'nan':
          if (observation.isExact && first[0]! > 0) entry.notANumber ??= { first: this.samples + 1, last: this.samples + batch };
          break;
        case 'mean':
          mergeMean(entry, first, batch);
          break;
        case 'moments':
          if (second !== undefined) mergeMoments(entry, first, second, batch);
          break;
        case 'gram':
          if (second !== undefined) mergeGram(entry, first, second, batch);
          break;
        case 'samples':
          entry.samples.push(first.slice());
          break;
        default:
          assertNever(observation);
      }
    }
    this.samples += batch;
  }

  findings(): Findings {
    return new Map([...this.running].map(([tensor, entry]): [string, Observed] => [tensor, observed(entry)]));
  }

  private entry(tensor: string): Running {
    const known = this.running.get(tensor);
    if (known !== undefined) return known;
    const none = new Float64Array(0);
    const entry: Running = {
      min: Infinity,
      max: -Infinity,
      mean: none,
      variance: none,
      weight: 0,
      gram: none,
      gramWeight: 0,
      average: undefined,
      seemsNan: false,
      notANumber: undefined,
      samples: [],
    };
    this.running.set(tensor, entry);
    return entry;
  }
}

function withoutValues(name: string): LayerwiseError {
  return new LayerwiseError(
    'runtime-error',
    `The runtime gave no values for “${name}”. Run the pass again, and report it if it happens twice.`,
  );
}

function observed({ average, seemsNan, notANumber, samples, ...entry }: Running): Observed {
  const notes = { ...(seemsNan && { seemsNan }), ...(notANumber && { notANumber }) };
  return { ...entry, ...notes, samples: join(samples), ...(average && { average }) };
}

/** Of no values the runtime gives −∞ as the largest, and ∞ as the smallest. */
function isEmpty(min = NaN, max = NaN): boolean {
  return min > max;
}

/** onnxruntime's moving average of ranges (calibrate.py, `averaging_constant`). */
function averaged(before: Running['average'], min = NaN, max = NaN): Running['average'] {
  if (before === undefined) return { min, max };
  return { min: before.min + AVERAGING * (min - before.min), max: before.max + AVERAGING * (max - before.max) };
}

/** NaN wins, so that it is noticed. */
function lower(a: number, b = NaN): number {
  return Number.isNaN(b) || b < a ? b : a;
}

function higher(a: number, b = NaN): number {
  return Number.isNaN(b) || b > a ? b : a;
}

/** Chan, Golub, LeVeque 1979: moments of two groups from the moments of each. */
function mergeMoments(entry: Running, mean: Float32Array, variance: Float32Array, weight: number): void {
  const total = entry.weight + weight;
  if (entry.weight === 0) {
    entry.mean = Float64Array.from(mean);
    entry.variance = Float64Array.from(variance);
  } else {
    for (let c = 0; c < mean.length; c++) {
      const delta = mean[c]! - entry.mean[c]!;
      entry.mean[c]! += (delta * weight) / total;
      const spread = (delta * delta * entry.weight * weight) / (total * total);
      entry.variance[c] = (entry.variance[c]! * entry.weight + variance[c]! * weight) / total + spread;
    }
  }
  entry.weight = total;
}

function mergeMean(entry: Running, mean: Float32Array, weight: number): void {
  entry.mean = blend(entry.mean, mean, weight / (entry.weight + weight));
  entry.weight += weight;
}

/** Both are averages over a batch's positions, of which every sample has as many. */
function mergeGram(entry: Running, gram: Float32Array, mean: Float32Array, weight: number): void {
  const share = weight / (entry.gramWeight + weight);
  entry.gram = blend(entry.gram, gram, share);
  entry.mean = blend(entry.mean, mean, share);
  entry.gramWeight += weight;
}

function blend(before: Float64Array, now: Float32Array, share: number): Float64Array {
  if (before.length !== now.length) return Float64Array.from(now);
  for (let index = 0; index < now.length; index++) before[index]! += (now[index]! - before[index]!) * share;
  return before;
}

function join(parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
