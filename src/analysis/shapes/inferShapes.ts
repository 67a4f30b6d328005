import { finishSteps, type Steps } from '../../shared/base/steps';
import { NONE, type Graph, type NodeId, type Subgraph, type SubgraphId, type TensorId } from '../../shared/graph/graph';
import type { AttributeValue, Attributes } from '../../shared/graph/attribute';
import { calledFunction, functionsOf } from '../../shared/graph/functions';
import { mainGraph } from '../../shared/graph/traversal';
import type { TensorReader } from '../../shared/graph/tensorReader';
import { declaredFact } from './declaredFact';
import type { DimExpression } from './dims/dim';
import { tensorFact, UNKNOWN, type Fact } from './fact';
import { Frame } from './frame';
import { namedInputShapes } from './inputSymbols';
import { inferenceOf } from './operators/operatorTable';
import { operatorContext, type OperatorContext, type Surroundings } from './operatorContext';
import { refineFact } from './refineFact';
import { storedElementsOf, type StoredElements } from './storedElements';
import { topologicalOrder } from './topologicalOrder';

export interface ShapeOptions {
  /** Sizes of symbols by name: those of the inputs, and data-dependent ones that a run told (`NonZero_3.count`). */
  readonly dims: ReadonlyMap<string, number>;
  /** Whole shapes of inputs by name; they win over what the file declares. */
  readonly inputShapes?: ReadonlyMap<string, readonly number[]>;
  /** Whether to rest on nothing that the file only declares about inner tensors and outputs. */
  readonly ignoresDeclarations?: boolean;
}

/** A place where the file's declared type contradicts what its operators make. */
export interface ShapeConflict {
  readonly node: NodeId;
  readonly tensor: TensorId;
  readonly what: string;
}

export interface ShapeInference {
  /** Facts of the main graph and its bodies, and through `calls` of functions. */
  readonly frame: Frame;
  readonly conflicts: readonly ShapeConflict[];
  /** Nodes whose operator nobody has described, in the order in which they were met. */
  readonly unknownOperators: readonly NodeId[];
  /** Nodes whose output sizes only a run tells; a dim of theirs is a symbol of its own. */
  readonly dataDependent: ReadonlySet<NodeId>;
  /** Expressions that were taken to be at least 0: sizes that make one negative need an inference of their own. */
  readonly assumptions: ReadonlyMap<string, DimExpression>;
  /** True when bodies and functions took more work than allowed, and the rest was left unknown. */
  readonly exhausted: boolean;
  fact(frame: Frame, tensor: TensorId): Fact;
  context(frame: Frame, node: NodeId): OperatorContext;
  surroundings(frame: Frame): Surroundings;
}

/** Shapes, types and small values of every tensor, from the inputs' shapes and the operators alone. Pure: the reader is asked for small constants only. */
export function inferShapes(graph: Graph, reader: TensorReader, options: ShapeOptions): ShapeInference {
  return finishSteps(inferShapesInSteps(graph, reader, options));
}

/** The same, some nodes at a time. */
export function* inferShapesInSteps(graph: Graph, reader: TensorReader, options: ShapeOptions): Steps<ShapeInference> {
  const inferrer = new ShapeInferrer(graph, reader, options);
  yield* inferrer.run();
  return inferrer;
}

const NODES_IN_STEP = 1000;

const MAX_DEPTH = 64;
const MAX_CONFLICTS = 100;

class ShapeInferrer implements ShapeInference {
  readonly frame: Frame;
  readonly conflicts: ShapeConflict[] = [];
  readonly unknownOperators: NodeId[] = [];
  readonly dataDependent = new Set<NodeId>();
  readonly assumptions = new Map<string, DimExpression>();
  exhausted = false;

  private readonly stored: StoredElements;
  private readonly functions: ReadonlyMap<string, Subgraph>;
  private readonly orders = new Map<SubgraphId, readonly NodeId[]>();
  private readonly calls = new Map<string, Frame>();
  private readonly weightFacts = new Map<TensorId, Fact>();
  /** Declared types describe the declared input shapes; other shapes make them meaningless. */
  private readonly usesDeclarations: boolean;
  /** Node visits left for bodies and functions. */
  private budget: number;
  private depth = 0;

  constructor(
    private readonly graph: Graph,
    reader: TensorReader,
    private readonly options: ShapeOptions,
  ) {
    this.frame = new Frame(undefined, graph.tensors.count);
    this.stored = storedElementsOf(graph, reader);
    this.functions = functionsOf(graph);
    this.budget = 200_000 + 10 * graph.nodes.count;
    this.usesDeclarations = options.ignoresDeclarations !== true && !this.overridesDeclaredSizes();
  }

