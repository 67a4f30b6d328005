import type { SymbolicShape } from '../../analysis/shapes/fact';
import { applyEdits } from '../../shared/graph/applyEdits';
import type { AttributeValue } from '../../shared/graph/attribute';
import { constantWeight, onlyReader } from '../../shared/graph/constants';
import { NONE, type NodeId, type TensorId } from '../../shared/graph/graph';
import { intAttribute } from '../../shared/graph/nodeAttributes';
import { consumersOf, mainGraph, nodeInputs, producerOf } from '../../shared/graph/traversal';
import { isView } from './isView';
import { RuleContext } from './nodeRule';
import { reshapeTarget } from './reshapeTarget';
import { defineLike, defineNode } from './rewriter';
import { rowRegions, type RowRegion } from './rowRegions';
import type { Rule, RuleChange } from './rule';
import { standardOpset } from './standardOpset';
import { int64Vector } from './vectorWeight';

/** Before, operators broadcast only where an attribute says so. */
const BROADCASTS_SINCE = 7;

/**
 * A Gemm is a MatMul with its bias, but takes matrices only. Where a part of the model computes each row of its tensors [d₁, …, dₙ, width] by itself, the part
 * is written for matrices [d₁ · … · dₙ, width], and each MatMul with its Add is one Gemm; where these are more than the Reshapes around the part.
 */
export const writeGemms: Rule = (input, graph) => {
  const changes: RuleChange[] = [];
  if (standardOpset(graph) < BROADCASTS_SINCE) return { graph, changes };
  const context = new RuleContext(input, graph);
  for (const region of rowRegions(context)) {
    const part = new MatrixPart(context, region);
    if (part.saved > 0) changes.push(...part.write());
  }
  return changes.length === 0 ? { graph, changes } : { graph: applyEdits(graph, context.rewriter.batch()), changes };
};

/** One part of a model, to be written for matrices. */
class MatrixPart {
  private readonly names = new Map<TensorId, string>();
  /** MatMuls by the Add of their bias, and the biases. */
  private readonly sums = new Map<NodeId, { readonly product: NodeId; readonly bias: TensorId }>();
  /** These MatMuls. */
  private readonly products = new Set<NodeId>();
  private readonly entries: readonly TensorId[];
  private readonly exits: readonly TensorId[];

  constructor(
    private readonly context: RuleContext,
    private readonly region: RowRegion,
  ) {
    const { graph } = context;
    const made = new Set(region.nodes.map(node => context.out(node)));
    this.entries = [...new Set(region.nodes.flatMap(node => region.operandsOf(node)))].filter(tensor => !made.has(tensor));
    this.exits = [...made].filter(
      tensor => context.isSeenOutside(tensor) || consumersOf(graph, tensor).some(reader => !region.has(reader)),
    );
    for (const node of region.nodes) this.findSum(node);
  }

  /** How many nodes fewer there are afterwards. */
  get saved(): number {
    const { context } = this;
    if (this.exits.some(tensor => backTo(this.shapeOf(tensor)) === undefined)) return 0;
    const entering = this.entries.filter(tensor => !this.isFreeEntry(tensor)).length;
    const leaving = this.exits.filter(tensor => !isViewed(context, tensor)).length;
    return this.sums.size - entering - leaving;
  }

  write(): readonly RuleChange[] {
    const { context, region } = this;
    const { rewriter } = context;
    const [first = NONE] = region.nodes;
    for (const tensor of this.entries) {
      const target = rewriter.addWeight(`${this.rows(tensor)}_shape`, int64Vector([-1, this.widthOf(tensor)]));
      rewriter.insert(first, defineNode('Reshape', this.rows(tensor), [context.name(tensor), target], [this.rows(tensor)], [first]));
    }
    const changes = region.nodes.map(node => ({ node, detail: this.writeNode(node) }));
    for (const tensor of this.exits) {
      const maker = producerOf(context.graph, tensor);
      const target = rewriter.addWeight(`${this.rows(tensor)}_back`, int64Vector(backTo(this.shapeOf(tensor)) ?? []));
      const name = `${this.rows(tensor)}_back`;
      rewriter.insert(maker, defineNode('Reshape', name, [this.rows(tensor), target], [context.name(tensor)], [maker]));
    }
    return changes;
  }

