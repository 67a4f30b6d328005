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
  const scaled = scaleOf(context, node);
  const chain = scaled === undefined ? undefined : chainBehind(context, scaled.x, node);
  if (scaled === undefined || chain === undefined) return undefined;
  const { rewriter } = context;
  const { weights, results } = chain;
  const detail = `${context.op(node)} by ${scaled.factor} taken into ${weights.map(weight => context.name(weight)).join(' and ')}`;
  const last = context.name(scaled.x);
  // What a name stands for stays the same: whoever compares two models goes by it.
  for (const name of results)
    rewriter.rename(name, name === last ? context.name(context.out(node)) : rewriter.names.make(`${name}_scaled`));
  rewriter.remove(node);
  return scaleAll(context, weights, scaled.factor).then(() => detail);
}

interface ScaledChain {
  readonly weights: readonly TensorId[];
  /** Names of the tensors on the way that grow with the weights. */
  readonly results: readonly string[];
}

/** The stored weights by which a tensor that only `reader` reads grows as they do, `undefined` where there are none that may change. */
function chainBehind(context: RuleContext, tensor: TensorId, reader: NodeId): ScaledChain | undefined {
  const maker = context.ownMaker(tensor, reader, 'Add', 'MatMul', ...VIEWS);
  const [first, second] = [context.in(maker, 0), context.in(maker, 1)];
  const through = (operand: TensorId, ...own: readonly TensorId[]): ScaledChain | undefined => {
    const behind = chainBehind(context, operand, maker);
    return behind && { weights: [...own, ...behind.weights], results: [...behind.results, context.name(tensor)] };
  };
  switch (context.op(maker)) {
    case '':
      return undefined;
    case 'MatMul':
      if (context.ownFloats(second) !== undefined) return { weights: [second], results: [context.name(tensor)] };
      return through(first) ?? through(second);
    case 'Add': {
      const [bias, sum] = context.ownFloats(first) === undefined ? [second, first] : [first, second];
      return context.ownFloats(bias) === undefined ? undefined : through(sum, bias);
    }
    default:
      return through(first);
  }
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
