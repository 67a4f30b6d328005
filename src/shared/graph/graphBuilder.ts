import { IntColumn } from '../base/intColumn';
import type { Attributes, ValueType } from './attribute';
import { indexConsumers } from './indexConsumers';
import { hashOfName } from './nameHash';
import { NameList } from './nameList';
import { NameMap } from './nameMap';
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
  readonly functionOpsets?: ReadonlyMap<string, number>;
  readonly functionDefaults?: () => Attributes;
  readonly sourceId?: SubgraphId;
  readonly isEdited?: boolean;
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
  readonly scope: NameMap;
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
  private readonly nodeSubgraphs = new IntColumn();
  private readonly sourceIndex = new IntColumn();
  private readonly inputStart = new IntColumn();
  private readonly inputs = new IntColumn();
  private readonly outputStart = new IntColumn();
  private readonly outputs = new IntColumn();
  /** Inputs whose names nothing defined so far. */
  private pending = new NameList();
  private pendingSlots: number[] = [];

  private readonly tensorNames: string[] = [];
  private readonly tensorSubgraphs = new IntColumn();
  private readonly producers = new IntColumn();
  /** Types and weights with the tensors that have them: most have none. */
  private readonly typedTensors = new IntColumn();
  private readonly types: ValueType[] = [];
  private readonly weightTensors = new IntColumn();
  private readonly weights: Weight[] = [];
  private readonly initializers = new IntColumn();

  private readonly finished: Subgraph[] = [];
  private readonly scopes: NameMap[] = [];
  private open: OpenSubgraph | undefined;

  constructor() {
    this.inputStart.push(0);
    this.outputStart.push(0);
  }

  /** Opens the next subgraph; the one before must be finished. The first must be the main graph. */
  beginSubgraph(description: SubgraphDescription): SubgraphId {
    if (this.open !== undefined) throw new Error('The subgraph before is not finished.');
    this.open = {
      description,
      scope: new NameMap(this.tensorNames),
      firstNode: this.names.length,
      inputs: [],
      outputNames: [],
      outputTypes: [],
      innerTypes: new Map(),
    };
    return this.finished.length;
  }

  addInput(name: string, type: ValueType | undefined): TensorId {
    const tensor = this.define(name, hashOfName(name));
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
    const tensor = this.define(name, hashOfName(name));
    this.setWeight(tensor, weight);
    this.initializers.push(tensor);
    return tensor;
  }

  /** Remembers what the file declares about a tensor of the open subgraph (outputs, value_info); a name that nothing makes is forgotten. */
  declareType(name: string, type: ValueType | undefined): void {
    if (type !== undefined) this.current().innerTypes.set(name, type);
  }

  /** `sourceIndex`: position among the `node` fields of the source's graph, `NONE` for a new node. */
  addNode(
    name: string,
    op: string,
    domain: string,
    inputs: readonly string[],
    outputs: readonly string[],
    sourceIndex: number = NONE,
  ): NodeId {
    return this.addHashedNode(name, op, domain, NameList.of(inputs), NameList.of(outputs), sourceIndex);
  }

  /** As `addNode`, for callers that have the hashes. The lists may be used again. */
  addHashedNode(name: string, op: string, domain: string, inputs: NameList, outputs: NameList, sourceIndex: number): NodeId {
    const node = this.names.length;
    this.names.push(name);
    this.ops.push(op);
    this.domains.push(domain === 'ai.onnx' ? '' : domain);
    this.nodeSubgraphs.push(this.finished.length);
    this.sourceIndex.push(sourceIndex);
    for (let index = 0; index < inputs.length; index++) this.use(inputs.names[index]!, inputs.hashes[index]!);
    this.inputStart.push(this.inputs.length);
    for (let index = 0; index < outputs.length; index++)
      this.outputs.push(this.defineOutput(outputs.names[index]!, outputs.hashes[index]!, node));
    this.outputStart.push(this.outputs.length);
    return node;
  }

  /** Gives the value of a `Constant` node's output. */
  setConstant(name: string, weight: Weight): TensorId {
    const tensor = this.define(name, hashOfName(name));
    this.setWeight(tensor, weight);
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
    this.resolvePending(id, description.parent);
    const outputs = outputNames.map(output => this.resolve(output, hashOfName(output), id, description.parent));
    for (const [inner, type] of innerTypes) this.declareOwn(scope.get(inner, hashOfName(inner)), id, type);
    for (const [position, tensor] of outputs.entries()) this.declareOwn(tensor, id, outputTypes[position]);
    this.finished.push({ ...description, name, id, firstNode, nodeCount: this.names.length - firstNode, inputs, outputs });
    this.open = undefined;
  }

  /** Nodes of the main graph, once it is finished. */
  get mainNodeCount(): number {
    return this.finished[0]?.nodeCount ?? 0;
  }

  /** Of all scopes that were added. */
  get tensorNamesSoFar(): readonly string[] {
    return this.tensorNames;
  }

  /** Nodes of all scopes that were added. */
  get nodeCount(): number {
    return this.names.length;
  }

  build(facts: ModelFacts, name: string, details: NodeDetails, provenance: Provenance = IDENTITY): Graph {
    const inputStart = this.inputStart.toArray();
    const inputs = this.inputs.toArray();
    const { consumerStart, consumers } = indexConsumers(inputStart, inputs, this.tensorNames.length);
    const isInitializer = new Uint8Array(this.tensorNames.length);
    for (let index = 0; index < this.initializers.length; index++) isInitializer[this.initializers.get(index)] = 1;
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
        subgraphs: this.nodeSubgraphs.toArray(),
        inputStart,
        inputs,
        outputStart: this.outputStart.toArray(),
        outputs: this.outputs.toArray(),
        sourceIndex: this.sourceIndex.toArray(),
        attributes: node => details.attributes(node),
        metadata: node => details.metadata(node),
        overloads: details.overloads ?? new Map(),
      },
      tensors: {
        count: this.tensorNames.length,
        names: this.tensorNames,
        subgraphs: this.tensorSubgraphs.toArray(),
        producers: this.producers.toArray(),
        consumerStart,
        consumers,
        declaredTypes: spread(this.typedTensors, this.types, this.tensorNames.length),
        weights: spread(this.weightTensors, this.weights, this.tensorNames.length),
        isInitializer,
      },
    };
  }

  private current(): OpenSubgraph {
    if (this.open === undefined) throw new Error('No subgraph is open.');
    return this.open;
  }

  /** An input of the node that is being added. What the subgraph defines itself hides what stands around it, wherever it is defined. */
  private use(name: string, hash: number): void {
    const known = name === '' ? NONE : this.current().scope.get(name, hash);
    if (known === NONE && name !== '') {
      this.pending.add(name, hash);
      this.pendingSlots.push(this.inputs.length);
    }
    this.inputs.push(known);
  }

  private resolvePending(id: SubgraphId, parent: SubgraphId): void {
    const { pending, pendingSlots, inputs } = this;
    for (let index = 0; index < pending.length; index++)
      inputs.set(pendingSlots[index]!, this.resolve(pending.names[index]!, pending.hashes[index]!, id, parent));
    this.pending = new NameList();
    this.pendingSlots = [];
  }

  private define(name: string, hash: number): TensorId {
    const { scope } = this.current();
    const known = scope.get(name, hash);
    return known === NONE ? this.newTensor(name, this.finished.length, scope, hash) : known;
  }

  /** The first node that writes a name owns it; a second one (an invalid model) makes a tensor of its own that nobody reads. */
  private defineOutput(name: string, hash: number, node: NodeId): TensorId {
    if (name === '') return NONE;
    let tensor = this.define(name, hash);
    if (this.producers.get(tensor) !== NONE) tensor = this.newTensor(name, this.finished.length);
    this.producers.set(tensor, node);
    return tensor;
  }

  /** Without a scope the tensor cannot be found by its name. */
  private newTensor(name: string, subgraph: SubgraphId, scope?: NameMap, hash = 0): TensorId {
    const tensor = this.tensorNames.length;
    this.tensorNames.push(name);
    this.tensorSubgraphs.push(subgraph);
    this.producers.push(NONE);
    scope?.add(tensor, hash);
    return tensor;
  }

  private declare(tensor: TensorId, type: ValueType | undefined): void {
    if (type === undefined) return;
    this.typedTensors.push(tensor);
    this.types.push(type);
  }

  private setWeight(tensor: TensorId, weight: Weight): void {
    this.weightTensors.push(tensor);
    this.weights.push(weight);
  }

  /** Declares a tensor of the subgraph itself; one of an outer scope has its type from there. */
  private declareOwn(tensor: TensorId, subgraph: SubgraphId, type: ValueType | undefined): void {
    if (this.tensorSubgraphs.get(tensor) === subgraph) this.declare(tensor, type);
  }

  private resolve(name: string, hash: number, own: SubgraphId, parent: SubgraphId): TensorId {
    for (let scope = own; scope !== NONE; scope = scope === own ? parent : (this.finished[scope]?.parent ?? NONE)) {
      const tensor = this.scopes[scope]?.get(name, hash) ?? NONE;
      if (tensor !== NONE) return tensor;
    }
    return this.newTensor(name, own, this.scopes[own], hash);
  }
}

/** One place per tensor; of several values the last one counts. */
function spread<T>(tensors: IntColumn, values: readonly T[], count: number): readonly (T | undefined)[] {
  const places = new Array<T | undefined>(count).fill(undefined);
  for (let index = 0; index < tensors.length; index++) places[tensors.get(index)] = values[index];
  return places;
}
