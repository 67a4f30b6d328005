import type { Graph, TensorId } from '../../shared/graph/graph';
import type { TensorFacts } from '../../shared/report/analysis';
import type { SymbolicDim } from './dims/dim';
import { formatDim } from './dims/formatDim';
import { UNKNOWN, type Fact } from './fact';
import type { Frame } from './frame';
import type { ShapeInference } from './inferShapes';
import { isInsideFunction } from './isInsideFunction';
import { mergeFacts } from './mergeFacts';

/** What is known of every tensor, by id: sizes as chosen, and beside them the shape in the model's own symbols. */
export function tensorFacts(graph: Graph, shapes: ShapeInference, symbolic: ShapeInference): readonly TensorFacts[] {
  const inFunctions =
    shapes.frame.calls.size === 0 && !graph.subgraphs.some(subgraph => subgraph.kind === 'function')
      ? undefined
      : functionFacts(shapes.frame);
  const isLocal = graph.subgraphs.map(subgraph => isInsideFunction(graph, subgraph));
  return Array.from({ length: graph.tensors.count }, (_, tensor) => {
    const name = graph.tensors.names[tensor] ?? '';
    if (isLocal[graph.tensors.subgraphs[tensor] ?? 0] === true) return describe(name, inFunctions?.get(tensor) ?? UNKNOWN);
    const facts = describe(name, shapes.fact(shapes.frame, tensor));
    if (symbolic === shapes || facts.shape === undefined) return facts;
    const inSymbols = symbolic.fact(symbolic.frame, tensor).shape;
    return inSymbols === undefined || inSymbols.every(dim => typeof dim === 'number')
      ? facts
      : { ...facts, symbolic: inSymbols.map(printDim) };
  });
}

function describe(name: string, fact: Fact): TensorFacts {
  return { name, dtype: fact.dtype, shape: fact.shape?.map(printDim) };
}

function printDim(dim: SymbolicDim): number | string | undefined {
  return dim === undefined || typeof dim === 'number' ? dim : formatDim(dim);
}

/** Tensors of functions: what all their calls have in common. */
function functionFacts(frame: Frame): ReadonlyMap<TensorId, Fact> {
  const facts = new Map<TensorId, Fact>();
  const seen = new Set<Frame>();
  const waiting = [...frame.calls.values()];
  for (let call = waiting.pop(); call !== undefined; call = waiting.pop()) {
    if (seen.has(call)) continue;
    seen.add(call);
    for (const [tensor, fact] of call.entries()) {
      const other = facts.get(tensor);
      facts.set(tensor, other === undefined ? fact : mergeFacts(other, fact));
    }
    waiting.push(...call.calls.values());
  }
  return facts;
}
