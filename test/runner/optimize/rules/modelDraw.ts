import fc from 'fast-check';
import {
  buildModel,
  type FixtureAttribute,
  type FixtureFunction,
  type FixtureNode,
  type FixtureTensor,
  type FixtureValue,
} from '../../../fixtures/buildModel';

/** A model with the shapes of its inputs in the run that it is made for. */
export interface DrawnModel {
  readonly bytes: Uint8Array;
  readonly inputs: ReadonlyMap<string, readonly number[]>;
}

/** A small model that grows node by node; every choice is drawn, so that a failure shrinks and a seed repeats it. */
export class ModelDraw {
  opset = 17;
  /** Further operator sets that the model imports. */
  readonly imports: Record<string, number> = {};
  private nodes: FixtureNode[] = [];
  private initializers: FixtureTensor[] = [];
  private readonly functions: FixtureFunction[] = [];
  private weightCount = 0;
  private readonly inputs: FixtureValue[] = [];
  private readonly sizes = new Map<string, readonly number[]>();
  private outputs = new Set<string>();
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
    const seed = this.weightCount + 1;
    return this.store({ dims, values: values ?? Array.from({ length: count }, (_, index) => Math.sin(index * 1.7 + seed)) });
  }

  scalar(value: number): string {
    return this.store({ dims: this.pick<readonly number[]>([], [1]), values: [value] });
  }

  bools(dims: readonly number[], values: readonly boolean[]): string {
    return this.store({ dims, dtype: 'bool', values: values.map(Number) });
  }

  ints(...values: readonly number[]): string {
    return this.store({ dims: [values.length], values: values.map(BigInt) });
  }

  index(value: number): string {
    return this.store({ dims: [], values: [BigInt(value)] });
  }

  add(op: string, inputs: readonly string[], attributes: Readonly<Record<string, FixtureAttribute>> = {}, domain = ''): string {
    const output = `t${this.count++}`;
    this.nodes.push({ op, name: `n${output}`, domain, inputs, outputs: [output], attributes });
    return output;
  }

  /** A node with several outputs, of which `""` is left out. */
  addAll(
    op: string,
    inputs: readonly string[],
    isGiven: readonly boolean[],
    attributes: Readonly<Record<string, FixtureAttribute>> = {},
  ): readonly string[] {
    const outputs = isGiven.map(given => (given ? `t${this.count++}` : ''));
    this.nodes.push({ op, name: `n${outputs.join('_')}`, domain: '', inputs, outputs, attributes });
    return outputs;
  }

  /** A function of one argument and one result that is one node. */
  define(name: string, op: string, domain = ''): void {
    this.imports['local'] = 1;
    const nodes = [{ op, name: `n${name}`, domain, inputs: ['a'], outputs: ['b'] }];
    this.functions.push({ name, inputs: ['a'], outputs: ['b'], opset: this.opset, nodes });
  }

  /** Parts of a tensor along an axis. */
  split(tensor: string, sizes: readonly number[], axis: number): readonly string[] {
    return this.addAll(
      'Split',
      [tensor, this.ints(...sizes)],
      sizes.map(() => true),
      { axis },
    );
  }

  /** The branch of an If that is taken, the first or the second, around all nodes so far but some of the first; the other one computes zeros of no shape. Weights lie inside or outside. */
  moveIntoBranch(isFirst = true): void {
    const inside = this.takeNodes();
    const { initializers, constants } = this.takeWeights();
    const branch = { nodes: [...constants, ...inside.nodes], initializers, outputs: inside.outputs.map(name => ({ name })) };
    const other = inside.outputs.map(name => ({ op: 'Identity', name: `other_${name}`, inputs: ['other'], outputs: [`other_${name}`] }));
    this.initializers.push({ name: 'taken', dims: [], dtype: 'bool', values: [isFirst ? 1 : 0] }, { name: 'other', dims: [], values: [0] });
    const notTaken = { nodes: other, outputs: inside.outputs.map(name => ({ name: `other_${name}` })) };
    const attributes = {
      then_branch: { graph: isFirst ? branch : notTaken },
      else_branch: { graph: isFirst ? notTaken : branch },
    };
    this.own('If', ['taken'], inside.outputs, attributes);
  }

  /** The body of a Loop of two rounds around all nodes so far but some of the first, beside a variable that it carries along. */
  moveIntoLoop(): void {
    const inside = this.takeNodes();
    const { initializers, constants } = this.takeWeights();
    const carried = [
      { op: 'Identity', name: 'go', inputs: ['go_in'], outputs: ['go_out'] },
      { op: 'Mul', name: 'grow', inputs: ['sum_in', 'two'], outputs: ['grown'] },
      { op: 'Identity', name: 'carry', inputs: ['grown'], outputs: ['sum_out'] },
    ];
    const body = {
      nodes: [...constants, ...inside.nodes, ...carried],
      initializers,
      inputs: [
        { name: 'round', dtype: 'int64', shape: [] },
        { name: 'go_in', dtype: 'bool', shape: [] },
        { name: 'sum_in', shape: [] },
      ] as const,
      outputs: [{ name: 'go_out', dtype: 'bool', shape: [] } as const, { name: 'sum_out' }, ...inside.outputs.map(name => ({ name }))],
    };
    this.initializers.push(
      { name: 'rounds', dims: [], values: [2n] },
      { name: 'taken', dims: [], dtype: 'bool', values: [1] },
      { name: 'one', dims: [], values: [1] },
      { name: 'two', dims: [], values: [2] },
    );
    this.own('Loop', ['rounds', 'taken', 'one'], ['sum', ...inside.outputs], { body: { graph: body } });
  }

  /** A function around all nodes so far but some of the first. It holds its weights, and takes attribute `axis`, which is 1. */
  moveIntoFunction(): void {
    const inside = this.takeNodes();
    const own = new Set(inside.nodes.flatMap(({ outputs = [] }) => outputs));
    const stored = this.initializers.map(constantNode);
    const constants = new Set(this.initializers.map(({ name }) => name));
    const reads = inside.nodes.flatMap(({ inputs = [] }) => inputs).filter(name => name !== '' && !own.has(name) && !constants.has(name));
    const inputs = [...new Set(reads)];
    const outerReads = new Set(this.nodes.flatMap(({ inputs: names = [] }) => names));
    this.initializers = this.initializers.filter(({ name }) => outerReads.has(name));
    this.functions.push({
      ...{ name: 'Layer', inputs, outputs: inside.outputs, attributes: ['axis'], opset: this.opset },
      nodes: [...stored, ...inside.nodes],
    });
    this.imports['local'] = 1;
    this.own('Layer', inputs, inside.outputs, { axis: 1 }, 'local');
  }

  /** Takes the nodes behind a drawn place, with the tensors that outputs of the model show. */
  private takeNodes(): { readonly nodes: readonly FixtureNode[]; readonly outputs: readonly string[] } {
    const first = this.chance(2) ? 0 : this.int(0, Math.max(0, this.nodes.length - 2));
    const nodes = this.nodes.slice(first);
    const made = new Set(nodes.flatMap(({ outputs = [] }) => outputs));
    const outputs = [...this.outputs].filter(name => made.has(name));
    this.nodes = this.nodes.slice(0, first);
    this.outputs = new Set([...this.outputs].filter(name => !made.has(name)));
    return { nodes, outputs };
  }

  /** Weights that no node in front reads, for the body in two of three cases: as its initializers, or in nodes. */
  private takeWeights(): { readonly initializers: readonly FixtureTensor[]; readonly constants: readonly FixtureNode[] } {
    const place = this.pick('outside', 'initializers', 'nodes');
    const outer = new Set(this.nodes.flatMap(({ inputs = [] }) => inputs));
    const taken = place === 'outside' ? [] : this.initializers.filter(({ name }) => !outer.has(name));
    this.initializers = this.initializers.filter(tensor => !taken.includes(tensor));
    return place === 'nodes' ? { initializers: [], constants: taken.map(constantNode) } : { initializers: taken, constants: [] };
  }

  /** A node that owns what was taken; its results are outputs of the model. */
  private own(
    op: string,
    inputs: readonly string[],
    results: readonly string[],
    attributes: Readonly<Record<string, FixtureAttribute>>,
    domain = '',
  ): void {
    const outputs = results.map(name => `${name}_out`);
    this.nodes.push({ op, name: op, domain, inputs, outputs, attributes });
    this.show(...outputs);
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
    const { inputs, nodes, initializers, functions, opset, imports: opsets } = this;
    const bytes = buildModel({ inputs, nodes, initializers, functions, outputs, opset, opsets, irVersion: 10 });
    return { bytes, inputs: this.sizes };
  }

  private store(tensor: Omit<FixtureTensor, 'name'>): string {
    const name = `w${this.weightCount++}`;
    this.initializers.push({ name, ...tensor });
    return name;
  }
}

function constantNode(tensor: FixtureTensor): FixtureNode {
  return { op: 'Constant', outputs: [tensor.name], attributes: { value: { tensor } } };
}
