import { constantWeight } from '../../shared/graph/constants';
import type { NodeId, TensorId } from '../../shared/graph/graph';
import { makeWeight } from '../makeWeight';
import { readFloats } from '../readFloats';
import { VIEWS } from './isView';
import { nodeRule, type RuleContext } from './nodeRule';
import { scaleOf } from './scaleOf';

/**
 * Takes the factor of a Mul or Div by one number into the weight and the bias of the MatMul that its operand comes from, through views and through a product
 * of two tensors that the model computes: the scale of an attention's scores into the projection of the queries. Exact for powers of two.
 */
export const foldScaleBack = nodeRule(scaleBack);

function scaleBack(context: RuleContext, node: NodeId): Promise<string> | undefined {
  const scaled = context.isSeenOutside(context.out(node)) ? undefined : scaleOf(context, node);
  const weights = scaled === undefined ? undefined : weightsBehind(context, scaled.x, node);
  if (scaled === undefined || weights === undefined) return undefined;
  const { rewriter } = context;
  const detail = `${context.op(node)} by ${scaled.factor} taken into ${weights.map(weight => context.name(weight)).join(' and ')}`;
  rewriter.redirect(context.name(context.out(node)), context.name(scaled.x));
  rewriter.remove(node);
  return scaleAll(context, weights, scaled.factor).then(() => detail);
}

/** The stored weights by which a tensor that only `reader` reads grows as they do, `undefined` where there are none that may change. */
function weightsBehind(context: RuleContext, tensor: TensorId, reader: NodeId): readonly TensorId[] | undefined {
  const maker = context.ownMaker(tensor, reader, 'Add', 'MatMul', ...VIEWS);
  const [first, second] = [context.in(maker, 0), context.in(maker, 1)];
  switch (context.op(maker)) {
    case '':
      return undefined;
    case 'MatMul':
      if (isOwnFloat(context, second)) return [second];
      return weightsBehind(context, first, maker) ?? weightsBehind(context, second, maker);
    case 'Add': {
      const [bias, sum] = isOwnFloat(context, first) ? [first, second] : [second, first];
      const others = isOwnFloat(context, bias) ? weightsBehind(context, sum, maker) : undefined;
      return others === undefined ? undefined : [bias, ...others];
    }
    default:
      return weightsBehind(context, first, maker);
  }
}

function isOwnFloat(context: RuleContext, tensor: TensorId): boolean {
  return constantWeight(context.graph, tensor)?.dtype === 'float32' && context.isOwnWeight(tensor);
}

async function scaleAll(context: RuleContext, weights: readonly TensorId[], factor: number): Promise<void> {
  const { input, graph, rewriter } = context;
  for (const weight of weights) {
    const dims = constantWeight(graph, weight)?.dims ?? [];
    const scaled = await makeWeight(input, 'float32', dims, async () =>
      (await readFloats(input, graph, weight)).map(value => value * factor),
    );
    rewriter.setWeight(context.name(weight), scaled, [context.name(weight)]);
  }
}
