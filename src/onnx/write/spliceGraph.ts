import type { ValueType } from '../../shared/graph/attribute';
import { NONE, type Graph, type Subgraph, type TensorId } from '../../shared/graph/graph';
import { tensorByName } from '../../shared/graph/traversal';
import type { Weight } from '../../shared/graph/weight';
import type { ByteRange } from '../byteSource';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { FUNCTION, GRAPH, VALUE_INFO } from '../wire/fields';
import { soundOr } from '../wire/soundOr';
import { skimSparseTensor, skimTensor } from '../skim/skimTensor';
import type { AttributeSource } from './attributeSegments';
import { nodeSegments } from './nodeSegments';
import { sameType } from './sameType';
import { opsetDomain, opsetField } from './opsetField';
import { modelSegment, wrapField, type Segment } from './segment';
import { spliceBodies } from './spliceBodies';
import { spliceMessage, type FieldFate, type SourceField } from './spliceMessage';
import { tensorSegments } from './tensorSegments';
import { newValueInfo, retypedValueInfo } from './valueInfoSegments';
import { wrapUnlessSame } from './wrapUnlessSame';

function namesOf(graph: Graph, tensors: readonly TensorId[]): readonly string[] {
  return tensors.map(tensor => graph.tensors.names[tensor] ?? '');
}

function endsOf({ graph, scope }: ScopeOf): ReadonlySet<string> {
  return new Set(namesOf(graph, [...scope.inputs, ...scope.outputs]));
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}

/** Stored tensors of a scope that no node makes. */
function initializersOf({ graph, scope }: ScopeOf): ReadonlyMap<string, Weight | undefined> {
  const { names, weights, isInitializer, subgraphs } = graph.tensors;
  const initializers = new Map<string, Weight | undefined>();
  for (let tensor = 0; tensor < graph.tensors.count; tensor++)
    if (isInitializer[tensor] === 1 && subgraphs[tensor] === scope.id) initializers.set(names[tensor] ?? '', weights[tensor]);
  return initializers;
}

function isSameMap<T>(a: ReadonlyMap<string, T>, b: ReadonlyMap<string, T>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) if (b.get(key) !== value) return false;
  return true;
}

/** The main graph, a body or a function of a graph. */
interface ScopeOf {
  readonly graph: Graph;
  readonly scope: Subgraph;
}

/**
 * A graph or function of a file with the edits of another graph in it. Messages that did not change are copied byte for byte and stay where they
 * are; when the list of nodes, inputs or outputs changed, the whole list stands where its first member stood.
 */
export class GraphSplicer {
  private readonly done = new Set<string>();
  private nextNode = 0;
  private readonly nodeFields: SourceField[] = [];
  private readonly nodesChanged: boolean;
  private readonly inputsChanged: boolean;
  private readonly outputsChanged: boolean;
  private readonly initializersChanged: boolean;
  private readonly endsBefore: ReadonlySet<string>;
  private readonly endsAfter: ReadonlySet<string>;
  private readonly fieldCounts = { input: 0, output: 0 };
  private readonly valueRanges = { input: new Map<string, SourceField>(), output: new Map<string, SourceField>() };

  /** Of the fields that graphs and functions share under different numbers. */
  private readonly tags: { readonly node: number; readonly valueInfo: number };

  /** `parts`: messages of the scope in the source, which are merged as protobuf asks. */
  constructor(
    private readonly source: AttributeSource,
    private readonly before: ScopeOf,
    private readonly after: ScopeOf,
    private readonly parts: readonly ByteRange[],
  ) {
    const { firstNode, nodeCount, kind } = after.scope;
    const kept = after.graph.nodes.sourceIndex.subarray(firstNode, firstNode + nodeCount);
    this.tags = kind === 'function' ? FUNCTION : GRAPH;
    this.endsBefore = endsOf(before);
    this.endsAfter = endsOf(after);
    this.nodesChanged = nodeCount !== before.scope.nodeCount || kept.some((index, position) => index !== position);
    const isSame = (list: 'inputs' | 'outputs'): boolean =>
      isSameList(namesOf(before.graph, before.scope[list]), namesOf(after.graph, after.scope[list]));
    this.inputsChanged = !isSame('inputs');
    this.outputsChanged = !isSame('outputs');
    this.initializersChanged = !isSameMap(initializersOf(before), initializersOf(after));
  }

  /** The content of every message of the scope in the new file; their concatenation is one GraphProto or FunctionProto, as it was in the source. */
  splice(): readonly (readonly Segment[])[] {
    if (this.nodesChanged || this.inputsChanged || this.outputsChanged) {
      for (const part of this.parts) spliceMessage(this.source.cursor, part, field => this.note(field));
      this.assertAllRead();
    }
    const spliced = this.parts.map(part => spliceMessage(this.source.cursor, part, field => this.decide(field)));
    return spliced.map((segments, index) => (index === spliced.length - 1 ? [...segments, ...this.rest()] : segments));
  }

