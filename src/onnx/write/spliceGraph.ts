import type { ValueType } from '../../shared/graph/attribute';
import { NONE, type Graph, type TensorId } from '../../shared/graph/graph';
import { mainGraph, tensorByName } from '../../shared/graph/traversal';
import type { Weight } from '../../shared/graph/weight';
import type { ByteRange } from '../byteSource';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { GRAPH, VALUE_INFO } from '../wire/fields';
import { soundOr } from '../wire/soundOr';
import { skimSparseTensor, skimTensor } from '../skim/skimTensor';
import type { AttributeSource } from './attributeSegments';
import { nodeSegments } from './nodeSegments';
import { sameType } from './sameType';
import { modelSegment, wrapField, type Segment } from './segment';
import { spliceMessage, type FieldFate, type SourceField } from './spliceMessage';
import { tensorSegments } from './tensorSegments';
import { newValueInfo, retypedValueInfo } from './valueInfoSegments';

function namesOf(graph: Graph, tensors: readonly TensorId[]): readonly string[] {
  return tensors.map(tensor => graph.tensors.names[tensor] ?? '');
}

function endsOf(graph: Graph): ReadonlySet<string> {
  const { inputs, outputs } = mainGraph(graph);
  return new Set(namesOf(graph, [...inputs, ...outputs]));
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}

/**
 * The main graph of a file with the edits of another graph in it. Messages that did not change are copied byte for byte and stay where they
 * are; when the list of nodes, inputs or outputs changed, the whole list stands where its first member stood.
 */
export class GraphSplicer {
  private readonly done = new Set<string>();
  private readonly nodeRanges: ByteRange[] = [];
  private readonly nodesChanged: boolean;
  private readonly inputsChanged: boolean;
  private readonly outputsChanged: boolean;
  private readonly endsBefore: ReadonlySet<string>;
  private readonly endsAfter: ReadonlySet<string>;
  private readonly fieldCounts = { input: 0, output: 0 };
  private readonly valueRanges = { input: new Map<string, SourceField>(), output: new Map<string, SourceField>() };

  constructor(
    private readonly source: AttributeSource,
    private readonly before: Graph,
    private readonly after: Graph,
    private readonly parts: readonly ByteRange[],
  ) {
    const { nodeCount } = mainGraph(after);
    const kept = after.nodes.sourceIndex.subarray(0, nodeCount);
    this.endsBefore = endsOf(before);
    this.endsAfter = endsOf(after);
    this.nodesChanged = nodeCount !== mainGraph(before).nodeCount || kept.some((index, node) => index !== node);
    this.inputsChanged = !isSameList(namesOf(before, mainGraph(before).inputs), namesOf(after, mainGraph(after).inputs));
    this.outputsChanged = !isSameList(namesOf(before, mainGraph(before).outputs), namesOf(after, mainGraph(after).outputs));
  }

  /** The content of every `graph` field of the new file; their concatenation is one GraphProto, as it was in the source. */
  splice(): readonly (readonly Segment[])[] {
    for (const part of this.parts) spliceMessage(this.source.cursor, part, field => this.note(field));
    this.assertAllRead();
    const spliced = this.parts.map(part => spliceMessage(this.source.cursor, part, field => this.decide(field)));
    return spliced.map((segments, index) => (index === spliced.length - 1 ? [...segments, ...this.rest()] : segments));
  }

  /** A list that is written anew must not lose what was too much to read. */
  private assertAllRead(): void {
    const { nodeCount, inputs, outputs } = mainGraph(this.before);
    const isWhole =
      (!this.nodesChanged || this.nodeRanges.length === nodeCount) &&
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
    if (field.tag === GRAPH.node) this.nodeRanges.push(field.whole);
    else if (field.tag === GRAPH.input) this.noteValue('input', field);
    else if (field.tag === GRAPH.output) this.noteValue('output', field);
    return 'keep';
  }

  private noteValue(list: 'input' | 'output', field: SourceField): void {
    this.fieldCounts[list]++;
    this.valueRanges[list].set(this.nameIn(field), field);
  }

