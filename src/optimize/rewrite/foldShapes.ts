import { constantWeight } from '../../shared/graph/constants';
import { NONE, type NodeId } from '../../shared/graph/graph';
import { intAttribute } from '../../shared/graph/nodeAttributes';
import { isGraphOutput, nodeOutputs } from '../../shared/graph/traversal';
import type { Weight } from '../../shared/graph/weight';
import { storedWeight } from '../makeWeight';
import type { RuleContext } from './nodeRule';
import { nodeRule } from './nodeRule';
import { reshapeTarget } from './reshapeTarget';
import { int64Vector } from './vectorWeight';

/** Computes arithmetic on shapes: what has the same value for every input is stored, and a Reshape whose target is computed gets a constant one. */
export const foldShapes = nodeRule(storeValue, fixTarget);

function storeValue(context: RuleContext, node: NodeId): string | undefined {
  const value = shapeValue(context, node);
  if (value === undefined) return undefined;
  const output = context.name(context.out(node));
  context.rewriter.setWeight(output, value, [output]);
  context.rewriter.remove(node);
  return `${context.graph.nodes.ops[node] ?? ''} computed: shapes decide its value`;
}

/** The integers that a node computes, when inference knows them all. */
function shapeValue(context: RuleContext, node: NodeId): Weight | undefined {
  const { graph, facts } = context;
  const [output = NONE, ...others] = nodeOutputs(graph, node);
  if (output === NONE || others.length > 0 || graph.nodes.ops[node] === 'Constant' || isGraphOutput(graph, output)) return undefined;
  const { dtype, shape } = facts(output);
  const elements = context.integers(output);
  const dims = shape?.filter(dim => typeof dim === 'number');
  if (elements === undefined || dims === undefined || dims.length !== shape?.length) return undefined;
  if (dtype === 'int64') return { ...int64Vector(elements), dims };
  if (dtype === 'int32') return storedWeight('int32', dims, Int32Array.from(elements));
  return dtype === 'bool' ? storedWeight('bool', dims, Uint8Array.from(elements)) : undefined;
}

function fixTarget(context: RuleContext, node: NodeId): string | undefined {
  const { graph, facts, rewriter } = context;
  const target = context.in(node, 1);
  if (context.op(node) !== 'Reshape' || target === NONE || constantWeight(graph, target) !== undefined) return undefined;
  const canCopy = intAttribute(graph, node, 'allowzero', 0) === 0;
  const dims = reshapeTarget(facts(context.in(node, 0)).shape, facts(context.out(node)).shape, canCopy);
  if (dims === undefined) return undefined;
  rewriter.setInput(node, 1, rewriter.addWeight(`${context.name(context.out(node))}_shape`, int64Vector(dims)));
  return `Reshape to [${dims.join(', ')}], which was computed in every run`;
}
