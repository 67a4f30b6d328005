import { findNoOps } from '../../analysis/findNoOps';
import type { KnownTensors } from '../../analysis/isNoOp';
import { haveSameDims } from '../../analysis/shapes/dims/dim';
import { applyEdits } from '../../shared/graph/applyEdits';
import { RuleContext } from './nodeRule';
import type { Rule } from './rule';

/** Takes out nodes whose output is their first input, unless a name that others see would have to go or change. */
export const removeNoOps: Rule = (input, graph) => {
  const context = new RuleContext(input, graph);
  const { rewriter } = context;
  const found = findNoOps(graph, provenTensors(context), node => context.op(node));
  const changes = found.map(({ node, renames }) => {
    const detail = `${context.op(node)} removed: it changes nothing`;
    const [source, result] = [context.name(context.in(node, 0)), context.name(context.out(node))];
    if (renames) rewriter.rename(source, result);
    else rewriter.redirect(result, source);
    rewriter.remove(node);
    return { node, detail };
  });
  return changes.length === 0 ? { graph, changes } : { graph: applyEdits(graph, rewriter.batch()), changes };
};

function provenTensors(context: RuleContext): KnownTensors {
  return {
    dtypeOf: tensor => context.facts(tensor).dtype,
    haveSameShape: (a, b) => haveSameDims(context.facts(a).shape, context.facts(b).shape),
    scalarOf: tensor => context.scalar(tensor),
    integersOf: tensor => context.integers(tensor),
  };
}
