import { NONE } from './graph';

const SMALLEST = 8;
const GROWTH = 4;
const MOST_STEPS = 16;

interface Entry {
  readonly id: number;
  readonly hash: number;
}

/**
 * Ids by name: a `Map` that is given the hash of a name, and so need not compute it nor look at any other name. `names` are the names by id; an id
 * is added once its name stands there. Names that find no place within a few steps, by chance or by design, go to a `Map`.
 */
export class NameMap {
  /** Hash and id + 1 in turns; 0 where there is none. */
  private table = new Int32Array(2 * SMALLEST);
  private crowded = new Map<string, Entry>();
  private size = 0;

  constructor(private readonly names: readonly string[]) {}

  /** `NONE` when the name is not there. */
  get(name: string, hash: number): number {
    const { table, names } = this;
    const last = table.length - 2;
    for (let step = 0, slot = (2 * hash) & last; step < MOST_STEPS; step++, slot = (slot + 2) & last) {
      const id = table[slot + 1]! - 1;
      if (id === NONE) return NONE;
      if (table[slot] === hash && names[id] === name) return id;
    }
    return this.crowded.get(name)?.id ?? NONE;
  }

  /** Adds a name that is not there. */
  add(id: number, hash: number): void {
    if (GROWTH * ++this.size > this.table.length) this.grow();
    this.place(id, hash);
  }

  private place(id: number, hash: number): void {
    const { table } = this;
    const last = table.length - 2;
    for (let step = 0, slot = (2 * hash) & last; step < MOST_STEPS; step++, slot = (slot + 2) & last) {
      if (table[slot + 1] !== 0) continue;
      table[slot] = hash;
      table[slot + 1] = id + 1;
      return;
    }
    this.crowded.set(this.names[id] ?? '', { id, hash });
  }

  private grow(): void {
    const { table: before, crowded } = this;
    this.table = new Int32Array(before.length * GROWTH);
    this.crowded = new Map();
    for (let slot = 0; slot < before.length; slot += 2) if (before[slot + 1] !== 0) this.place(before[slot + 1]! - 1, before[slot]!);
    for (const { id, hash } of crowded.values()) this.place(id, hash);
  }
}
