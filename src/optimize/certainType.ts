import { formatDim } from '../analysis/shapes/dims/formatDim';
import type { ValueType } from '../shared/graph/attribute';
import { declaredDtype, MAIN_GRAPH, type Graph, type TensorId } from '../shared/graph/graph';
import type { PassInput } from './pass';
import { provenFacts } from './rewrite/provenFacts';

/**
 * What is proven of a tensor of the main graph or an argument of a function; of others the element type, which a runtime checks, but no shape: the next round of
 * a loop may bring another.
 */
export function certainType(input: PassInput, graph: Graph, tensor: TensorId): ValueType | undefined {
  const declared = graph.tensors.declaredTypes[tensor];
  if (declared !== undefined && declared.kind !== 'tensor') return undefined;
  const scope = graph.subgraphs[graph.tensors.subgraphs[tensor] ?? MAIN_GRAPH];
  const isProven = scope?.kind === 'main' || (scope?.kind === 'function' && scope.inputs.includes(tensor));
  const fact = isProven ? provenFacts(input, graph)(tensor) : undefined;
  const dtype = fact?.dtype ?? declaredDtype(graph, tensor);
  const shape = fact?.shape?.map(dim => (typeof dim === 'object' ? formatDim(dim) : dim));
  return dtype === undefined ? undefined : { kind: 'tensor', dtype, shape };
}
