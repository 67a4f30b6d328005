import { onlyReader } from '../../shared/graph/constants';
import { NONE, type NodeId } from '../../shared/graph/graph';
import { makeWeight, storedWeight } from '../makeWeight';
import { readFloats } from '../readFloats';
import { endsGelu } from './endsGelu';
import { nodeRule, type RuleContext } from './nodeRule';
import { defineNode } from './rewriter';
import { scaleOf } from './scaleOf';

/**
 * Takes the factor of a Mul or Div by one number into what follows: into the stored weight of a MatMul, Gemm or Conv (exact for powers of two), or,
 * where both operands of a MatMul are scaled, into one of them.
 */
export const foldScaleForward = nodeRule(scaleWeight, scaleOnce);

function scaleWeight(context: RuleContext, node: NodeId): Promise<string> | undefined {
  const scaled = endsGelu(context, node) ? undefined : scaleOf(context, node);
  const reader = scaled === undefined ? NONE : onlyReader(context.graph, context.out(node));
  if (scaled === undefined) return undefined;
  const isLinear = ['MatMul', 'Gemm', 'Conv'].includes(context.op(reader)) && context.in(reader, 0) === context.out(node);
  const tensor = isLinear ? context.in(reader, 1) : NONE;
  const weight = context.ownFloats(tensor);
  if (weight === undefined) return undefined;
  const detail = `${context.op(node)} by ${scaled.factor} taken into the weight of ${context.nodeName(reader)}`;
  const compute = async (): Promise<Float32Array> =>
    (await readFloats(context.input, context.graph, tensor)).map(value => value * scaled.factor);
  return makeWeight(context.input, 'float32', weight.dims, compute).then(made => {
    const name = context.name(tensor);
    context.rewriter.setWeight(name, made, [name]);
    context.rewriter.redirect(context.name(context.out(node)), context.name(scaled.x));
    context.rewriter.remove(node);
    return detail;
  });
}

/** (a · s) × (b · t) = (a · st) × b. */
function scaleOnce(context: RuleContext, node: NodeId): string | undefined {
  if (context.op(node) !== 'MatMul') return undefined;
  const left = context.ownMaker(context.in(node, 0), node, 'Mul', 'Div');
  const right = context.ownMaker(context.in(node, 1), node, 'Mul', 'Div');
  const [first, second] = [left, right].map(maker => (maker === NONE ? undefined : scaleOf(context, maker)));
  if (first === undefined || second === undefined) return undefined;
  const detail = `${context.op(right)} by ${second.factor} taken into that of the other operand`;
  const { rewriter } = context;
  const output = context.name(context.out(left));
  const scale = rewriter.addWeight(`${output}_scale`, storedWeight('float32', [], Float32Array.of(first.factor * second.factor)));
  rewriter.insert(left, defineNode('Mul', context.nodeName(left), [context.name(first.x), scale], [output], [left, right]));
  rewriter.redirect(context.name(context.out(right)), context.name(second.x));
  rewriter.remove(left);
  rewriter.remove(right);
  return detail;
}
