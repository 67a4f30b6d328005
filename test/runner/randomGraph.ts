import fc from 'fast-check';
import { inferShapes } from '../../src/analysis/shapes/inferShapes';
import { openModelBytes } from '../../src/onnx/openModelBytes';
import { tensorByName } from '../../src/shared/graph/traversal';
import { buildModel, type FixtureAttribute, type FixtureNode, type FixtureTensor, type FixtureValue } from '../fixtures/buildModel';

/** A tensor that a later node may read, with its shape for the sizes that are run. */
export interface Made {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Larger tensors are read no further: the graphs are to be run in milliseconds. */
const MAX_ELEMENTS = 20_000;

/** A graph that grows node by node from `x` [N, 3, H, W]; every choice is drawn, so that a failure shrinks and a seed repeats it. */
export class RandomGraph {
  readonly outputs: string[] = [];
  readonly pool: Made[];
  private readonly nodes: FixtureNode[] = [];
  private readonly initializers: FixtureTensor[] = [];
  private count = 0;

  constructor(
    private readonly draw: fc.GeneratorValue,
    readonly dims: ReadonlyMap<string, number>,
  ) {
    const [n = 1, h = 1, w = 1] = [...dims.values()];
    this.pool = [{ name: 'x', shape: [n, 3, h, w] }];
  }

  int(min: number, max: number): number {
    return this.draw(fc.integer, { min, max });
  }

  pick<T>(...choices: readonly [T, ...T[]]): T {
    return choices[this.int(0, choices.length - 1)] ?? choices[0];
  }

  /** An axis of a tensor, counted from either end. */
  axis({ shape }: Made): number {
    return this.int(-shape.length, shape.length - 1);
  }

  ints(...values: readonly number[]): string {
    return this.store({ dims: [values.length], values: values.map(BigInt) });
  }

  floats(...dims: readonly number[]): string {
    const elements = dims.reduce((product, dim) => product * dim, 1);
    return this.store({ dims, values: Array.from({ length: elements }, (_, index) => Math.sin(index)) });
  }

  scales(...values: readonly number[]): string {
    return this.store({ dims: [values.length], values });
  }

  scalar(value: number): string {
    return this.store({ dims: [], values: [BigInt(value)] });
  }

  /** Adds a node; gives the names of its outputs. */
  add(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, FixtureAttribute>> = {},
    outputCount = 1,
  ): readonly string[] {
    const outputs = Array.from({ length: outputCount }, () => `t${this.count++}`);
    this.nodes.push({ op, inputs, outputs, attributes });
    this.outputs.push(...outputs);
    return outputs;
  }

  /** Makes float tensors available to later nodes, where their shape is known and neither empty nor large. */
  offer(...names: readonly string[]): void {
    const { graph, reader } = this.open();
    const shapes = inferShapes(graph, reader, { dims: this.dims });
    for (const name of names) {
      const { shape } = shapes.fact(shapes.frame, tensorByName(graph, name));
      if (shape === undefined || !shape.every(dim => typeof dim === 'number')) continue;
      const elements = shape.reduce((product, dim) => product * dim, 1);
      if (elements > 0 && elements <= MAX_ELEMENTS) this.pool.push({ name, shape });
    }
  }

  /** The model; its outputs are all tensors that were made, with the types that inference gives them. */
  bytes(): Uint8Array {
    const { graph, reader } = this.open();
    const shapes = inferShapes(graph, reader, { dims: this.dims });
    return this.build(
      this.outputs.map(name => {
        const { dtype } = shapes.fact(shapes.frame, tensorByName(graph, name));
        return { name, ...(dtype === undefined ? {} : { dtype }) };
      }),
    );
  }

  private open() {
    return openModelBytes(this.build(this.outputs.map(name => ({ name }))));
  }

  private build(outputs: readonly FixtureValue[]): Uint8Array {
    return buildModel({ inputs: [{ name: 'x', shape: ['N', 3, 'H', 'W'] }], initializers: this.initializers, nodes: this.nodes, outputs });
  }

  private store(tensor: Omit<FixtureTensor, 'name'>): string {
    const name = `w${this.initializers.length}`;
    this.initializers.push({ name, ...tensor });
    return name;
  }
}
