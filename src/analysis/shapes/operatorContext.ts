import type { AttributeValue, Attributes } from '../../shared/graph/attribute';
import { dtypeFromNumber, type Dtype } from '../../shared/graph/dtype';
import { NONE, type Graph, type NodeId, type SubgraphId, type TensorId } from '../../shared/graph/graph';
import { opsetVersion } from '../../shared/graph/opsetVersion';
import type { Weight } from '../../shared/graph/weight';
import type { DimExpression, SymbolicDim } from './dims/dim';
import { UNKNOWN, type Elements, type Fact, type SymbolicShape } from './fact';

/** What an inference function may ask its surroundings. */
export interface Surroundings {
  /** Values of a small stored tensor. */
  readStored(tensor: TensorId): Elements | undefined;
  /** Values of a small tensor attribute. */
  readWeight(weight: Weight): Elements | undefined;
  /** What a body declares of one of its inputs. */
  declaredInput(subgraph: SubgraphId, index: number): Fact;
  /** Facts of a body's outputs when it is given these inputs. `undefined` when the budget is used up. */
  inferBody(subgraph: SubgraphId, inputs: readonly Fact[]): readonly Fact[] | undefined;
  /** Remembers a node whose output sizes only a run tells. */
  noteDataDependent(node: NodeId): void;
  /** Size that a run told for a symbol of a data-dependent dim. */
  measuredSize(symbol: string): number | undefined;
  /** Remembers what had to be taken as at least 0. */
  readonly assumeNotNegative: (dim: DimExpression) => void;
  /** Attribute of the caller that an attribute inside a function refers to. */
  resolveAttribute(name: string): AttributeValue | undefined;
}

/** One node as its inference function sees it: operands by position, attributes by name with their defaults. */
export class OperatorContext {
  constructor(
    readonly node: NodeId,
    readonly op: string,
    readonly domain: string,
    /** Version of the operator's domain that the model imports. */
    readonly opset: number,
    readonly inputs: readonly Fact[],
    /** Which inputs are given: an omitted one is not the same as an unknown one. */
    private readonly given: readonly boolean[],
    readonly outputCount: number,
    private readonly attributes: Attributes,
    readonly surroundings: Surroundings,
  ) {}

  has(input: number): boolean {
    return this.given[input] ?? false;
  }

  input(index: number): Fact {
    return this.inputs[index] ?? UNKNOWN;
  }

  shape(input: number): SymbolicShape | undefined {
    return this.inputs[input]?.shape;
  }

  dim(input: number, axis: number): SymbolicDim {
    return this.inputs[input]?.shape?.at(axis);
  }

  rank(input: number): number | undefined {
    return this.inputs[input]?.shape?.length;
  }

  dtype(input: number): Dtype | undefined {
    return this.inputs[input]?.dtype;
  }

  /** Values of a small operand, `undefined` when it is large, omitted or not known at all. */
  elements(input: number): Elements | undefined {
    const fact = this.inputs[input];
    return fact === undefined ? undefined : this.elementsOf(fact);
  }

  /** Values of any small tensor. */
  elementsOf(fact: Fact): Elements | undefined {
    if (fact.elements !== undefined) return fact.elements;
    return fact.stored === undefined ? undefined : this.surroundings.readStored(fact.stored);
  }

  /** The value of an operand with one element. */
  scalar(input: number): SymbolicDim {
    const elements = this.elements(input);
    return elements?.length === 1 ? elements[0] : undefined;
  }

  /** Values of an operand that are all plain numbers. */
  numbers(input: number): readonly number[] | undefined {
    const elements = this.elements(input);
    return elements !== undefined && elements.every(element => typeof element === 'number') ? elements : undefined;
  }

  attribute(name: string): AttributeValue | undefined {
    const value = this.attributes.get(name);
    return value?.kind === 'reference' ? this.surroundings.resolveAttribute(value.name) : value;
  }

  int(name: string): number | undefined;
  int(name: string, otherwise: number): number;
  int(name: string, otherwise?: number): number | undefined {
    const value = this.attribute(name);
    return value?.kind === 'int' || value?.kind === 'float' ? value.value : otherwise;
  }

  ints(name: string): readonly number[] | undefined {
    const value = this.attribute(name);
    return value?.kind === 'ints' || value?.kind === 'floats' ? value.values : undefined;
  }

  text(name: string, otherwise = ''): string {
    const value = this.attribute(name);
    return value?.kind === 'string' ? value.value : otherwise;
  }

  /** Element type that an attribute such as `to` names by number. */
  dtypeAttribute(name: string): Dtype | undefined {
    const number = this.int(name);
    return number === undefined ? undefined : dtypeFromNumber(number);
  }

  body(name: string): SubgraphId | undefined {
    const value = this.attribute(name);
    return value?.kind === 'graph' ? value.subgraph : undefined;
  }
}

/** The context of a node whose operands have these facts. */
export function operatorContext(
  graph: Graph,
  node: NodeId,
  factOf: (tensor: TensorId) => Fact,
  surroundings: Surroundings,
): OperatorContext {
  const { ops, domains, inputStart, inputs, outputStart } = graph.nodes;
  const domain = domains[node] ?? '';
  const start = inputStart[node] ?? 0;
  const facts: Fact[] = [];
  const given: boolean[] = [];
  for (let slot = start; slot < (inputStart[node + 1] ?? start); slot++) {
    const tensor = inputs[slot] ?? NONE;
    facts.push(tensor === NONE ? UNKNOWN : factOf(tensor));
    given.push(tensor !== NONE);
  }
  const outputCount = (outputStart[node + 1] ?? 0) - (outputStart[node] ?? 0);
  const opset = opsetVersion(graph, node) ?? (domain === '' ? DEFAULT_OPSET : 1);
  return new OperatorContext(node, ops[node] ?? '', domain, opset, facts, given, outputCount, graph.nodes.attributes(node), surroundings);
}

/** For files that forget to import the standard operators. */
const DEFAULT_OPSET = 13;

/** Facts of a node's outputs, in order; missing ones are unknown. Must not contradict what any runtime makes of valid inputs. */
export type InferOperator = (node: OperatorContext) => readonly Fact[];
