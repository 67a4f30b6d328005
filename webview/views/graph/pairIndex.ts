import { IntColumn } from '../../../src/shared/base/intColumn';

const SMALLEST = 64;
/** Knuth's multiplicative hashing, with another odd number for the second part. */
const [HASH_A, HASH_B] = [0x9e3779b1, 0x85ebca6b];

/** Numbers pairs of whole numbers in the order in which they come: what a `Map` of a hundred thousand keys does, without an object for each. */
export class PairIndex {
  private readonly first = new IntColumn();
  private readonly second = new IntColumn();
  private slots = new Int32Array(SMALLEST).fill(-1);

  get size(): number {
    return this.first.length;
  }

  /** The number of a pair; a new one when it has none yet. */
  numberOf(first: number, second: number): number {
    const slot = this.slotOf(first, second);
    const known = this.slots[slot]!;
    if (known >= 0) return known;
    const number = this.first.length;
    this.slots[slot] = number;
    this.first.push(first);
    this.second.push(second);
    if (2 * number > this.slots.length) this.grow();
    return number;
  }

  private slotOf(first: number, second: number): number {
    const mask = this.slots.length - 1;
    let slot = (Math.imul(first, HASH_A) ^ Math.imul(second, HASH_B)) >>> 7;
    for (;;) {
      slot &= mask;
      const known = this.slots[slot]!;
      if (known < 0 || (this.first.get(known) === first && this.second.get(known) === second)) return slot;
      slot++;
    }
  }

  private grow(): void {
    this.slots = new Int32Array(2 * this.slots.length).fill(-1);
    for (let number = 0; number < this.first.length; number++) {
      this.slots[this.slotOf(this.first.get(number), this.second.get(number))] = number;
    }
  }
}
