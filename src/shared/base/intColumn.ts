const SMALLEST = 16;

/** A list of 32-bit integers that grows: half as large as one of numbers, and nothing for the collector to look at. */
export class IntColumn {
  length = 0;
  private values = new Int32Array(SMALLEST);

  push(value: number): void {
    if (this.length === this.values.length) this.grow();
    this.values[this.length++] = value;
  }

  get(index: number): number {
    return this.values[index]!;
  }

  set(index: number, value: number): void {
    this.values[index] = value;
  }

  /** A copy of what is in the list. */
  toArray(): Int32Array {
    return this.values.slice(0, this.length);
  }

  private grow(): void {
    const larger = new Int32Array(this.values.length * 2);
    larger.set(this.values);
    this.values = larger;
  }
}
