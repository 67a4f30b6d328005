import { constantWeight, isReadOutside } from '../../shared/graph/constants';
import type { NodeId, TensorId } from '../../shared/graph/graph';
import { intAttribute } from '../../shared/graph/nodeAttributes';
import { consumersOf, nodeInputs, nodeOutputs } from '../../shared/graph/traversal';
import { nodeRule, type RuleContext } from './nodeRule';
import { reshapeTarget } from './reshapeTarget';
import { defineLike, defineNode } from './rewriter';
import { sliceOperands, type Wanted } from './sliceOperands';
import { standardOpset } from './standardOpset';
import { int64Vector } from './vectorWeight';

/** From here on the axes of Squeeze are an input. */
const AXES_INPUT_SINCE = 13;
/** What only moves elements: nothing is saved by computing less of it. */
const MOVES = new Set(['Transpose', 'Reshape', 'Cast']);

/**
 * A Gather of one position that alone reads a result moves in front of everything that computes each position by itself: behind a transformer whose
 * classifier reads the class token, the last block then computes this token instead of all.
 */
export const takeEarly = nodeRule(takeAt);

/** The nodes to compute for one position only, from the first to the last, and the axis of that position in what each makes. */
interface Chain {
  readonly nodes: readonly NodeId[];
  readonly axisOf: ReadonlyMap<TensorId, number>;
}

function takeAt(context: RuleContext, gather: NodeId): string | undefined {
  if (context.op(gather) !== 'Gather') return undefined;
  const source = context.in(gather, 0);
  const shape = context.facts(source).shape;
  const index = context.scalar(context.in(gather, 1));
  const dims = constantWeight(context.graph, context.in(gather, 1))?.dims;
  if (shape === undefined || index === undefined || dims === undefined || dims.length > 1) return undefined;
  const axis = intAttribute(context.graph, gather, 'axis', 0);
  const chain = chainBefore(context, gather, { tensor: source, axis: axis < 0 ? axis + shape.length : axis });
  if (chain.nodes.every(node => MOVES.has(context.op(node)))) return undefined;
  const taken = new Taker(context, chain, index, gather);
  taken.narrow();
  finish(context, gather, taken.nameOf(source), dims.length === 0 ? chain.axisOf.get(source) : undefined);
  return `taken before ${chain.nodes.length} nodes that compute each position by itself`;
}

/** Goes backwards over nodes of which the chain alone reads the result. */
function chainBefore(context: RuleContext, gather: NodeId, start: Wanted): Chain {
  const { graph } = context;
  const axisOf = new Map([[start.tensor, start.axis]]);
  const readers = new Set<NodeId>([gather]);
  /** What the chain reads with all its positions. */
  const whole = new Set<TensorId>();
  const nodes: NodeId[] = [];
  for (let node = gather - 1; node >= 0; node--) {
    const output = context.out(node);
    const axis = context.op(node) === '' ? undefined : axisOf.get(output);
    if (axis === undefined || whole.has(output) || nodeOutputs(graph, node).length !== 1 || isReadOutside(graph, output)) continue;
    if (context.facts(output).shape?.[axis] === 1 || !consumersOf(graph, output).every(reader => readers.has(reader))) continue;
    const wanted = sliceOperands(context, node, axis);
    const agrees = wanted?.every(({ tensor, axis: own }) => (axisOf.get(tensor) ?? own) === own) ?? false;
    if (wanted === undefined || !agrees || (context.op(node) === 'Reshape' && narrowTarget(context, node, axis) === undefined)) continue;
    for (const { tensor, axis: own } of wanted) axisOf.set(tensor, own);
    const narrowed = new Set(wanted.map(({ tensor }) => tensor));
    for (const tensor of nodeInputs(graph, node)) if (!narrowed.has(tensor)) whole.add(tensor);
    readers.add(node);
    nodes.unshift(node);
  }
  return { nodes, axisOf };
}

/** The target of a Reshape with one position left of `axis`. */
function narrowTarget(context: RuleContext, node: NodeId, axis: number): readonly number[] | undefined {
  const narrowed = (tensor: TensorId): ReturnType<RuleContext['facts']>['shape'] =>
    context.facts(tensor).shape?.map((dim, index) => (index === axis ? 1 : dim));
  return reshapeTarget(narrowed(context.in(node, 0)), narrowed(context.out(node)));
}

/** Writes a chain once more for one position. */
class Taker {
  private readonly names = new Map<TensorId, string>();

  constructor(
    private readonly context: RuleContext,
    private readonly chain: Chain,
    private readonly index: number,
    private readonly gather: NodeId,
  ) {}

  narrow(): void {
    const { context, chain } = this;
    const { rewriter, graph } = context;
    for (const node of chain.nodes) {
      const wanted = new Set(sliceOperands(context, node, this.axisOf(context.out(node)))?.map(({ tensor }) => tensor));
      const read = (tensor: TensorId): string => (wanted.has(tensor) ? this.nameOf(tensor) : context.name(tensor));
      const definition = defineLike(graph, node, read);
      const output = rewriter.names.make(`${context.name(context.out(node))}_taken`);
      rewriter.insert(node, { ...definition, inputs: this.inputs(node, definition.inputs), outputs: [output] });
      rewriter.remove(node);
      this.names.set(context.out(node), output);
    }
  }

  /** Name of what is left of a tensor; a Gather makes it where the chain begins. */
  nameOf(tensor: TensorId): string {
    const known = this.names.get(tensor);
    if (known !== undefined) return known;
    const { context } = this;
    const { rewriter } = context;
    const name = rewriter.names.make(`${context.name(tensor)}_taken`);
    const index = rewriter.addWeight('taken_position', int64Vector([this.index]));
    const axis = new Map([['axis', { kind: 'int', value: this.axisOf(tensor) } as const]]);
    const at = this.chain.nodes[0] ?? this.gather;
    rewriter.insert(at, defineNode('Gather', rewriter.names.make('take'), [context.name(tensor), index], [name], [this.gather], axis));
    this.names.set(tensor, name);
    return name;
  }

  private axisOf(tensor: TensorId): number {
    return this.chain.axisOf.get(tensor) ?? 0;
  }

  private inputs(node: NodeId, inputs: readonly string[]): readonly string[] {
    const { context } = this;
    if (context.op(node) !== 'Reshape') return inputs;
    const target = narrowTarget(context, node, this.axisOf(context.out(node))) ?? [];
    return [inputs[0] ?? '', context.rewriter.addWeight(`${context.name(context.out(node))}_shape`, int64Vector(target))];
  }
}

/** What the Gather wrote: the position without its axis where the index was a scalar. */
function finish(context: RuleContext, gather: NodeId, taken: string, axis: number | undefined): void {
  const { rewriter } = context;
  const output = context.name(context.out(gather));
  const name = context.nodeName(gather);
  rewriter.remove(gather);
  if (axis === undefined) rewriter.insert(gather, defineNode('Identity', name, [taken], [output], [gather]));
  else if (standardOpset(context.graph) < AXES_INPUT_SINCE) {
    const axes = new Map([['axes', { kind: 'ints', values: [axis] } as const]]);
    rewriter.insert(gather, defineNode('Squeeze', name, [taken], [output], [gather], axes));
  } else {
    const axes = rewriter.addWeight(`${output}_axes`, int64Vector([axis]));
    rewriter.insert(gather, defineNode('Squeeze', name, [taken, axes], [output], [gather]));
  }
}