  *run(): Steps<void> {
    const shapes = namedInputShapes(this.graph);
    for (const input of mainGraph(this.graph).inputs) this.frame.set(input, this.inputFact(input, shapes.get(input)));
    const main = mainGraph(this.graph);
    let done = 0;
    for (const node of this.orderOf(main)) {
      this.inferNode(this.frame, node, true);
      if (++done % NODES_IN_STEP === 0) yield;
    }
  }

  fact(frame: Frame, tensor: TensorId): Fact {
    if (tensor === NONE) return UNKNOWN;
    return frame.get(tensor) ?? this.weightFact(tensor);
  }

  context(frame: Frame, node: NodeId): OperatorContext {
    return operatorContext(this.graph, node, tensor => this.fact(frame, tensor), this.surroundings(frame));
  }

  surroundings(frame: Frame): Surroundings {
    return (frame.surroundings ??= {
      readStored: tensor => this.stored.read(tensor),
      readWeight: weight => this.stored.readWeight(weight),
      noteDataDependent: node => this.dataDependent.add(node),
      measuredSize: symbol => this.options.dims.get(symbol),
      assumeNotNegative: dim => this.assumptions.set(dim.key, dim),
      declaredInput: (subgraph, index) => this.declaredInput(subgraph, index),
      inferBody: (subgraph, inputs) => this.inferBody(frame, subgraph, inputs),
      resolveAttribute: name => frame.attributes?.get(name),
    });
  }

  private inputFact(input: TensorId, shape: readonly (number | string)[] | undefined): Fact {
    if (this.graph.tensors.weights[input] !== undefined) return this.weightFact(input);
    const name = this.graph.tensors.names[input] ?? '';
    const type = this.graph.tensors.declaredTypes[input];
    const given = this.options.inputShapes?.get(name) ?? shape;
    if (given === undefined || (type?.kind !== 'tensor' && type?.kind !== 'sparseTensor')) return declaredFact(type, this.options.dims);
    return declaredFact({ ...type, shape: given }, this.options.dims);
  }

  private weightFact(tensor: TensorId): Fact {
    const known = this.weightFacts.get(tensor);
    if (known !== undefined) return known;
    const weight = this.graph.tensors.weights[tensor];
    const fact: Fact = weight === undefined ? UNKNOWN : { ...tensorFact(weight.dtype, weight.dims), stored: tensor };
    this.weightFacts.set(tensor, fact);
    return fact;
  }

  private inferScope(scope: SubgraphId, frame: Frame): void {
    const subgraph = this.graph.subgraphs[scope];
    if (subgraph === undefined) return;
    for (const node of this.orderOf(subgraph)) this.inferNode(frame, node, subgraph.kind !== 'function');
  }

  private orderOf(subgraph: Subgraph): readonly NodeId[] {
    let order = this.orders.get(subgraph.id);
    if (order === undefined) this.orders.set(subgraph.id, (order = topologicalOrder(this.graph, subgraph)));
    return order;
  }

  private inferNode(frame: Frame, node: NodeId, hasDeclarations: boolean): void {
    const { outputStart, outputs } = this.graph.nodes;
    const start = outputStart[node] ?? 0;
    const end = outputStart[node + 1] ?? start;
    // The value of a Constant is stored with its tensor.
    if (end === start + 1 && this.graph.tensors.weights[outputs[start] ?? NONE] !== undefined) return;
    const facts = this.inferOutputs(frame, node);
    for (let slot = start; slot < end; slot++) {
      const tensor = outputs[slot] ?? NONE;
      if (tensor === NONE || this.graph.tensors.weights[tensor] !== undefined) continue;
      const inferred = facts[slot - start] ?? UNKNOWN;
      frame.set(tensor, hasDeclarations && this.usesDeclarations ? this.refine(node, tensor, inferred) : inferred);
    }
  }

  private refine(node: NodeId, tensor: TensorId, inferred: Fact): Fact {
    const type = this.graph.tensors.declaredTypes[tensor];
    if (type === undefined) return inferred;
    const { fact, conflict } = refineFact(inferred, declaredFact(type, this.options.dims));
    if (conflict !== undefined && this.conflicts.length < MAX_CONFLICTS) this.conflicts.push({ node, tensor, what: conflict });
    return fact;
  }

  private inferOutputs(frame: Frame, node: NodeId): readonly Fact[] {
    const context = this.context(frame, node);
    const callee = calledFunction(this.graph, this.functions, node);
    if (callee !== undefined) return this.inferCall(frame, node, callee, context);
    const infer = inferenceOf(context.domain, context.op);
    if (infer === undefined) {
      this.unknownOperators.push(node);
      return [];
    }
    return this.guarded(() => infer(context));
  }

