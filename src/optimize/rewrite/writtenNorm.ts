import type { PatternGraph } from '../../analysis/suggest/patterns/patternGraph';
import type { NodeId } from '../../shared/graph/graph';
import { intAttribute, intsAttribute } from '../../shared/graph/nodeAttributes';
import type { RuleContext } from './nodeRule';

/** What the nodes of a norm that is written out add to the variance. */
export function normEpsilon(patterns: PatternGraph, nodes: readonly NodeId[]): number | undefined {
  const root = nodes.find(node => patterns.op(node) === 'Sqrt');
  const plus = root === undefined ? undefined : patterns.madeBy(patterns.input(root, 0), 'Add');
  return plus === undefined ? undefined : (patterns.scalar(patterns.input(plus, 1)) ?? patterns.scalar(patterns.input(plus, 0)));
}

/** Axes of a ReduceMean: an attribute before opset 18, an input from then on. `undefined` without `keepdims`, where the mean would be broadcast along other axes. */
export function meanAxes(context: RuleContext, mean: NodeId): readonly number[] | undefined {
  if (intAttribute(context.graph, mean, 'keepdims', 1) !== 1) return undefined;
  return intsAttribute(context.graph, mean, 'axes') ?? context.integers(context.in(mean, 1));
}
