import type { NodeId, SubgraphId, TensorId } from '../../shared/graph/graph';
import type { GraphBuilder, SubgraphDescription } from '../../shared/graph/graphBuilder';
import type { ByteRange } from '../byteSource';
import { BUDGET } from '../budgets';
import { quoteName, type ProblemList } from '../problemList';
import { constantWeight } from '../tensors/constantWeight';
import { FUNCTION, GRAPH } from '../wire/fields';
import type { WireCursor } from '../wire/wireCursor';
import type { AttributeHeader } from './attributeHeader';
import type { BudgetCounter, BudgetMeter } from './budgetMeter';
import type { AttributeBudgets } from './skimAttribute';
import { emptyNodeHeader, skimNode, type NodeHeader } from './skimNode';
import { skimSparseTensor, skimTensor } from './skimTensor';
import { skimValueInfo, type DeclaredValue } from './skimValueInfo';
import type { SourceIndex } from './sourceIndex';
import type { WeightMaker } from './weightMaker';

type BodyDescription = Pick<SubgraphDescription, 'ownerNode' | 'ownerAttribute' | 'parent'>;

interface Task {
  readonly description: SubgraphDescription;
  readonly parts: readonly ByteRange[];
  readonly depth: number;
}

/** Tags of the repeated fields that graphs and functions share under different numbers. */
const GRAPH_TAGS = { node: GRAPH.node, valueInfo: GRAPH.valueInfo } as const;
const FUNCTION_TAGS = { node: FUNCTION.node, valueInfo: FUNCTION.valueInfo } as const;

/** Reads graphs, breadth first, into a builder. Weights, attribute values and anything unknown are passed over. */
export class GraphSkimmer {
  private readonly queue: Task[] = [];
  /** Position of the next node among its graph's `node` fields. */
  private nodeField = 0;
  private readonly node = emptyNodeHeader();
  private readonly nodes: BudgetCounter;
  private readonly connections: BudgetCounter;
  private readonly attributes: BudgetCounter;
  private readonly attributeBudgets: AttributeBudgets;
  private initializerNames = new Set<string>();
  private valueInfoNames = new Set<string>();

  constructor(
    private readonly cursor: WireCursor,
    private readonly builder: GraphBuilder,
    private readonly index: SourceIndex,
    private readonly weights: WeightMaker,
    private readonly meter: BudgetMeter,
    private readonly problems: ProblemList,
  ) {
    this.nodes = meter.counter('nodes');
    this.connections = meter.counter('connections');
    this.attributes = meter.counter('attributes');
    this.attributeBudgets = { attributeParts: meter.counter('attributeParts'), weightDims: meter.counter('weightDims') };
  }

  /** Puts a graph in the queue; the first one must be the main graph. */
  add(description: SubgraphDescription, parts: readonly ByteRange[], depth = 0): void {
    const sourceId = this.queue.length;
    this.queue.push({ description: { ...description, sourceId }, parts, depth });
  }

  /** Reads everything in the queue, and the bodies found on the way. Returns the name of the main graph. */
  run(): string {
    let name = '';
    for (let next = 0; next < this.queue.length; next++) {
      const graphName = this.skimSubgraph(this.queue[next]!);
      if (next === 0) name = graphName;
    }
    return name;
  }

  private skimSubgraph(task: Task): string {
    const id = this.builder.beginSubgraph(task.description);
    const { ownerNode, ownerAttribute, kind } = task.description;
    if (kind === 'body') this.index.addBody(ownerNode, ownerAttribute, id);
    this.index.subgraphParts[id] = task.parts;
    this.nodeField = 0;
    this.initializerNames = new Set();
    this.valueInfoNames = new Set();
    let name = task.description.name;
    for (const { offset, length } of task.parts) {
      this.cursor.seek(offset);
      name = this.skimFields(offset + length, task, id) ?? name;
    }
    this.builder.finishSubgraph(name);
    return name;
  }

