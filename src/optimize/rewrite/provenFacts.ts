import { inferShapes } from '../../analysis/shapes/inferShapes';
import { UNKNOWN, type Fact } from '../../analysis/shapes/fact';
import { hasOverridable } from '../../shared/graph/constants';
import type { Graph, TensorId } from '../../shared/graph/graph';
import type { PassInput } from '../pass';

export type Facts = (tensor: TensorId) => Fact;

const known = new WeakMap<Graph, Facts>();

/**
 * Types, shapes and small values that hold for every input that fits the model's inputs: they follow from the operators, not from what the file
 * declares about inner tensors. Nothing is known of a model whose weights a caller may replace.
 */
export function provenFacts(input: PassInput, graph: Graph): Facts {
  let facts = known.get(graph);
  if (facts === undefined) known.set(graph, (facts = infer(input, graph)));
  return facts;
}

function infer(input: PassInput, graph: Graph): Facts {
  if (hasOverridable(graph)) return () => UNKNOWN;
  const shapes = inferShapes(graph, input.readerOf(graph), { dims: new Map(), ignoresDeclarations: true });
  return tensor => shapes.fact(shapes.frame, tensor);
}
