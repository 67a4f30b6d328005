import fc from 'fast-check';
import { buildModel, type FixtureAttribute, type FixtureNode, type FixtureTensor, type FixtureValue } from '../../../fixtures/buildModel';

/** A model with the shapes of its inputs in the run that it is made for. */
export interface DrawnModel {
  readonly bytes: Uint8Array;
  readonly inputs: ReadonlyMap<string, readonly number[]>;
}

/** A small model that grows node by node; every choice is drawn, so that a failure shrinks and a seed repeats it. */
export class ModelDraw {
  opset = 17;
  private readonly nodes: FixtureNode[] = [];
  private readonly initializers: FixtureTensor[] = [];
  private readonly inputs: FixtureValue[] = [];
  private readonly sizes = new Map<string, readonly number[]>();
  private readonly outputs = new Set<string>();
  private count = 0;

  constructor(private readonly draw: fc.GeneratorValue) {}

  int(min: number, max: number): number {
    return this.draw(fc.integer, { min, max });
  }

  pick<T>(...choices: readonly [T, ...T[]]): T {
    return choices[this.int(0, choices.length - 1)] ?? choices[0];
  }

  chance(oneIn: number): boolean {
    return this.int(1, oneIn) === 1;
  }

  shuffled<T>(items: readonly T[]): readonly T[] {
    const rest = [...items];
    return items.map(() => rest.splice(this.int(0, rest.length - 1), 1)[0] as T);
  }

  /** An input; `sizes` are its shape in the run, `symbols` the names of those that stay open. */
  input(name: string, sizes: readonly number[], symbols: readonly (string | undefined)[] = []): string {
    this.inputs.push({ name, shape: sizes.map((size, axis) => symbols[axis] ?? size) });
    this.sizes.set(name, sizes);
    return name;
  }

  floats(dims: readonly number[], values?: readonly number[]): string {
    const count = dims.reduce((product, dim) => product * dim, 1);
    const seed = this.initializers.length + 1;
    return this.store({ dims, values: values ?? Array.from({ length: count }, (_, index) => Math.sin(index * 1.7 + seed)) });
  }

  scalar(value: number): string {
    return this.store({ dims: this.pick<readonly number[]>([], [1]), values: [value] });
  }

  ints(...values: readonly number[]): string {
    return this.store({ dims: [values.length], values: values.map(BigInt) });
  }

  index(value: number): string {
    return this.store({ dims: [], values: [BigInt(value)] });
  }

  add(op: string, inputs: readonly string[], attributes: Readonly<Record<string, FixtureAttribute>> = {}): string {
    const output = `t${this.count++}`;
    this.nodes.push({ op, name: `n${this.nodes.length}`, inputs, outputs: [output], attributes });
    return output;
  }

  /** A node whose operands may stand in either order. */
  commute(op: string, a: string, b: string): string {
    return this.add(op, this.chance(2) ? [a, b] : [b, a]);
  }

  /** Makes a tensor an output of the model. */
  show(...names: readonly string[]): void {
    for (const name of names) this.outputs.add(name);
  }

  /** Makes a tensor an output once in a while, so that it has to stay. */
  leak(...names: readonly string[]): void {
    for (const name of names) if (this.chance(8)) this.show(name);
  }

  model(): DrawnModel {
    const outputs = [...this.outputs].map(name => ({ name }));
    const { inputs, nodes, initializers, opset } = this;
    return { bytes: buildModel({ inputs, nodes, initializers, outputs, opset, irVersion: 10 }), inputs: this.sizes };
  }

  private store(tensor: Omit<FixtureTensor, 'name'>): string {
    const name = `w${this.initializers.length}`;
    this.initializers.push({ name, ...tensor });
    return name;
  }
}