  /** Reads one part of a graph or function; returns its name when the part holds one. */
  private skimFields(end: number, task: Task, id: SubgraphId): string | undefined {
    const { cursor } = this;
    const isFunction = task.description.kind === 'function';
    const tags = isFunction ? FUNCTION_TAGS : GRAPH_TAGS;
    let name: string | undefined;
    while (cursor.more(end)) {
      const tag = cursor.tag();
      if (tag === tags.node) this.skimNode(tag, end, task, id);
      else if (tag === tags.valueInfo) this.skimValueInfo(tag, end);
      else if (isFunction) this.skimFunctionField(tag, end);
      else if (tag === GRAPH.name) name = cursor.text(cursor.fieldEnd(end));
      else this.skimGraphField(tag, end);
    }
    return name;
  }

  private skimFunctionField(tag: number, end: number): void {
    const { cursor, builder } = this;
    const isValue = tag === FUNCTION.input || tag === FUNCTION.output;
    if (!isValue || !this.meter.take('interfaceValues')) cursor.skipRun(tag, end);
    else if (tag === FUNCTION.input) builder.addInput(cursor.text(cursor.fieldEnd(end)), undefined);
    else builder.addOutput(cursor.text(cursor.fieldEnd(end)));
  }

  private skimGraphField(tag: number, end: number): void {
    const { cursor, builder } = this;
    switch (tag) {
      case GRAPH.initializer:
      case GRAPH.sparseInitializer:
        this.skimInitializer(tag, end);
        break;
      case GRAPH.input: {
        const value = this.declaredValue(tag, end, 'interfaceValues');
        if (value !== undefined) builder.addInput(value.name, value.type);
        break;
      }
      case GRAPH.output: {
        const value = this.declaredValue(tag, end, 'interfaceValues');
        if (value !== undefined) builder.addOutput(value.name, value.type);
        break;
      }
      default:
        cursor.skipRun(tag, end);
    }
  }

  private skimValueInfo(tag: number, end: number): void {
    const value = this.declaredValue(tag, end, 'valueInfos');
    if (value === undefined) return;
    const { name, type } = value;
    const known = this.valueInfoNames.size;
    if (this.valueInfoNames.add(name).size === known)
      this.problems.addFor(name, 'warning', 'duplicate-name', 'The type of a tensor is declared twice.');
    this.builder.declareType(name, type);
  }

  /** A declared value as far as the budget allows. */
  private declaredValue(tag: number, end: number, kind: 'interfaceValues' | 'valueInfos'): DeclaredValue | undefined {
    const { cursor } = this;
    this.foresee(this.meter.counter(kind), tag, end);
    if (!this.meter.take(kind)) {
      cursor.skipRun(tag, end);
      return undefined;
    }
    const value = skimValueInfo(cursor, cursor.fieldEnd(end), this.meter);
    if (value.fault !== undefined)
      this.problems.addFor(value.name, 'error', value.fault, 'The declared type of a tensor cannot be read; it is shown as unknown.');
    return value;
  }

  private skimInitializer(tag: number, end: number): void {
    const { cursor, weights } = this;
    this.foresee(this.meter.counter('initializers'), tag, end);
    if (!this.meter.take('initializers')) {
      cursor.skipRun(tag, end);
      return;
    }
    const { weightDims } = this.attributeBudgets;
    if (tag === GRAPH.initializer) {
      const header = skimTensor(cursor, cursor.fieldEnd(end), weightDims);
      this.addInitializer(header.name, weights.makeWeight(header, header.name));
    } else {
      const header = skimSparseTensor(cursor, cursor.fieldEnd(end), weightDims);
      const name = header.values?.name ?? '';
      this.addInitializer(name, weights.makeSparseWeight(header, name));
    }
  }

  /** Looks once how long a list is that may be too long: what would be read until its budget is used up would be read in vain. */
  private foresee(budget: BudgetCounter, tag: number, end: number): void {
    if (budget.isAtBeginning) budget.foresee(this.cursor.runLength(tag, end));
  }

