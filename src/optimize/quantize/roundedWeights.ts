import type { Weight } from '../../shared/graph/weight';
import type { Laboratory } from '../laboratory';

/** Symmetric grids for the channels of a weight, before its bias has a say. */
export interface WeightGrids {
  readonly scales: Float32Array;
  /** Channels that hold nothing but zeros. */
  readonly isEmpty: readonly boolean[];
}

/** What levels depend on besides the weight. */
export interface LevelsKey {
  /** How the weight is read and rounded. */
  readonly manner: string;
  readonly scales: Float32Array;
  readonly gram: Float64Array | undefined;
}

interface KeptLevels extends LevelsKey {
  readonly levels: Int8Array;
}

interface Kept {
  readonly grids: Map<string, WeightGrids>;
  readonly levels: KeptLevels[];
}

/** Levels of all weights together stay below this, of one weight those that were used last. */
const MOST_BYTES = 128 * 2 ** 20;
const MOST_LEVELS = 3;

const known = new WeakMap<Laboratory, RoundedWeights>();

/** Those of one job: candidates differ in how few of their layers are rounded. In a dry run nothing is kept. */
export function roundedWeights(laboratory: Laboratory | undefined): RoundedWeights {
  const rounded = (laboratory && known.get(laboratory)) ?? new RoundedWeights();
  if (laboratory !== undefined) known.set(laboratory, rounded);
  return rounded;
}

/** Scales and levels that were computed for one candidate, for those after it that ask for the same. */
export class RoundedWeights {
  private readonly kept = new WeakMap<Weight, Kept>();
  private bytes = 0;

  async grids(weight: Weight, manner: string, compute: () => Promise<WeightGrids>): Promise<WeightGrids> {
    const { grids } = this.of(weight);
    const made = grids.get(manner) ?? (await compute());
    grids.set(manner, made);
    return made;
  }

  /** Nobody may change what is given. */
  async levels(weight: Weight, key: LevelsKey, compute: () => Promise<Int8Array>): Promise<Int8Array> {
    const { levels } = this.of(weight);
    const found = levels.find(candidate => isSame(candidate, key));
    if (found === undefined) return this.keep(levels, { ...key, levels: await compute() });
    levels.push(...levels.splice(levels.indexOf(found), 1));
    return found.levels;
  }

  private keep(all: KeptLevels[], made: KeptLevels): Int8Array {
    const size = made.levels.byteLength;
    if (all.length >= MOST_LEVELS) this.bytes -= all.shift()?.levels.byteLength ?? 0;
    if (this.bytes + size > MOST_BYTES) return made.levels;
    this.bytes += size;
    all.push(made);
    return made.levels;
  }

  private of(weight: Weight): Kept {
    const kept = this.kept.get(weight) ?? { grids: new Map(), levels: [] };
    this.kept.set(weight, kept);
    return kept;
  }
}

function isSame(a: LevelsKey, b: LevelsKey): boolean {
  return a.manner === b.manner && a.gram === b.gram && a.scales.every((scale, channel) => scale === b.scales[channel]);
}
