import type { Attributes, ValueType } from './attribute';
import { NONE, type Graph, type ModelFacts, type NodeId, type Subgraph, type SubgraphId, type TensorId } from './graph';
import { IDENTITY, type Provenance } from './provenance';
import type { Weight } from './weight';

/** What a subgraph is, besides its nodes and tensors. */
export interface SubgraphDescription {
  readonly kind: Subgraph['kind'];
  readonly name: string;
  readonly ownerNode: NodeId;
  readonly ownerAttribute: string;
  readonly parent: SubgraphId;
  readonly functionDomain?: string;
  readonly functionOverload?: string;
  readonly sourceId?: SubgraphId;
}

/** Decodes what the columns do not hold, when somebody asks. */
export interface NodeDetails {
  attributes(node: NodeId): Attributes;
  metadata(node: NodeId): ReadonlyMap<string, string>;
  /** Overloads that nodes call; none when absent. */
  readonly overloads?: ReadonlyMap<NodeId, string>;
}

interface OpenSubgraph {
  readonly description: SubgraphDescription;
  readonly scope: Map<string, TensorId>;
  readonly firstNode: NodeId;
  readonly inputs: TensorId[];
  readonly outputNames: string[];
  /** Declared types of outputs and inner tensors, applied when the subgraph is finished: a name may belong to an outer scope, or to nothing. */
  readonly outputTypes: (ValueType | undefined)[];
  readonly innerTypes: Map<string, ValueType>;
}

/**
 * Builds a flat graph, one subgraph after the other. Subgraphs must come in such an order that the parent scope is complete before its bodies
 * (breadth first), which also puts the main graph's nodes first. Names are resolved when a subgraph is finished, so use may come before definition.
 */
export class GraphBuilder {
  private readonly names: string[] = [];
  private readonly ops: string[] = [];
  private readonly domains: string[] = [];
  private readonly nodeSubgraphs: number[] = [];
  private readonly sourceIndex: number[] = [];
  private readonly inputStart: number[] = [0];
  private readonly inputs: number[] = [];
  private readonly outputStart: number[] = [0];
  private readonly outputs: number[] = [];
  private pendingInputs: string[] = [];

  private readonly tensorNames: string[] = [];
  private readonly tensorSubgraphs: number[] = [];
  private readonly producers: number[] = [];
  private readonly types: (ValueType | undefined)[] = [];
  private readonly weights: (Weight | undefined)[] = [];
  private readonly initializers: number[] = [];

  private readonly finished: Subgraph[] = [];
  private readonly scopes: Map<string, TensorId>[] = [];
  private open: OpenSubgraph | undefined;

  /** Opens the next subgraph; the one before must be finished. The first must be the main graph. */
  beginSubgraph(description: SubgraphDescription): SubgraphId {
    if (this.open !== undefined) throw new Error('The subgraph before is not finished.');
    this.open = {
      description,
      scope: new Map(),
      firstNode: this.names.length,
      inputs: [],
      outputNames: [],
      outputTypes: [],
      innerTypes: new Map(),
    };
    return this.finished.length;
  }

  addInput(name: string, type: ValueType | undefined): TensorId {
    const tensor = this.define(name);
    this.current().inputs.push(tensor);
    this.declare(tensor, type);
    return tensor;
  }

  addOutput(name: string, type?: ValueType): void {
    const { outputNames, outputTypes } = this.current();
    outputNames.push(name);
    outputTypes.push(type);
  }

  addInitializer(name: string, weight: Weight): TensorId {
    const tensor = this.define(name);
    this.weights[tensor] = weight;
    this.initializers.push(tensor);
    return tensor;
  }

  /** Remembers what the file declares about a tensor of the open subgraph (outputs, value_info); a name that nothing makes is forgotten. */
  declareType(name: string, type: ValueType | undefined): void {
    if (type !== undefined) this.current().innerTypes.set(name, type);
  }

  /**
   * `sourceIndex`: position among the `node` fields of the source's graph, `NONE` for a new node. `inputCount` and `outputCount`: how many of the names
   * count, for callers that use their lists again.
   */
  addNode(
    name: string,
    op: string,
    domain: string,
    inputs: readonly string[],
    outputs: readonly string[],
    sourceIndex: number = NONE,
    inputCount: number = inputs.length,
    outputCount: number = outputs.length,
  ): NodeId {
    const node = this.names.length;
    this.names.push(name);
    this.ops.push(op);
    this.domains.push(domain === 'ai.onnx' ? '' : domain);
    this.nodeSubgraphs.push(this.finished.length);
    this.sourceIndex.push(sourceIndex);
    for (let index = 0; index < inputCount; index++) this.pendingInputs.push(inputs[index]!);
    this.inputStart.push(this.inputs.length + this.pendingInputs.length);
    for (let index = 0; index < outputCount; index++) this.outputs.push(this.defineOutput(outputs[index]!, node));
    this.outputStart.push(this.outputs.length);
    return node;
  }

  /** Gives the value of a `Constant` node's output. */
  setConstant(name: string, weight: Weight): TensorId {
    const tensor = this.define(name);
    this.weights[tensor] = weight;
    return tensor;
  }