  private decide(field: SourceField): FieldFate {
    switch (field.tag) {
      case GRAPH.node:
        return this.nodesChanged ? this.once('nodes', () => this.nodes()) : 'keep';
      case GRAPH.initializer:
      case GRAPH.sparseInitializer:
        return this.initializer(field);
      case GRAPH.input:
        return this.inputsChanged ? this.once('inputs', () => this.inputs()) : this.value(field);
      case GRAPH.output:
        return this.outputsChanged ? this.once('outputs', () => this.outputs()) : this.value(field);
      case GRAPH.valueInfo:
        return this.valueInfo(field);
      case GRAPH.quantizationAnnotation:
        return this.isGone(soundOr(() => this.nameIn(field), '')) ? [] : 'keep';
      default:
        return 'keep';
    }
  }

  /** What the source had no place for. */
  private rest(): readonly Segment[] {
    const { after } = this;
    const lists = [
      ...(this.nodesChanged ? this.once('nodes', () => this.nodes()) : []),
      ...(this.inputsChanged ? this.once('inputs', () => this.inputs()) : []),
      ...(this.outputsChanged ? this.once('outputs', () => this.outputs()) : []),
    ];
    return [...lists, ...this.newInitializers(after), ...this.newTypes(after)];
  }

  private once(what: string, make: () => readonly Segment[]): readonly Segment[] {
    if (this.done.has(what)) return [];
    this.done.add(what);
    return make();
  }

  private nodes(): readonly Segment[] {
    const { after, source, nodeRanges } = this;
    const { firstNode, nodeCount } = mainGraph(after);
    return Array.from({ length: nodeCount }, (_, index) => firstNode + index).flatMap(node => {
      const range = nodeRanges[after.nodes.sourceIndex[node] ?? NONE];
      return range === undefined ? wrapField(GRAPH.node, nodeSegments(source, node)) : [modelSegment(range)];
    });
  }

  private inputs(): readonly Segment[] {
    return this.values(GRAPH.input, mainGraph(this.after).inputs, this.valueRanges.input);
  }

  private outputs(): readonly Segment[] {
    return this.values(GRAPH.output, mainGraph(this.after).outputs, this.valueRanges.output);
  }

  private values(tag: number, tensors: readonly TensorId[], ranges: ReadonlyMap<string, SourceField>): readonly Segment[] {
    return namesOf(this.after, tensors).flatMap(name => {
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

  private newInitializers(after: Graph): readonly Segment[] {
    const { names, weights, isInitializer } = after.tensors;
    return this.ownTensors(after).flatMap(tensor => {
      const weight = weights[tensor];
      const name = names[tensor] ?? '';
      if (weight === undefined || isInitializer[tensor] !== 1) return [];
      return this.once(`initializer ${name}`, () => wrapField(GRAPH.initializer, tensorSegments(this.source, weight, name)));
    });
  }

  /** Types that edits declared for inner tensors. */
  private newTypes(after: Graph): readonly Segment[] {
    const { names, declaredTypes, weights } = after.tensors;
    const main = mainGraph(after);
    const ends = new Set([...main.inputs, ...main.outputs]);
    return this.ownTensors(after).flatMap(tensor => {
      const type = declaredTypes[tensor];
      const name = names[tensor] ?? '';
      const isInner = type !== undefined && !ends.has(tensor) && weights[tensor] === undefined;
      if (!isInner || (!this.endsBefore.has(name) && sameType(type, this.typeIn(this.before, name)))) return [];
      return this.once(`type ${name}`, () => wrapField(GRAPH.valueInfo, [newValueInfo(name, type)]));
    });
  }

  private ownTensors(graph: Graph): readonly TensorId[] {
    const { id } = mainGraph(graph);
    const own: TensorId[] = [];
    for (let tensor = 0; tensor < graph.tensors.count; tensor++) if (graph.tensors.subgraphs[tensor] === id) own.push(tensor);
    return own;
  }

  private typeIn(graph: Graph, name: string): ValueType | undefined {
    return graph.tensors.declaredTypes[tensorByName(graph, name)];
  }

  private initializerIn(graph: Graph, name: string): Weight | undefined {
    const tensor = tensorByName(graph, name);
    return graph.tensors.isInitializer[tensor] === 1 ? graph.tensors.weights[tensor] : undefined;
  }

  /** Whether an edit removed a tensor that the source had. */
  private isGone(name: string): boolean {
    return tensorByName(this.after, name) === NONE && tensorByName(this.before, name) !== NONE;
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
      else cursor.skip(tag, end);
    }
    return name;
  }
}