  /** A list that is written anew must not lose what was too much to read. */
  private assertAllRead(): void {
    const { nodeCount, inputs, outputs } = this.before.scope;
    const isWhole =
      (!this.nodesChanged || this.nodeFields.length === nodeCount) &&
      (!this.inputsChanged || this.fieldCounts.input === inputs.length) &&
      (!this.outputsChanged || this.fieldCounts.output === outputs.length);
    if (isWhole) return;
    const { name: file } = this.source.cursor.source;
    throw new LayerwiseError('too-many', `${file} has more nodes, inputs or outputs than are read, so it can be copied, but not changed.`, {
      file,
    });
  }

  /** First pass: where the members of lists are, which may have to move. */
  private note(field: SourceField): FieldFate {
    if (field.tag === this.tags.node) this.nodeFields.push(field);
    else if (this.isFunction) return 'keep';
    else if (field.tag === GRAPH.input) this.noteValue('input', field);
    else if (field.tag === GRAPH.output) this.noteValue('output', field);
    return 'keep';
  }

  private noteValue(list: 'input' | 'output', field: SourceField): void {
    this.fieldCounts[list]++;
    this.valueRanges[list].set(this.nameIn(field), field);
  }

  private get isFunction(): boolean {
    return this.after.scope.kind === 'function';
  }

  private decide(field: SourceField): FieldFate {
    if (field.tag === this.tags.node)
      return this.nodesChanged ? this.once('nodes', () => this.nodes()) : this.keptNode(field, this.nextNode++);
    if (field.tag === this.tags.valueInfo) return this.valueInfo(field);
    return this.isFunction ? this.functionField(field) : this.graphField(field);
  }

  private functionField(field: SourceField): FieldFate {
    if (field.tag !== FUNCTION.opsetImport) return 'keep';
    const { cursor } = this.source;
    return opsetField(cursor, field, opsetDomain(cursor, field), this.before.scope.functionOpsets, this.after.scope.functionOpsets);
  }

  /** What a function has not. */
  private graphField(field: SourceField): FieldFate {
    switch (field.tag) {
      case GRAPH.initializer:
      case GRAPH.sparseInitializer:
        return this.initializersChanged ? this.initializer(field) : 'keep';
      case GRAPH.input:
        return this.inputsChanged ? this.once('inputs', () => this.inputs()) : this.value(field);
      case GRAPH.output:
        return this.outputsChanged ? this.once('outputs', () => this.outputs()) : this.value(field);
      case GRAPH.quantizationAnnotation:
        return this.isGone(soundOr(() => this.nameIn(field), '')) ? [] : 'keep';
      default:
        return 'keep';
    }
  }

  /** What the source had no place for. */
  private rest(): readonly Segment[] {
    const lists = [
      ...(this.nodesChanged ? this.once('nodes', () => this.nodes()) : []),
      ...(this.inputsChanged ? this.once('inputs', () => this.inputs()) : []),
      ...(this.outputsChanged ? this.once('outputs', () => this.outputs()) : []),
    ];
    return this.isFunction ? lists : [...lists, ...this.newInitializers(), ...this.newTypes()];
  }

  private once(what: string, make: () => readonly Segment[]): readonly Segment[] {
    if (this.done.has(what)) return [];
    this.done.add(what);
    return make();
  }

  private nodes(): readonly Segment[] {
    const { after, source, nodeFields } = this;
    const { firstNode, nodeCount } = after.scope;
    return Array.from({ length: nodeCount }, (_, position) => position).flatMap(position => {
      const node = firstNode + position;
      const field = nodeFields[after.graph.nodes.sourceIndex[node] ?? NONE];
      if (field === undefined) return wrapField(this.tags.node, nodeSegments(source, node));
      const fate = this.keptNode(field, position);
      return fate === 'keep' ? [modelSegment(field.whole)] : fate;
    });
  }

  /** A node that is as it was, but for what edits changed in its bodies. */
  private keptNode(field: SourceField, position: number): FieldFate {
    const node = this.after.scope.firstNode + position;
    const bodies = this.source.editedBodies(node);
    return bodies.size === 0 ? 'keep' : wrapUnlessSame(field, spliceBodies(this.source.cursor, field.value, bodies));
  }

  private inputs(): readonly Segment[] {
    return this.values(GRAPH.input, this.after.scope.inputs, this.valueRanges.input);
  }

  private outputs(): readonly Segment[] {
    return this.values(GRAPH.output, this.after.scope.outputs, this.valueRanges.output);
  }