  /** Sizes from a hostile file can ask for arrays that no engine makes; such a node is simply not known. */
  private guarded(infer: () => readonly Fact[]): readonly Fact[] {
    try {
      return infer();
    } catch (error) {
      if (error instanceof RangeError) return [];
      throw error;
    }
  }

  private declaredInput(scope: SubgraphId, index: number): Fact {
    const tensor = this.graph.subgraphs[scope]?.inputs[index] ?? NONE;
    return declaredFact(this.graph.tensors.declaredTypes[tensor], this.options.dims);
  }

  private inferBody(frame: Frame, scope: SubgraphId, inputs: readonly Fact[]): readonly Fact[] | undefined {
    const body = this.graph.subgraphs[scope];
    if (body === undefined || !this.enter(body.nodeCount)) return undefined;
    body.inputs.forEach((tensor, index) => {
      const declared = declaredFact(this.usesDeclarations ? this.graph.tensors.declaredTypes[tensor] : undefined, this.options.dims);
      // The file may declare less than the whole truth of what later iterations bring, so only the type is taken from it.
      const given = inputs[index] ?? UNKNOWN;
      frame.set(tensor, given.kind === 'unknown' ? { ...declared, shape: undefined } : { ...given, dtype: given.dtype ?? declared.dtype });
    });
    this.inferScope(scope, frame);
    this.depth--;
    return body.outputs.map(tensor => this.fact(frame, tensor));
  }

  private inferCall(frame: Frame, node: NodeId, callee: Subgraph, context: OperatorContext): readonly Fact[] {
    const attributes = this.callAttributes(frame, node, callee);
    const signature = callSignature(callee, context.inputs, attributes);
    let called = this.calls.get(signature);
    if (called === undefined) {
      if (!this.enter(callee.nodeCount)) return [];
      called = new Frame(attributes);
      const inner = called;
      callee.inputs.forEach((tensor, index) => inner.set(tensor, context.input(index)));
      this.inferScope(callee.id, inner);
      this.depth--;
      this.calls.set(signature, called);
    }
    const result = called;
    frame.calls.set(node, result);
    return callee.outputs.map(tensor => this.fact(result, tensor));
  }

  /** Attributes of a call over the defaults of its function, with references to the attributes of the call around it resolved. */
  private callAttributes(frame: Frame, node: NodeId, { functionDefaults }: Subgraph): Attributes {
    const resolved = new Map<string, AttributeValue>(functionDefaults?.());
    for (const [name, value] of this.graph.nodes.attributes(node)) {
      const actual = value.kind === 'reference' ? frame.attributes?.get(value.name) : value;
      if (actual !== undefined) resolved.set(name, actual);
    }
    return resolved;
  }

  private enter(nodes: number): boolean {
    this.budget -= nodes + 1;
    if (this.budget < 0 || this.depth >= MAX_DEPTH) {
      this.exhausted = true;
      return false;
    }
    this.depth++;
    return true;
  }

  private overridesDeclaredSizes(): boolean {
    return mainGraph(this.graph).inputs.some(input => {
      const given = this.options.inputShapes?.get(this.graph.tensors.names[input] ?? '');
      const type = this.graph.tensors.declaredTypes[input];
      const declared = type?.kind === 'tensor' ? type.shape : undefined;
      return given !== undefined && (declared?.some((dim, axis) => typeof dim === 'number' && dim !== given[axis]) ?? false);
    });
  }
}

/** Equal for calls whose bodies come out equal. */
function callSignature(callee: Subgraph, inputs: readonly Fact[], attributes: Attributes): string {
  return `${callee.id}|${inputs.map(factSignature).join('|')}|${JSON.stringify([...attributes])}`;
}

function factSignature(fact: Fact): string {
  const shape = fact.shape?.map(dimSignature).join(',') ?? '?';
  const elements = fact.elements?.map(dimSignature).join(',') ?? (fact.stored === undefined ? '' : `@${fact.stored}`);
  const content = fact.content === undefined ? '' : factSignature(fact.content);
  return `${fact.kind}:${fact.dtype ?? ''}[${shape}]${elements}{${content}${fact.items?.map(factSignature).join(';') ?? ''}}`;
}

function dimSignature(dim: Fact['shape'] extends readonly (infer Dim)[] | undefined ? Dim : never): string {
  return dim === undefined ? '?' : typeof dim === 'number' ? String(dim) : dim.key;
}
