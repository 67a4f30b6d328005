/** Runs of one block: first, second, second, first. */
export const PER_BLOCK = 4;

/** Interleaved runs of one pair of sessions, four per block. */
export interface Round {
  /** Whose runs come first and last in every block: the side whose session was made first. */
  readonly first: 'base' | 'variant';
  readonly wallMs: ArrayLike<number>;
  readonly cpuMs: ArrayLike<number>;
  /** How often the system took the processor away from a thread during each run. */
  readonly preemptions: ArrayLike<number>;
  readonly pageFaults: ArrayLike<number>;
}

interface Sides<T> {
  readonly base: T;
  readonly variant: T;
}

type Measure = 'wallMs' | 'cpuMs' | 'pageFaults';

/** A median of fewer runs says too little. */
const FEWEST_CLEAN = 5;

/** Which runs of a round count. */
export type RunFilter = (run: number) => boolean;

/**
 * Leaves out runs during which the system took the processor away, on both sides: how long they waited says nothing about the model. On a machine with twice as
 * many busy programs as cores this makes the ratios of rounds scatter a tenth as much. `undefined` where too few are left.
 */
export function cleanRuns(round: Round): RunFilter | undefined {
  const isClean: RunFilter = run => round.preemptions[run] === 0;
  const { base, variant } = sidesOfBlocks(round, 'wallMs', everyBlock(round), isClean);
  return Math.min(base.length, variant.length) >= FEWEST_CLEAN ? isClean : undefined;
}

export const everyRun: RunFilter = () => true;

export function everyBlock({ wallMs }: Round): Uint32Array {
  return Uint32Array.from({ length: Math.floor(wallMs.length / PER_BLOCK) }, (_, block) => block);
}

/** Every run of one side, in order. */
export function runsOfSide(round: Round, side: 'base' | 'variant', measure: Measure): Float64Array {
  return sidesOfBlocks(round, measure, everyBlock(round), everyRun)[side];
}

/** The runs of some blocks that count, by side. */
export function sidesOfBlocks(round: Round, measure: Measure, blocks: Uint32Array, counts: RunFilter): Sides<Float64Array> {
  const values = round[measure];
  const outer = new Float64Array(2 * blocks.length);
  const inner = new Float64Array(2 * blocks.length);
  let outerCount = 0;
  let innerCount = 0;
  for (const block of blocks) {
    for (let slot = 0; slot < PER_BLOCK; slot++) {
      const run = block * PER_BLOCK + slot;
      if (!counts(run)) continue;
      const value = values[run] ?? Number.NaN;
      if (slot === 0 || slot === PER_BLOCK - 1) outer[outerCount++] = value;
      else inner[innerCount++] = value;
    }
  }
  const [first, second] = [outer.subarray(0, outerCount), inner.subarray(0, innerCount)];
  return round.first === 'base' ? { base: first, variant: second } : { base: second, variant: first };
}
