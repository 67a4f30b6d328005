import { PatternGraph } from '../../analysis/suggest/patterns/patternGraph';
import { applyEdits } from '../../shared/graph/applyEdits';
import type { Attributes } from '../../shared/graph/attribute';
import type { NodeDefinition } from '../../shared/graph/edit';
import { constantWeight, hasOverridable } from '../../shared/graph/constants';
import { NONE, type NodeId, type TensorId } from '../../shared/graph/graph';
import { consumersOf, nodeInputs, nodeOutputs } from '../../shared/graph/traversal';
import { RuleContext } from './nodeRule';
import type { Rule, RuleChange } from './rule';
import { standardOpset } from './standardOpset';

/** A rewrite changes results by no more than rounding, so constants have to be what the operator means to this precision, relative. */
const EXACTLY = 1e-6;

/** Nodes that together compute what one operator computes; the last makes the result. */
export interface WrittenOperator {
  readonly nodes: readonly NodeId[];
  /** What takes their place, given the operand; `undefined` when the operator cannot say it. */
  define(context: RuleContext, operand: TensorId): Omit<NodeDefinition, 'origins'> | readonly Omit<NodeDefinition, 'origins'>[] | undefined;
}

/** A rule that writes an operator for each of its patterns, in models of opset `since` and later. */
export function fusionRule(
  title: string,
  since: number,
  find: (patterns: PatternGraph, context: RuleContext) => readonly WrittenOperator[],
): Rule {
  return (input, graph) => {
    const context = new RuleContext(input, graph);
    const changes: RuleChange[] = [];
    if (standardOpset(graph) < since || hasOverridable(graph)) return { graph, changes };
    for (const written of find(new PatternGraph(graph, context.reader, EXACTLY), context)) {
      const operand = onlyOperand(context, written.nodes);
      const definitions = operand === undefined ? undefined : written.define(context, operand);
      const last = written.nodes.at(-1);
      if (definitions === undefined || last === undefined) continue;
      for (const node of written.nodes) {
        context.rewriter.remove(node);
        changes.push({ node, detail: `part of ${title}, now one operator` });
      }
      const all = 'op' in definitions ? [definitions] : definitions;
      context.rewriter.insert(last, ...all.map(definition => ({ ...definition, origins: written.nodes })));
    }
    return changes.length === 0 ? { graph, changes } : { graph: applyEdits(graph, context.rewriter.batch()), changes };
  };
}

/** A standard operator that reads `operand`, and `others` behind it, in place of `nodes`; `undefined` for other types than float32, the only one that kernels of all these operators take. */
export function operatorOf(
  context: RuleContext,
  op: string,
  operand: TensorId,
  nodes: readonly NodeId[],
  attributes: Attributes = new Map(),
  others: readonly string[] = [],
): ReturnType<WrittenOperator['define']> {
  const last = nodes.at(-1) ?? NONE;
  if (context.facts(operand).dtype !== 'float32') return undefined;
  const outputs = [context.name(context.out(last))];
  return { op, domain: '', name: context.nodeName(last), inputs: [context.name(operand), ...others], outputs, attributes };
}

/** The one tensor that is not stored and that a pattern reads; `undefined` when there are more, or when something else uses a step between. */
function onlyOperand(context: RuleContext, nodes: readonly NodeId[]): TensorId | undefined {
  const { graph } = context;
  const own = new Set(nodes);
  const made = new Set(nodes.flatMap(node => [...nodeOutputs(graph, node)]));
  const last = nodes.at(-1);
  const operands = new Set<TensorId>();
  for (const node of own) {
    if (context.op(node) === '' || nodeOutputs(graph, node).length !== 1) return undefined;
    const output = context.out(node);
    if (node !== last && (context.isSeenOutside(output) || consumersOf(graph, output).some(reader => !own.has(reader)))) return undefined;
    for (const tensor of nodeInputs(graph, node))
      if (tensor !== NONE && !made.has(tensor) && constantWeight(graph, tensor) === undefined) operands.add(tensor);
  }
  const [operand] = operands;
  return operands.size === 1 ? operand : undefined;
}
