import { dtypeFromNumber, type Dtype } from '../../shared/graph/dtype';
import { NONE, type NodeId } from '../../shared/graph/graph';
import { intAttribute } from '../../shared/graph/nodeAttributes';
import { nodeRule, type RuleContext } from './nodeRule';
import { defineLike } from './rewriter';

/** Types that hold every value of a type. */
const WIDER: ReadonlyMap<Dtype, readonly Dtype[]> = new Map<Dtype, readonly Dtype[]>([
  ['float16', ['float32', 'float64']],
  ['bfloat16', ['float32', 'float64']],
  ['float32', ['float64']],
  ['bool', ['int8', 'uint8', 'int16', 'int32', 'int64', 'float32', 'float64']],
  ['uint8', ['int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64', 'float32', 'float64']],
  ['int8', ['int16', 'int32', 'int64', 'float32', 'float64']],
  ['int16', ['int32', 'int64', 'float32', 'float64']],
  ['int32', ['int64', 'float64']],
]);

/** A Cast of a Cast to a type that holds every value casts from where the first one did. */
export const mergeCasts = nodeRule(skipWider);

function skipWider(context: RuleContext, node: NodeId): string | undefined {
  if (context.op(node) !== 'Cast') return undefined;
  const inner = context.ownMaker(context.in(node, 0), node, 'Cast');
  const source = inner === NONE ? undefined : context.facts(context.in(inner, 0)).dtype;
  const between = dtypeFromNumber(intAttribute(context.graph, inner === NONE ? node : inner, 'to', 0));
  if (source === undefined || between === undefined || WIDER.get(source)?.includes(between) !== true) return undefined;
  const { graph, rewriter } = context;
  for (const gone of [inner, node]) rewriter.remove(gone);
  rewriter.insert(node, { ...defineLike(graph, node), inputs: [context.name(context.in(inner, 0))], origins: [inner, node] });
  return `casts from ${source} directly, not over ${between}`;
}
