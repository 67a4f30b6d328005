import { applyEdits } from '../../shared/graph/applyEdits';
import type { NodeDefinition } from '../../shared/graph/edit';
import { NONE, type Graph, type NodeId, type Subgraph, type TensorId } from '../../shared/graph/graph';
import { scopeIndex } from '../../shared/graph/scopeIndex';
import { mainGraph, nodeOutputs, producerOf } from '../../shared/graph/traversal';
import { RuleContext } from './nodeRule';
import { defineLike, defineNode } from './rewriter';
import type { Rule, RuleChange } from './rule';

/**
 * The nodes of the branch that is always taken stand in the place of an If whose condition is constant. A branch with bodies of its own waits until those are
 * gone: `bodies` goes from the inside out.
 */
export const inlineBranches: Rule = (input, graph) => {
  const context = new RuleContext(input, graph);
  const changes: RuleChange[] = [];
  let names: NamesInScopes | undefined;
  for (let node = 0; node < mainGraph(graph).nodeCount; node++) {
    const taken = context.op(node) === 'If' ? takenBranch(context, node) : undefined;
    if (taken === undefined) continue;
    names ??= new NamesInScopes(graph);
    new Inlining(context, names, node, taken.branch).apply();
    changes.push({ node, detail: `replaced by its ${taken.attribute}: its condition is always ${String(taken.condition)}` });
  }
  return changes.length === 0 ? { graph, changes } : { graph: applyEdits(graph, context.rewriter.batch()), changes };
};

interface TakenBranch {
  readonly condition: boolean;
  readonly attribute: string;
  readonly branch: Subgraph;
}

function takenBranch(context: RuleContext, node: NodeId): TakenBranch | undefined {
  const { graph } = context;
  const value = context.scalar(context.in(node, 0));
  if (value === undefined) return undefined;
  const condition = value !== 0;
  const attribute = condition ? 'then_branch' : 'else_branch';
  const body = graph.nodes.attributes(node).get(attribute);
  const branch = body?.kind === 'graph' ? graph.subgraphs[body.subgraph] : undefined;
  return branch === undefined || scopeIndex(graph).bodiesIn(branch.id).length > 0 ? undefined : { condition, attribute, branch };
}

/** How often a name stands in any scope: one that stands once can leave its scope as it is. */
class NamesInScopes {
  private readonly counts = new Map<string, number>();

  constructor({ tensors, nodes }: Graph) {
    for (const name of [...tensors.names, ...nodes.names]) this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }

  isOnlyOne(name: string): boolean {
    return this.counts.get(name) === 1;
  }
}

/** One branch on its way into the scope around it. */
class Inlining {
  private readonly newNames = new Map<TensorId, string>();

  constructor(
    private readonly context: RuleContext,
    private readonly names: NamesInScopes,
    private readonly node: NodeId,
    private readonly branch: Subgraph,
  ) {}

  apply(): void {
    const { node, branch } = this;
    const { graph, rewriter } = this.context;
    const copies = this.nameResults();
    for (const tensor of scopeIndex(graph).initializersOf(branch.id)) {
      const weight = graph.tensors.weights[tensor];
      if (weight !== undefined) rewriter.setWeight(this.nameOf(tensor), weight, [this.context.name(tensor)]);
    }
    const inside = Array.from({ length: branch.nodeCount }, (_, position) => this.definition(branch.firstNode + position));
    rewriter.remove(node);
    rewriter.insert(node, ...inside, ...copies);
  }

  /** What the branch makes itself takes the name of the result; whatever else it gives back is copied. */
  private nameResults(): readonly NodeDefinition[] {
    const { node, branch } = this;
    const { graph, rewriter } = this.context;
    return Array.from(nodeOutputs(graph, node)).flatMap((result, index) => {
      const inner = branch.outputs[index] ?? NONE;
      if (result === NONE || inner === NONE) return [];
      const isOwn = graph.tensors.subgraphs[inner] === branch.id && producerOf(graph, inner) !== NONE;
      const name = this.context.name(result);
      if (!isOwn || this.newNames.has(inner))
        return [defineNode('Identity', rewriter.names.make(`${name}_copy`), [this.nameOf(inner)], [name], [node])];
      this.newNames.set(inner, name);
      return [];
    });
  }

  private definition(inner: NodeId): NodeDefinition {
    const definition = defineLike(this.context.graph, inner, tensor => this.nameOf(tensor));
    return { ...definition, name: this.unique(definition.name) };
  }

  private nameOf(tensor: TensorId): string {
    const name = this.context.name(tensor);
    if (name === '' || this.context.graph.tensors.subgraphs[tensor] !== this.branch.id) return name;
    const made = this.newNames.get(tensor) ?? this.unique(name);
    this.newNames.set(tensor, made);
    return made;
  }

  private unique(name: string): string {
    return name === '' || this.names.isOnlyOne(name) ? name : this.context.rewriter.names.make(name);
  }
}
