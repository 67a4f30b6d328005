import { applyEdits } from '../../shared/graph/applyEdits';
import { constantWeight, isOwnWeight, isReadOutside, onlyReader } from '../../shared/graph/constants';
import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { mainGraph, nodeInput, nodeOutput, nodeOutputs, producerOf } from '../../shared/graph/traversal';
import type { TensorReader } from '../../shared/graph/tensorReader';
import type { Weight } from '../../shared/graph/weight';
import type { PassInput } from '../pass';
import { provenFacts, type Facts } from './provenFacts';
import { Rewriter, tensorName } from './rewriter';
import type { Rule, RuleChange } from './rule';

/** A graph while one rule goes over it, in the steps from node to node that patterns are made of. */
export class RuleContext {
  readonly rewriter: Rewriter;
  readonly reader: TensorReader;
  private proven: Facts | undefined;

  constructor(
    readonly input: PassInput,
    readonly graph: Graph,
  ) {
    this.rewriter = new Rewriter(graph);
    this.reader = input.readerOf(graph);
  }

  /** Inferred when the first rule asks: many patterns are decided without. */
  get facts(): Facts {
    return (this.proven ??= provenFacts(this.input, this.graph));
  }

  /** The standard operator of a node that the rule may change, `""` for others. */
  op(node: NodeId): string {
    const { nodes } = this.graph;
    const isFree = node !== NONE && nodes.domains[node] === '' && !this.rewriter.isRemoved(node) && this.input.selects(this.graph, node);
    return isFree ? (nodes.ops[node] ?? '') : '';
  }

  in(node: NodeId, index: number): TensorId {
    return nodeInput(this.graph, node, index);
  }

  /** The first output. */
  out(node: NodeId): TensorId {
    return nodeOutput(this.graph, node, 0);
  }

  name(tensor: TensorId): string {
    return tensorName(this.graph, tensor);
  }

  nodeName(node: NodeId): string {
    return this.graph.nodes.names[node] ?? '';
  }

  /** The node with one of `ops` that makes a tensor which only `reader` reads; `NONE` for any other. */
  ownMaker(tensor: TensorId, reader: NodeId, ...ops: readonly string[]): NodeId {
    const maker = producerOf(this.graph, tensor);
    const isOwn = maker !== NONE && maker < mainGraph(this.graph).nodeCount && onlyReader(this.graph, tensor) === reader;
    return isOwn && ops.includes(this.op(maker)) && nodeOutputs(this.graph, maker).length === 1 ? maker : NONE;
  }

  /** Whether names other than those of the main graph's nodes lead to a tensor. */
  isSeenOutside(tensor: TensorId): boolean {
    return isReadOutside(this.graph, tensor);
  }

  /** Whether a weight's values may change in place: one node reads it, and nobody else knows its name. */
  isOwnWeight(tensor: TensorId): boolean {
    return isOwnWeight(this.graph, tensor);
  }

  /** The same of float32, `undefined` for any other. */
  ownFloats(tensor: TensorId): Weight | undefined {
    const weight = constantWeight(this.graph, tensor);
    return weight?.dtype === 'float32' && this.isOwnWeight(tensor) ? weight : undefined;
  }

  /** Integers of a tensor whose value is the same for every input. */
  integers(tensor: TensorId): readonly number[] | undefined {
    if (tensor === NONE) return undefined;
    const weight = constantWeight(this.graph, tensor);
    const values = weight === undefined ? this.facts(tensor).elements : this.storedNumbers(tensor);
    return values?.every(isExact) === true ? values : undefined;
  }

  /** The value of a stored constant of one element. */
  scalar(tensor: TensorId): number | undefined {
    const weight = constantWeight(this.graph, tensor);
    if (weight === undefined || weight.dims.some(dim => dim !== 1)) return undefined;
    return this.storedNumbers(tensor)?.[0];
  }

  private storedNumbers(tensor: TensorId): readonly number[] | undefined {
    const data = this.reader.readSmall(tensor)?.data;
    if (data === undefined) return undefined;
    const numbers = Array.from<unknown>(data).map(Number);
    return numbers.some(Number.isNaN) ? undefined : numbers;
  }
}

function isExact(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** Looks at a node; returns what it did there, in the words of the plan, or `undefined` where the pattern does not hold. */
export type NodeRewrite = (context: RuleContext, node: NodeId) => string | undefined | Promise<string | undefined>;

/** A rule that is decided at one node of the main graph at a time. */
export function nodeRule(...rewrites: readonly NodeRewrite[]): Rule {
  return async (input, graph) => {
    const context = new RuleContext(input, graph);
    const changes: RuleChange[] = [];
    const { nodeCount } = mainGraph(graph);
    for (let node = 0; node < nodeCount; node++) {
      if (context.op(node) === '') continue;
      for (const rewrite of rewrites) {
        // Most answer at once; waiting for each would cost more than the rules.
        const answer = rewrite(context, node);
        const detail = answer instanceof Promise ? await answer : answer;
        if (detail === undefined) continue;
        changes.push({ node, detail });
        break;
      }
    }
    return changes.length === 0 ? { graph, changes } : { graph: applyEdits(graph, context.rewriter.batch()), changes };
  };
}