  /**
   * Resolves the names that the subgraph's nodes read: own scope first, then the scopes around it. `name` is that of the subgraph where it was
   * not known at the beginning.
   */
  finishSubgraph(name = this.current().description.name): void {
    const { description, firstNode, inputs, outputNames, outputTypes, innerTypes, scope } = this.current();
    const id = this.finished.length;
    this.scopes.push(scope);
    for (const input of this.pendingInputs) this.inputs.push(input === '' ? NONE : this.resolve(input, id, description.parent));
    this.pendingInputs = [];
    const outputs = outputNames.map(output => this.resolve(output, id, description.parent));
    for (const [inner, type] of innerTypes) this.declareOwn(scope.get(inner), id, type);
    for (const [position, tensor] of outputs.entries()) this.declareOwn(tensor, id, outputTypes[position]);
    this.finished.push({ ...description, name, id, firstNode, nodeCount: this.names.length - firstNode, inputs, outputs });
    this.open = undefined;
  }

  /** Nodes of the main graph, once it is finished. */
  get mainNodeCount(): number {
    return this.finished[0]?.nodeCount ?? 0;
  }

  build(facts: ModelFacts, name: string, details: NodeDetails, provenance: Provenance = IDENTITY): Graph {
    const { consumerStart, consumers } = this.indexConsumers();
    const isInitializer = new Uint8Array(this.tensorNames.length);
    for (const tensor of this.initializers) isInitializer[tensor] = 1;
    return {
      facts,
      name,
      subgraphs: this.finished,
      provenance,
      nodes: {
        count: this.names.length,
        names: this.names,
        ops: this.ops,
        domains: this.domains,
        subgraphs: Int32Array.from(this.nodeSubgraphs),
        inputStart: Int32Array.from(this.inputStart),
        inputs: Int32Array.from(this.inputs),
        outputStart: Int32Array.from(this.outputStart),
        outputs: Int32Array.from(this.outputs),
        sourceIndex: Int32Array.from(this.sourceIndex),
        attributes: node => details.attributes(node),
        metadata: node => details.metadata(node),
        overloads: details.overloads ?? new Map(),
      },
      tensors: {
        count: this.tensorNames.length,
        names: this.tensorNames,
        subgraphs: Int32Array.from(this.tensorSubgraphs),
        producers: Int32Array.from(this.producers),
        consumerStart,
        consumers,
        declaredTypes: this.types,
        weights: this.weights,
        isInitializer,
      },
    };
  }

  private current(): OpenSubgraph {
    if (this.open === undefined) throw new Error('No subgraph is open.');
    return this.open;
  }

  private define(name: string): TensorId {
    const { scope } = this.current();
    const known = scope.get(name);
    if (known !== undefined) return known;
    const tensor = this.newTensor(name, this.finished.length);
    scope.set(name, tensor);
    return tensor;
  }

  /** The first node that writes a name owns it; a second one (an invalid model) makes a tensor of its own that nobody reads. */
  private defineOutput(name: string, node: NodeId): TensorId {
    if (name === '') return NONE;
    const tensor = this.define(name);
    if (this.producers[tensor] === NONE) {
      this.producers[tensor] = node;
      return tensor;
    }
    const shadowed = this.newTensor(name, this.finished.length);
    this.producers[shadowed] = node;
    return shadowed;
  }

  private newTensor(name: string, subgraph: SubgraphId): TensorId {
    this.tensorNames.push(name);
    this.tensorSubgraphs.push(subgraph);
    this.producers.push(NONE);
    this.types.push(undefined);
    this.weights.push(undefined);
    return this.tensorNames.length - 1;
  }

  private declare(tensor: TensorId, type: ValueType | undefined): void {
    if (type !== undefined) this.types[tensor] = type;
  }

  /** Declares a tensor of the subgraph itself; one of an outer scope has its type from there. */
  private declareOwn(tensor: TensorId | undefined, subgraph: SubgraphId, type: ValueType | undefined): void {
    if (tensor !== undefined && this.tensorSubgraphs[tensor] === subgraph) this.declare(tensor, type);
  }

  private resolve(name: string, own: SubgraphId, parent: SubgraphId): TensorId {
    for (let scope = own; scope !== NONE; scope = scope === own ? parent : (this.finished[scope]?.parent ?? NONE)) {
      const tensor = this.scopes[scope]?.get(name);
      if (tensor !== undefined) return tensor;
    }
    const dangling = this.newTensor(name, own);
    this.scopes[own]?.set(name, dangling);
    return dangling;
  }

  private indexConsumers(): { consumerStart: Int32Array; consumers: Int32Array } {
    const consumerStart = new Int32Array(this.tensorNames.length + 1);
    for (const tensor of this.inputs) if (tensor !== NONE) consumerStart[tensor + 1]!++;
    for (let tensor = 0; tensor < this.tensorNames.length; tensor++) consumerStart[tensor + 1]! += consumerStart[tensor]!;
    const next = consumerStart.slice();
    const consumers = new Int32Array(consumerStart[this.tensorNames.length] ?? 0);
    for (let node = 0; node < this.names.length; node++) {
      for (let slot = this.inputStart[node]!; slot < this.inputStart[node + 1]!; slot++) {
        const tensor = this.inputs[slot]!;
        if (tensor !== NONE) consumers[next[tensor]!++] = node;
      }
    }
    return { consumerStart, consumers };
  }
}
