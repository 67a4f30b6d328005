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
  /** The candidate that used them last. */
  usedFor: number;
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
  /** All levels, each with those of its weight. */
  private readonly all = new Map<KeptLevels, KeptLevels[]>();
  private bytes = 0;
  private candidate = 0;

  constructor(private readonly mostBytes = MOST_BYTES) {}

  /** From here on it is about another candidate; what neither this nor the one before it uses gives way to what they do. */
  nextCandidate(): void {
    this.candidate++;
  }

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
    if (found === undefined) return this.keep(levels, { ...key, levels: await compute(), usedFor: this.candidate });
    found.usedFor = this.candidate;
    levels.push(...levels.splice(levels.indexOf(found), 1));
    return found.levels;
  }

  private keep(own: KeptLevels[], made: KeptLevels): Int8Array {
    const size = made.levels.byteLength;
    if (own.length >= MOST_LEVELS && own[0] !== undefined) this.forget(own[0]);
    if (!this.hasRoom(size)) this.forgetUnused();
    if (!this.hasRoom(size)) return made.levels;
    this.bytes += size;
    own.push(made);
    this.all.set(made, own);
    return made.levels;
  }

  private hasRoom(bytes: number): boolean {
    return this.bytes + bytes <= this.mostBytes;
  }

  private forgetUnused(): void {
    for (const made of [...this.all.keys()]) if (made.usedFor < this.candidate - 1) this.forget(made);
  }

  private forget(made: KeptLevels): void {
    const own = this.all.get(made);
    own?.splice(own.indexOf(made), 1);
    this.all.delete(made);
    this.bytes -= made.levels.byteLength;
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
