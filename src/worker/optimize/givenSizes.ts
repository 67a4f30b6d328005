import { declaredShape, type Graph } from '../../shared/graph/graph';
import { mainGraph } from '../../shared/graph/traversal';
import type { PassCall, RunConditions } from '../../shared/report/jobRequest';

const FIXES_SHAPES = 'fix-shapes';

/** Conditions in which dimensions that passes fix have the sizes that these give them, so that both models are run with inputs that fit. */
export function withGivenSizes(conditions: RunConditions, passes: readonly PassCall[]): RunConditions {
  const given = passes.filter(({ id }) => id === FIXES_SHAPES).flatMap(({ parameters }) => Object.entries(parameters));
  const sizes = given.flatMap(([name, size]) => (typeof size === 'number' ? [[name, size] as const] : []));
  return sizes.length === 0 ? conditions : { ...conditions, dims: { ...conditions.dims, ...Object.fromEntries(sizes) } };
}

/** The leading size that every input of `variant` has, where one of `model`'s is open; `undefined` where batches may have any size. */
export function givenBatch(model: Graph, variant: Graph): number | undefined {
  const leading = (graph: Graph, index: number): unknown => declaredShape(graph, mainGraph(graph).inputs[index] ?? 0)?.[0];
  const fixed = mainGraph(model).inputs.flatMap((_, index) => {
    const size = leading(variant, index);
    return typeof size === 'number' && typeof leading(model, index) !== 'number' ? [size] : [];
  });
  return fixed[0];
}
