import { inferShapes, type ShapeInference } from '../../analysis/shapes/inferShapes';
import { UNKNOWN, type Fact } from '../../analysis/shapes/fact';
import type { Frame } from '../../analysis/shapes/frame';
import { mergeFacts } from '../../analysis/shapes/mergeFacts';
import { hasOverridable } from '../../shared/graph/constants';
import { calledFunction, functionsOf } from '../../shared/graph/functions';
import { MAIN_GRAPH, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import type { PassInput } from '../pass';

export type Facts = (tensor: TensorId) => Fact;

const known = new WeakMap<Graph, Facts>();

/**
 * Types, shapes and small values that hold for every input that fits the model's inputs: they follow from the operators, not from what the file
 * declares about inner tensors. Of functions it knows the arguments, by all of their calls. Nothing is known of a model whose weights a caller may replace.
 */
export function provenFacts(input: PassInput, graph: Graph): Facts {
  let facts = known.get(graph);
  if (facts === undefined) known.set(graph, (facts = infer(input, graph)));
  return facts;
}

function infer(input: PassInput, graph: Graph): Facts {
  if (hasOverridable(graph)) return () => UNKNOWN;
  const shapes = inferShapes(graph, input.readerOf(graph), { dims: new Map(), ignoresDeclarations: true });
  const given = argumentFacts(graph, shapes);
  return tensor => given.get(tensor) ?? shapes.fact(shapes.frame, tensor);
}

/** What the arguments of each function are in every call; unknown where a body calls it, of which only some rounds are inferred. */
function argumentFacts(graph: Graph, shapes: ShapeInference): ReadonlyMap<TensorId, Fact> {
  const facts = new Map<TensorId, Fact>();
  if (shapes.exhausted) return facts;
  const functions = functionsOf(graph);
  const seen = { certain: new Set<Frame>(), uncertain: new Set<Frame>() };
  const pending: { readonly frame: Frame; readonly isCertain: boolean }[] = [{ frame: shapes.frame, isCertain: true }];
  for (const { frame, isCertain } of pending) {
    for (const [node, called] of frame.calls) {
      const isKnown = isCertain && !isInBody(graph, node);
      for (const argument of calledFunction(graph, functions, node)?.inputs ?? []) {
        const fact = isKnown ? shapes.fact(called, argument) : UNKNOWN;
        facts.set(argument, mergeFacts(facts.get(argument) ?? fact, fact));
      }
      const before = isKnown ? seen.certain : seen.uncertain;
      if (!before.has(called)) pending.push({ frame: called, isCertain: isKnown });
      before.add(called);
    }
  }
  return facts;
}

function isInBody({ nodes, subgraphs }: Graph, node: NodeId): boolean {
  return subgraphs[nodes.subgraphs[node] ?? MAIN_GRAPH]?.kind === 'body';
}
