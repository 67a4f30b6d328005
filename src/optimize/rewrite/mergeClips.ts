import { constantWeight } from '../../shared/graph/constants';
import { NONE, type NodeId, type TensorId } from '../../shared/graph/graph';
import { storedWeight } from '../makeWeight';
import { nodeRule, type RuleContext } from './nodeRule';
import { defineNode } from './rewriter';
import { standardOpset } from './standardOpset';

/** Limits are inputs of Clip from this version on. */
const INPUTS_SINCE = 11;

/** Makes one Clip of a Relu and a Clip, or of two Clips, with stored limits. */
export const mergeClips = nodeRule(mergeWithMaker);

interface Limits {
  readonly min: number;
  readonly max: number;
}

function mergeWithMaker(context: RuleContext, node: NodeId): string | undefined {
  const { graph, rewriter } = context;
  if (standardOpset(graph) < INPUTS_SINCE) return undefined;
  const outer = limitsOf(context, node);
  const maker = outer === undefined ? NONE : context.ownMaker(context.in(node, 0), node, 'Relu', 'Clip');
  const inner = maker === NONE ? undefined : limitsOf(context, maker);
  if (outer === undefined || inner === undefined) return undefined;
  const isAnyClip = [node, maker].some(either => context.op(either) === 'Clip');
  if (!isAnyClip || context.facts(context.in(maker, 0)).dtype !== 'float32') return undefined;
  // What the first one cuts off, the second one cuts again.
  const clip = (value: number): number => Math.min(Math.max(value, outer.min), outer.max);
  const [min, max] = [clip(inner.min), clip(inner.max)];
  const output = context.name(context.out(node));
  const limit = (name: string, value: number): string =>
    Number.isFinite(value) ? rewriter.addWeight(`${output}_${name}`, storedWeight('float32', [], Float32Array.of(value))) : '';
  const inputs = [context.name(context.in(maker, 0)), limit('min', min), limit('max', max)];
  while (inputs.at(-1) === '') inputs.pop();
  const detail = `${context.op(maker)} and ${context.op(node)} are one Clip`;
  rewriter.remove(maker);
  rewriter.remove(node);
  rewriter.insert(node, defineNode('Clip', context.nodeName(node), inputs, [output], [maker, node]));
  return detail;
}

/** `undefined` for other operators, and for limits that are computed or the wrong way round. */
function limitsOf(context: RuleContext, node: NodeId): Limits | undefined {
  const op = context.op(node);
  if (op === 'Relu') return { min: 0, max: Infinity };
  if (op !== 'Clip') return undefined;
  const limit = (tensor: TensorId, none: number): number | undefined => {
    if (tensor === NONE) return none;
    return constantWeight(context.graph, tensor)?.dtype === 'float32' ? context.scalar(tensor) : undefined;
  };
  const [min, max] = [limit(context.in(node, 1), -Infinity), limit(context.in(node, 2), Infinity)];
  return min === undefined || max === undefined || min > max ? undefined : { min, max };
}