  private writeNode(node: NodeId): string {
    const { context } = this;
    const { graph, rewriter } = context;
    rewriter.remove(node);
    if (this.products.has(node)) return 'with its bias one Gemm';
    const sum = this.sums.get(node);
    const outputs = [this.rows(context.out(node))];
    if (sum !== undefined) {
      const { product, bias } = sum;
      const inputs = [this.rows(context.in(product, 0)), context.name(context.in(product, 1)), context.name(bias)];
      rewriter.insert(node, defineNode('Gemm', context.nodeName(product), inputs, outputs, [product, node]));
      return 'with its product one Gemm';
    }
    const operands = new Set(this.region.operandsOf(node));
    const inputs = Array.from(nodeInputs(graph, node), tensor => (operands.has(tensor) ? this.rows(tensor) : context.name(tensor)));
    const definition = defineLike(graph, node);
    const attributes = new Map<string, AttributeValue>(definition.attributes);
    if (attributes.has('axis')) attributes.set('axis', { kind: 'int', value: -1 });
    rewriter.insert(node, { ...definition, inputs, outputs, attributes });
    return 'over rows of a matrix';
  }

  private findSum(node: NodeId): void {
    const { context, region } = this;
    const sum = context.op(node) === 'MatMul' ? onlyReader(context.graph, context.out(node)) : NONE;
    if (sum === NONE || !region.has(sum) || context.op(sum) !== 'Add') return;
    const [bias = NONE] = [0, 1].map(slot => context.in(sum, slot)).filter(tensor => tensor !== context.out(node));
    const dims = constantWeight(context.graph, bias)?.dims;
    // A Gemm adds what broadcasts to its product; an Add may also make that wider.
    if (dims?.length !== 1 || (dims[0] !== 1 && dims[0] !== this.widthOf(context.out(node)))) return;
    this.sums.set(sum, { product: node, bias });
    this.products.add(node);
  }

  /** Whether the Reshape in front of the part is computed at once, or one with what makes the tensor. */
  private isFreeEntry(tensor: TensorId): boolean {
    const { context, region } = this;
    const { graph } = context;
    if (constantWeight(graph, tensor) !== undefined) return true;
    const maker = producerOf(graph, tensor);
    const isOwn = !context.isSeenOutside(tensor) && consumersOf(graph, tensor).every(reader => region.has(reader));
    return isOwn && maker !== NONE && (isView(context, maker) || this.takesOneRow(maker));
  }

  /** A Gather of one position in front of the rows' last axis gives a matrix where its index is a scalar. */
  private takesOneRow(node: NodeId): boolean {
    const { context } = this;
    const { graph } = context;
    const isOne = context.op(node) === 'Gather' && String(constantWeight(graph, context.in(node, 1))?.dims) === '1';
    return isOne && this.shapeOf(context.out(node)).length === 3 && intAttribute(graph, node, 'axis', 0) === 1;
  }

  private rows(tensor: TensorId): string {
    const known = this.names.get(tensor) ?? this.context.rewriter.names.make(`${this.context.name(tensor)}_rows`);
    this.names.set(tensor, known);
    return known;
  }

  private shapeOf(tensor: TensorId): SymbolicShape {
    return this.context.facts(tensor).shape ?? [];
  }

  private widthOf(tensor: TensorId): number {
    const width = this.shapeOf(tensor).at(-1);
    return typeof width === 'number' ? width : 0;
  }
}

/** Whether the Reshape behind the part is one with the only node that reads the tensor. */
function isViewed(context: RuleContext, tensor: TensorId): boolean {
  const reader = onlyReader(context.graph, tensor);
  const isInside = reader !== NONE && reader < mainGraph(context.graph).nodeCount;
  return isInside && isView(context, reader) && backTo(context.facts(context.out(reader)).shape) !== undefined;
}

/** Target of the Reshape from a matrix to a shape; `undefined` where more than one of its sizes is open. */
function backTo(shape: SymbolicShape | undefined): readonly number[] | undefined {
  return reshapeTarget([], shape, false);
}
