import { namedInputShapes } from '../../src/analysis/shapes/inputSymbols';
import { DECOMPOSED_OPERATORS } from '../../src/optimize/rewrite/decompose';
import { REWRITE_RULES } from '../../src/optimize/rewrite/rewriteRules';
import { HIGHEST_OPSET } from '../../src/optimize/rewrite/upgradeOpset';
import type { NamedTensors } from '../../src/shared/graph/denseTensor';
import type { Graph } from '../../src/shared/graph/graph';
import type { PassCall } from '../../src/shared/report/jobRequest';

/** Passes that are proved together, and what they promise. */
export interface RewriteWay {
  readonly name: string;
  promise(graph: Graph): 'exact' | 'close';
  /** Whether it may take more nodes, as definitions of newer operator sets do. */
  readonly grows: boolean;
  /** `undefined` where there is nothing for them to do. */
  passes(graph: Graph, feeds: NamedTensors): readonly PassCall[] | undefined;
}

const CLOSE_RULES = REWRITE_RULES.filter(({ promise }) => promise === 'close').map(({ id }) => id);
const clean: PassCall = { id: 'clean', parameters: {} };
const exactly: PassCall = { id: 'clean', parameters: { without: CLOSE_RULES.join(',') } };
const newest: PassCall = { id: 'upgrade-opset', parameters: { to: HIGHEST_OPSET } };

export const REWRITE_WAYS: readonly RewriteWay[] = [
  { name: 'clean, exact rules', grows: false, promise: () => 'exact', passes: () => [exactly] },
  { name: 'clean', grows: false, promise: () => 'close', passes: () => [clean] },
  { name: 'upgrade-opset', grows: true, promise: upgradePromise, passes: () => [newest] },
  { name: 'upgrade-opset, clean', grows: true, promise: () => 'close', passes: () => [newest, clean] },
  { name: 'share-weights', grows: false, promise: () => 'exact', passes: () => [{ id: 'share-weights', parameters: {} }] },
  { name: 'decompose', grows: true, promise: () => 'close', passes: decomposed },
  { name: 'fix-shapes', grows: false, promise: () => 'close', passes: fixedShapes },
];

/** The runtime's AveragePool of opset 19 and later adds up in another order than that before. */
function upgradePromise({ nodes }: Graph): 'exact' | 'close' {
  return nodes.ops.includes('AveragePool') ? 'close' : 'exact';
}

/** Every open dimension has the size that the inputs have. */
function fixedShapes(graph: Graph, feeds: NamedTensors): readonly PassCall[] | undefined {
  const sizes = new Map<string, number>();
  for (const [tensor, shape] of namedInputShapes(graph)) {
    const dims = feeds.get(graph.tensors.names[tensor] ?? '')?.dims;
    shape.forEach((dim, axis) => {
      const size = dims?.[axis];
      if (typeof dim === 'string' && size !== undefined && size > 0) sizes.set(dim, size);
    });
  }
  return sizes.size === 0 ? undefined : [{ id: 'fix-shapes', parameters: Object.fromEntries(sizes) }];
}

function decomposed({ nodes }: Graph): readonly PassCall[] | undefined {
  return nodes.ops.some(op => DECOMPOSED_OPERATORS.includes(op)) ? [{ id: 'decompose', parameters: {} }] : undefined;
}
