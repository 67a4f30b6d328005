import { sameDim, type SymbolicDim } from '../../analysis/shapes/dims/dim';
import { constantWeight } from '../../shared/graph/constants';
import { NONE, type NodeId, type TensorId } from '../../shared/graph/graph';
import { intAttribute } from '../../shared/graph/nodeAttributes';
import { mainGraph, nodeInputs, producerOf } from '../../shared/graph/traversal';
import type { PassInput } from '../pass';
import { nodeRule, type RuleContext } from './nodeRule';
import { removeDead } from './removeDead';
import { defineNode } from './rewriter';
import type { Rule } from './rule';
import { standardOpset } from './standardOpset';
import { int64Vector } from './vectorWeight';

/** Since this version Shape can give a part of the shape by itself. */
const SHAPE_PART_SINCE = 15;
const INFER = -1;
const COPY = 0;

/** A size read from a shape: axes `from` to `to` of a graph input. */
interface Axes {
  readonly input: TensorId;
  readonly from: number;
  readonly to: number;
}

type Entry = number | Axes;

/**
 * A target shape that is computed in many steps is read from the shapes of the graph's inputs instead, once for all who need it: what takes Shape,
 * Gather, Unsqueeze and Concat in each layer becomes one Concat for the model. Done only where nodes become fewer.
 */
export const shareShapeVectors: Rule = async (input, graph) => {
  if (standardOpset(graph) < SHAPE_PART_SINCE) return { graph, changes: [] };
  const made = new Map<string, string>();
  const result = await nodeRule((context, node) => shortenTarget(context, node, made))(input, graph);
  if (result.changes.length === 0) return result;
  return nodesLeft(input, result.graph) < mainGraph(graph).nodeCount ? result : { graph, changes: [] };
};

function nodesLeft(input: PassInput, graph: Parameters<Rule>[1]): number {
  return mainGraph(removeDead(input, graph).graph).nodeCount;
}

/** Which input of an operator is a shape. */
const SHAPE_SLOTS = new Map([
  ['Reshape', 1],
  ['Expand', 1],
  ['ConstantOfShape', 0],
]);

function shortenTarget(context: RuleContext, node: NodeId, made: Map<string, string>): string | undefined {
  const op = context.op(node);
  const slot = SHAPE_SLOTS.get(op);
  const target = slot === undefined ? NONE : context.in(node, slot);
  if (slot === undefined || target === NONE || constantWeight(context.graph, target) !== undefined || isShort(context, target))
    return undefined;
  const entries = entriesOf(context, node, target);
  if (entries === undefined) return undefined;
  context.rewriter.setInput(node, slot, vectorOf(context, node, entries, made));
  return `the target of ${op} is read from the inputs' shapes`;
}

/** Whether a vector is read from shapes already: a Concat of constants and shapes, or a shape. */
function isShort({ graph }: RuleContext, target: TensorId): boolean {
  const isShape = (tensor: TensorId): boolean => graph.nodes.ops[producerOf(graph, tensor)] === 'Shape';
  const maker = producerOf(graph, target);
  if (graph.nodes.ops[maker] !== 'Concat') return isShape(target);
  return nodeInputs(graph, maker).every(tensor => isShape(tensor) || constantWeight(graph, tensor) !== undefined);
}

function entriesOf(context: RuleContext, node: NodeId, target: TensorId): readonly Entry[] | undefined {
  const { elements } = context.facts(target);
  if (elements === undefined) return undefined;
  // With allowzero 0 is a size.
  const canCopy = context.op(node) === 'Reshape' && intAttribute(context.graph, node, 'allowzero', 0) === 0;
  const from = canCopy ? context.facts(context.in(node, 0)).shape : undefined;
  if (from !== undefined && elements.includes(0)) return undefined;
  const entries = elements.map((dim, axis) =>
    from !== undefined && typeof dim !== 'number' && sameDim(dim, from[axis]) ? COPY : entryOf(context, dim),
  );
  // A Reshape may leave one size to infer.
  const open = entries.indexOf(undefined);
  if (open >= 0 && from !== undefined) entries[open] = INFER;
  return entries.every(entry => entry !== undefined) ? entries : undefined;
}

/** A number, or the axis of an input that has this size. */
function entryOf({ graph, facts }: RuleContext, dim: SymbolicDim): Entry | undefined {
  if (typeof dim === 'number' || dim === undefined) return dim;
  for (const input of mainGraph(graph).inputs) {
    const axis = facts(input).shape?.findIndex(size => sameDim(size, dim)) ?? -1;
    if (axis >= 0) return { input, from: axis, to: axis + 1 };
  }
  return undefined;
}

/** Name of the tensor that holds a vector; nodes that make it are put before `node` when it is the first to need it. */
function vectorOf(context: RuleContext, node: NodeId, entries: readonly Entry[], made: Map<string, string>): string {
  const key = JSON.stringify(entries);
  let name = made.get(key);
  if (name !== undefined) return name;
  const parts = joined(entries).map(part => ('input' in part ? shapePart(context, node, part, made) : constantPart(context, part)));
  if (parts.length === 1) name = parts[0] ?? '';
  else {
    name = context.rewriter.names.make('shape');
    context.rewriter.insert(node, defineNode('Concat', name, parts, [name], [], new Map([['axis', { kind: 'int', value: 0 } as const]])));
  }
  made.set(key, name);
  return name;
}

/** Neighbouring numbers, and neighbouring axes of one input, are one part. */
function joined(entries: readonly Entry[]): readonly (readonly number[] | Axes)[] {
  const parts: (number[] | Axes)[] = [];
  for (const entry of entries) {
    const last = parts.at(-1);
    if (typeof entry === 'number') {
      if (Array.isArray(last)) last.push(entry);
      else parts.push([entry]);
    } else if (last !== undefined && 'input' in last && last.input === entry.input && last.to === entry.from)
      parts[parts.length - 1] = { ...last, to: entry.to };
    else parts.push(entry);
  }
  return parts;
}

function constantPart({ rewriter }: RuleContext, values: readonly number[]): string {
  return rewriter.addWeight('shape_part', int64Vector(values));
}

function shapePart(context: RuleContext, node: NodeId, { input, from, to }: Axes, made: Map<string, string>): string {
  const key = `${input}:${from}:${to}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const name = context.rewriter.names.make(`${context.name(input)}_shape`);
  const attributes = new Map([
    ['start', { kind: 'int', value: from } as const],
    ['end', { kind: 'int', value: to } as const],
  ]);
  context.rewriter.insert(node, defineNode('Shape', name, [context.name(input)], [name], [], attributes));
  made.set(key, name);
  return name;
}
