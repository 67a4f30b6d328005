import { MAIN_GRAPH, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { evaluateDim } from './dims/evaluateDim';
import { tensorFact, type Elements, type Fact } from './fact';
import type { Frame } from './frame';
import type { ShapeInference } from './inferShapes';
import { operatorContext, type OperatorContext, type Surroundings } from './operatorContext';

/** An inference over symbols with sizes put in for them: nothing is inferred again, expressions are computed. */
export class EvaluatedShapes implements ShapeInference {
  readonly frame: Frame;
  readonly conflicts: ShapeInference['conflicts'];
  readonly unknownOperators: readonly NodeId[];
  readonly dataDependent: ShapeInference['dataDependent'];
  readonly assumptions: ShapeInference['assumptions'];
  readonly exhausted: boolean;
  /** By tensor id, of the main frame. */
  private readonly mainFacts: (Fact | undefined)[];

  constructor(
    private readonly graph: Graph,
    private readonly symbolic: ShapeInference,
    private readonly sizes: ReadonlyMap<string, number>,
  ) {
    this.frame = symbolic.frame;
    this.conflicts = symbolic.conflicts;
    this.unknownOperators = symbolic.unknownOperators;
    this.dataDependent = symbolic.dataDependent;
    this.assumptions = symbolic.assumptions;
    this.exhausted = symbolic.exhausted;
    this.mainFacts = new Array<Fact | undefined>(graph.tensors.count).fill(undefined);
  }

  fact(frame: Frame, tensor: TensorId): Fact {
    if (frame !== this.frame) return this.evaluate(this.symbolic.fact(frame, tensor));
    return (this.mainFacts[tensor] ??= this.evaluate(this.symbolic.fact(frame, tensor)));
  }

  context(frame: Frame, node: NodeId): OperatorContext {
    return operatorContext(this.graph, node, tensor => this.fact(frame, tensor), this.surroundings(frame));
  }

  surroundings(frame: Frame): Surroundings {
    return this.symbolic.surroundings(frame);
  }

  private evaluate(fact: Fact): Fact {
    if (isSettled(fact)) return fact;
    if (fact.kind === 'tensor') {
      const { dtype, shape, elements } = fact;
      return {
        ...tensorFact(
          dtype,
          shape === undefined ? undefined : this.numbers(shape),
          elements === undefined ? undefined : this.numbers(elements),
        ),
      };
    }
    const content = fact.content === undefined ? undefined : this.evaluate(fact.content);
    return { ...fact, content, items: fact.items?.map(item => this.evaluate(item)) };
  }

  private numbers(dims: Elements): Elements {
    return dims.map(dim => (typeof dim === 'number' || dim === undefined ? dim : (evaluateDim(dim, this.sizes) ?? dim)));
  }
}

/** Nothing in it can change: most tensors of a model without symbols, and all stored ones. */
function isSettled(fact: Fact): boolean {
  if (fact.stored !== undefined) return true;
  if (fact.kind !== 'tensor') return fact.content === undefined;
  return areNumbers(fact.shape) && areNumbers(fact.elements);
}

function areNumbers(dims: Elements | undefined): boolean {
  return dims === undefined || dims.every(dim => dim === undefined || typeof dim === 'number');
}

/** True when the sizes keep what symbolic inference assumed, above all that every symbol is at least 1. */
export function keepsAssumptions({ assumptions }: ShapeInference, sizes: ReadonlyMap<string, number>): boolean {
  for (const size of sizes.values()) if (size < 1) return false;
  for (const dim of assumptions.values()) if ((evaluateDim(dim, sizes) ?? 0) < 0) return false;
  return true;
}

/** True when a dim of the main graph is still open although every symbol has a size: inference with numbers may know more than inference with symbols. */
export function leavesDimsOpen(graph: Graph, shapes: ShapeInference): boolean {
  for (let tensor = 0; tensor < graph.tensors.count; tensor++) {
    if (graph.tensors.subgraphs[tensor] !== MAIN_GRAPH) continue;
    const { kind, shape } = shapes.fact(shapes.frame, tensor);
    if (kind === 'tensor' && (shape === undefined || !shape.every(dim => typeof dim === 'number'))) return true;
  }
  return false;
}
