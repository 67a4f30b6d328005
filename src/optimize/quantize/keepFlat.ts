import { haveSameDims } from '../../analysis/shapes/dims/dim';
import { constantWeight } from '../../shared/graph/constants';
import { NONE, type NodeId, type TensorId } from '../../shared/graph/graph';
import { consumersOf, mainGraph, nodeInputs, nodeOutputs } from '../../shared/graph/traversal';
import { BINARY, UNARY } from '../rewrite/elementwise';
import { nodeRule, type RuleContext } from '../rewrite/nodeRule';
import { defineLike } from '../rewrite/rewriter';

/** Between a Reshape of a matrix and Reshapes back to it, elementwise operators work on the matrix: the activation between two layers. */
export const keepFlat = nodeRule(bypass);

function isElementwise(op: string): boolean {
  return UNARY.has(op) || BINARY.has(op);
}

interface Region {
  readonly nodes: ReadonlySet<NodeId>;
  readonly exits: ReadonlySet<NodeId>;
}

function bypass(context: RuleContext, node: NodeId): string | undefined {
  if (context.op(node) !== 'Reshape' || context.facts(context.in(node, 0)).shape?.length !== 2) return undefined;
  const region = regionBehind(context, node);
  if (region === undefined || region.exits.size === 0) return undefined;
  const { rewriter, graph } = context;
  const names = new Map([[context.out(node), context.name(context.in(node, 0))]]);
  const nameOf = (tensor: TensorId): string => names.get(tensor) ?? context.name(tensor);
  // Declared shapes go with the names, so what becomes a matrix gets a new one.
  for (const inner of region.nodes) names.set(context.out(inner), rewriter.names.make(`${context.name(context.out(inner))}_matrix`));
  for (const inner of region.nodes) {
    rewriter.remove(inner);
    rewriter.insert(inner, defineLike(graph, inner, nameOf));
  }
  for (const exit of region.exits) {
    rewriter.redirect(context.name(context.out(exit)), nameOf(context.in(exit, 0)));
    rewriter.remove(exit);
  }
  rewriter.remove(node);
  return 'stays a matrix';
}

/** What follows a Reshape until it is undone, if that is everything that follows it. */
function regionBehind(context: RuleContext, start: NodeId): Region | undefined {
  const { graph } = context;
  const nodes = new Set<NodeId>();
  const exits = new Set<NodeId>();
  const inside = new Set<TensorId>([context.out(start)]);
  for (const tensor of inside) {
    if (context.isSeenOutside(tensor)) return undefined;
    for (const reader of consumersOf(graph, tensor)) {
      if (reader >= mainGraph(graph).nodeCount) return undefined;
      if (undoes(context, reader, start)) exits.add(reader);
      else if (isElementwise(context.op(reader)) && nodeOutputs(graph, reader).length === 1) {
        nodes.add(reader);
        inside.add(context.out(reader));
      } else return undefined;
    }
  }
  const isClosed = [...nodes].every(node =>
    nodeInputs(graph, node).every(tensor => inside.has(tensor) || fitsMatrix(context, tensor, start)),
  );
  return isClosed ? { nodes, exits } : undefined;
}

/** True for a Reshape to the shape that `start` reads. */
function undoes(context: RuleContext, node: NodeId, start: NodeId): boolean {
  if (context.op(node) !== 'Reshape' || context.isSeenOutside(context.out(node))) return false;
  return haveSameDims(context.facts(context.in(start, 0)).shape, context.facts(context.out(node)).shape);
}

/** A constant that broadcasts to a matrix as it does to what the Reshape makes of it: one value, or one per column that both have. */
function fitsMatrix(context: RuleContext, tensor: TensorId, start: NodeId): boolean {
  const dims = tensor === NONE ? undefined : constantWeight(context.graph, tensor)?.dims;
  if (dims === undefined || dims.length > 1) return false;
  const columns = (of: TensorId): unknown => context.facts(of).shape?.at(-1);
  return dims.every(dim => dim === 1) || columns(context.in(start, 0)) === columns(context.out(start));
}