  private addInitializer(name: string, weight: Parameters<GraphBuilder['addInitializer']>[1]): void {
    const known = this.initializerNames.size;
    if (this.initializerNames.add(name).size === known)
      this.problems.addFor(name, 'error', 'duplicate-name', 'Several weights have the same name.');
    this.builder.addInitializer(name, weight);
  }

  private skimNode(tag: number, graphEnd: number, task: Task, id: SubgraphId): void {
    const { cursor } = this;
    this.foresee(this.nodes, tag, graphEnd);
    if (!this.nodes.take()) {
      cursor.skipRun(tag, graphEnd);
      return;
    }
    const end = cursor.fieldEnd(graphEnd);
    const offset = cursor.position;
    const sourceIndex = this.nodeField++;
    const { node, attributeBudgets: budgets } = this;
    const attributes = Math.min(BUDGET.attributesPerNode, this.attributes.left);
    skimNode(cursor, end, node, { names: BUDGET.inputsPerNode, attributes, budgets });
    this.trim(node);
    const added = this.builder.addHashedNode(node.name, node.op, node.domain, node.inputs, node.outputs, sourceIndex);
    this.index.addNode(added, { offset, length: end - offset });
    if (node.attributeCount > attributes) this.index.attributeLimits.set(added, attributes);
    if (node.overload !== '') this.index.overloads.set(added, node.overload);
    if (node.attributes.length > 0) this.noteAttributes(added, node, task.depth, id);
  }

  /** Keeps a node within the budgets. */
  private trim(node: NodeHeader): void {
    if (node.attributeCount > 0) {
      this.meter.allows('attributesPerNode', node.attributeCount);
      this.attributes.take(node.attributeCount);
    }
    node.inputs.length = this.allowedNames(node.inputs.length);
    node.outputs.length = this.allowedNames(node.outputs.length);
  }

  private allowedNames(count: number): number {
    const most = count > BUDGET.inputsPerNode && !this.meter.allows('inputsPerNode', count) ? BUDGET.inputsPerNode : count;
    return this.connections.take(most) ? most : 0;
  }

  private noteAttributes(node: NodeId, { name, op, domain, outputs, attributes }: NodeHeader, depth: number, scope: SubgraphId): void {
    const isConstant = op === 'Constant' && (domain === '' || domain === 'ai.onnx');
    const output = outputs.length > 0 ? (outputs.names[0] ?? '') : '';
    const subject = name !== '' ? name : output !== '' ? output : op;
    for (const attribute of attributes) {
      if (isConstant) this.noteConstant(node, attribute, output);
      else
        for (const tensor of [attribute.tensor, ...attribute.tensors])
          if (tensor?.isExternal === true) this.weights.makeWeight(tensor, subject);
      const bodies =
        attribute.graph.length > 0 ? [attribute.graph, ...attribute.graphs.map(range => [range])] : attribute.graphs.map(range => [range]);
      const description = { ownerNode: node, ownerAttribute: attribute.name, parent: scope };
      for (const parts of bodies) this.addBody(description, parts, depth + 1, subject);
    }
  }

  private noteConstant(node: NodeId, attribute: AttributeHeader, output: string): void {
    if (attribute.tensor === undefined && attribute.sparse === undefined && !this.meter.take('constantBytes', attribute.message.length))
      return;
    const resume = this.cursor.position;
    const weight = constantWeight(this.cursor, attribute, this.weights, output);
    this.cursor.seek(resume);
    if (weight === undefined || output === '') return;
    const tensor: TensorId = this.builder.setConstant(output, weight);
    if (attribute.name === 'value') this.index.constants.set(node, { weight, tensor });
  }

  private addBody(description: BodyDescription, parts: readonly ByteRange[], depth: number, subject: string): void {
    if (!this.meter.allows('subgraphDepth', depth) || !this.meter.take('subgraphs')) {
      this.problems.addFor(subject, 'warning', 'too-deep', `The body ${quoteName(description.ownerAttribute)} of a node is not shown.`);
      return;
    }
    this.add({ ...description, kind: 'body', name: '' }, parts, depth);
  }
}