  private values(tag: number, tensors: readonly TensorId[], ranges: ReadonlyMap<string, SourceField>): readonly Segment[] {
    return namesOf(this.after.graph, tensors).flatMap(name => {
      const field = ranges.get(name);
      if (field === undefined) return wrapField(tag, [newValueInfo(name, this.typeIn(this.after, name))]);
      const fate = this.value(field);
      return fate === 'keep' ? [modelSegment(field.whole)] : fate;
    });
  }

  /** An input or output that stays, perhaps with another type. */
  private value(field: SourceField): FieldFate {
    const name = this.nameIn(field);
    const type = this.typeIn(this.after, name);
    if (type === undefined || sameType(type, this.typeIn(this.before, name))) return 'keep';
    return wrapField(field.tag, retypedValueInfo(this.source.cursor, field.value, type));
  }

  private valueInfo(field: SourceField): FieldFate {
    const name = this.nameIn(field);
    const [before, after] = [this.typeIn(this.before, name), this.typeIn(this.after, name)];
    if (this.isGone(name) || this.isNewEnd(name)) return [];
    this.done.add(`type ${name}`);
    if (sameType(before, after)) return 'keep';
    return after === undefined ? [] : wrapField(field.tag, retypedValueInfo(this.source.cursor, field.value, after));
  }

  private initializer(field: SourceField): FieldFate {
    const { cursor } = this.source;
    cursor.seek(field.value.offset);
    const end = field.value.offset + field.value.length;
    const name = field.tag === GRAPH.initializer ? skimTensor(cursor, end).name : (skimSparseTensor(cursor, end).values?.name ?? '');
    const [before, after] = [this.initializerIn(this.before, name), this.initializerIn(this.after, name)];
    const key = `initializer ${name}`;
    if (after === before) {
      this.done.add(key);
      return 'keep';
    }
    if (after === undefined) return [];
    return this.once(key, () => wrapField(GRAPH.initializer, tensorSegments(this.source, after, name)));
  }

  private newInitializers(): readonly Segment[] {
    if (!this.initializersChanged) return [];
    const { names, weights, isInitializer } = this.after.graph.tensors;
    return this.ownTensors().flatMap(tensor => {
      const weight = weights[tensor];
      const name = names[tensor] ?? '';
      if (weight === undefined || isInitializer[tensor] !== 1) return [];
      return this.once(`initializer ${name}`, () => wrapField(GRAPH.initializer, tensorSegments(this.source, weight, name)));
    });
  }

  /** Types that edits declared for inner tensors. */
  private newTypes(): readonly Segment[] {
    const { graph, scope } = this.after;
    const { names, declaredTypes, weights } = graph.tensors;
    const ends = new Set([...scope.inputs, ...scope.outputs]);
    return this.ownTensors().flatMap(tensor => {
      const type = declaredTypes[tensor];
      const name = names[tensor] ?? '';
      const isInner = type !== undefined && !ends.has(tensor) && weights[tensor] === undefined;
      if (!isInner || (!this.endsBefore.has(name) && sameType(type, this.typeIn(this.before, name)))) return [];
      return this.once(`type ${name}`, () => wrapField(GRAPH.valueInfo, [newValueInfo(name, type)]));
    });
  }

  private ownTensors(): readonly TensorId[] {
    const { graph, scope } = this.after;
    const own: TensorId[] = [];
    for (let tensor = 0; tensor < graph.tensors.count; tensor++) if (graph.tensors.subgraphs[tensor] === scope.id) own.push(tensor);
    return own;
  }

  private typeIn({ graph, scope }: ScopeOf, name: string): ValueType | undefined {
    return graph.tensors.declaredTypes[tensorByName(graph, name, scope.id)];
  }

  private initializerIn({ graph, scope }: ScopeOf, name: string): Weight | undefined {
    const tensor = tensorByName(graph, name, scope.id);
    return graph.tensors.isInitializer[tensor] === 1 ? graph.tensors.weights[tensor] : undefined;
  }

  /** Whether an edit removed a tensor that the source had. */
  private isGone(name: string): boolean {
    const isIn = ({ graph, scope }: ScopeOf): boolean => tensorByName(graph, name, scope.id) !== NONE;
    return !isIn(this.after) && isIn(this.before);
  }

  /** Whether an edit made an inner tensor an input or output, which says its type itself. */
  private isNewEnd(name: string): boolean {
    return this.endsAfter.has(name) && !this.endsBefore.has(name);
  }

  /** Name in a message whose first field it is: ValueInfoProto, TensorAnnotation. The last one counts, as protobuf asks. */
  private nameIn({ value }: SourceField): string {
    const { cursor } = this.source;
    const end = value.offset + value.length;
    let name = '';
    cursor.seek(value.offset);
    while (cursor.more(end)) {
      const tag = cursor.tag();
      if (tag === VALUE_INFO.name) name = cursor.text(cursor.fieldEnd(end));
      else cursor.skipRun(tag, end);
    }
    return name;
  }
}
