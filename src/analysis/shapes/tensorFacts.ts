import type { Graph, TensorId } from '../../shared/graph/graph';
import { isInsideFunction } from '../../shared/graph/isInsideFunction';
import type { Shape } from '../../shared/graph/shape';
import type { TensorFacts } from '../../shared/report/analysis';
import { concreteShape } from './axes';
import type { SymbolicDim } from './dims/dim';
import { formatDim } from './dims/formatDim';
import { UNKNOWN, type Fact, type SymbolicShape } from './fact';
import type { Frame } from './frame';
import type { ShapeInference } from './inferShapes';
import { mergeFacts } from './mergeFacts';

/** What is known of every tensor, by id: sizes as chosen, and beside them the shape in the model's own symbols. */
export function tensorFacts(graph: Graph, shapes: ShapeInference, symbolic: ShapeInference): readonly TensorFacts[] {
  const inFunctions =
    shapes.frame.calls.size === 0 && !graph.subgraphs.some(subgraph => subgraph.kind === 'function')
      ? undefined
      : functionFacts(shapes.frame);
  const inSymbols = symbolic === shapes ? undefined : printedShapes(graph, symbolic);
  const isLocal = graph.subgraphs.map(subgraph => isInsideFunction(graph, subgraph));
  return Array.from({ length: graph.tensors.count }, (_, tensor) => {
    const name = graph.tensors.names[tensor] ?? '';
    if (isLocal[graph.tensors.subgraphs[tensor] ?? 0] === true) return describeFact(name, inFunctions?.get(tensor) ?? UNKNOWN);
    const { dtype, shape } = shapes.fact(shapes.frame, tensor);
    const symbols = inSymbols?.[tensor];
    return shape === undefined || symbols === undefined
      ? { name, dtype, shape: printShape(shape) }
      : { name, dtype, shape: printShape(shape), symbolic: symbols };
  });
}

const printed = new WeakMap<ShapeInference, readonly (Shape | undefined)[]>();

/** By tensor id, only shapes that are not all numbers; kept with the inference, since they are shown beside any sizes. */
function printedShapes(graph: Graph, symbolic: ShapeInference): readonly (Shape | undefined)[] {
  let shapes = printed.get(symbolic);
  if (shapes !== undefined) return shapes;
  shapes = Array.from({ length: graph.tensors.count }, (_, tensor) => {
    const { shape } = symbolic.fact(symbolic.frame, tensor);
    return concreteShape(shape) === undefined ? printShape(shape) : undefined;
  });
  printed.set(symbolic, shapes);
  return shapes;
}

/** A fact as it is shown. */
export function describeFact(name: string, fact: Fact): TensorFacts {
  return { name, dtype: fact.dtype, shape: printShape(fact.shape) };
}

function printShape(shape: SymbolicShape | undefined): Shape | undefined {
  return concreteShape(shape) ?? shape?.map(printDim);
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
    for (const inner of call.calls.values()) waiting.push(inner);
  }
  return facts;
}
