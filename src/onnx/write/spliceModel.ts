import type { Graph, ModelFacts, Subgraph } from '../../shared/graph/graph';
import { mainGraph } from '../../shared/graph/traversal';
import { onnx } from '../generated/onnx';
import type { OnnxModel } from '../openModel';
import { skimEntry } from '../skim/skimTensor';
import { MODEL } from '../wire/fields';
import { WireCursor } from '../wire/wireCursor';
import { encodeMessage } from './exactWriter';
import { opsetDomain, opsetField } from './opsetField';
import { mergeCopies, wrapField, type Segment } from './segment';
import { ScopeSplicer } from './scopeSplicer';
import { spliceMessage, type FieldFate, type SourceField } from './spliceMessage';
import { wrapUnlessSame } from './wrapUnlessSame';

/** The file of an edited graph: what did not change is copied from the source byte for byte. */
export function spliceModel(source: OnnxModel, graph: Graph): readonly Segment[] {
  return new ModelSplicer(source, graph).splice();
}

class ModelSplicer {
  private readonly cursor: WireCursor;
  private readonly graphs: (readonly Segment[])[];
  private readonly written = { irVersion: false, opsets: new Set<string>(), metadata: new Set<string>() };
  /** What became of each function of the source, in their order; `undefined` where it is gone. */
  private readonly functions: (Subgraph | undefined)[];
  private readonly scopes: ScopeSplicer;
  private readonly before: ModelFacts;
  private readonly after: ModelFacts;

  constructor(
    private readonly source: OnnxModel,
    graph: Graph,
  ) {
    this.cursor = new WireCursor(source.source);
    this.scopes = new ScopeSplicer(this.cursor, source, graph);
    this.graphs = [...this.scopes.splice(mainGraph(graph))];
    const bySource = new Map(graph.subgraphs.map(scope => [scope.sourceId, scope]));
    this.functions = source.graph.subgraphs.filter(({ kind }) => kind === 'function').map(({ sourceId }) => bySource.get(sourceId));
    this.before = source.graph.facts;
    this.after = graph.facts;
  }

  splice(): readonly Segment[] {
    const whole = { offset: 0, length: this.source.byteLength };
    const kept = spliceMessage(this.cursor, whole, field => this.decide(field));
    return mergeCopies([...kept, ...this.rest()]);
  }

  private decide(field: SourceField): FieldFate {
    switch (field.tag) {
      case MODEL.graph:
        return wrapUnlessSame(field, this.graphs.shift() ?? []);
      case MODEL.functions:
        return this.functionField(field);
      case MODEL.irVersion:
        return this.before.irVersion === this.after.irVersion ? 'keep' : this.irVersion();
      case MODEL.opsetImport:
        return this.opset(field);
      case MODEL.metadataProps:
        return this.metadata(field);
      default:
        return 'keep';
    }
  }

  /** Functions that were too much to read are kept. */
  private functionField(field: SourceField): FieldFate {
    if (this.functions.length === 0) return 'keep';
    const scope = this.functions.shift();
    return scope === undefined ? [] : wrapUnlessSame(field, this.scopes.splice(scope).flat());
  }

  private irVersion(): readonly Segment[] {
    if (this.written.irVersion) return [];
    this.written.irVersion = true;
    return [encodeMessage(onnx.ModelProto, { irVersion: this.after.irVersion })];
  }

  private opset(field: SourceField): FieldFate {
    const domain = opsetDomain(this.cursor, field);
    this.written.opsets.add(domain);
    return opsetField(this.cursor, field, domain, this.before.opsets, this.after.opsets);
  }

  private metadata({ value }: SourceField): FieldFate {
    this.cursor.seek(value.offset);
    const [key] = skimEntry(this.cursor, value.offset + value.length);
    const wasWritten = this.written.metadata.has(key);
    this.written.metadata.add(key);
    if (this.after.metadata.get(key) === this.before.metadata.get(key)) return 'keep';
    return wasWritten ? [] : this.metadataField(key);
  }

  private metadataField(key: string): readonly Segment[] {
    const value = this.after.metadata.get(key);
    return value === undefined ? [] : wrapField(MODEL.metadataProps, [encodeMessage(onnx.StringStringEntryProto, { key, value })]);
  }

  private rest(): readonly Segment[] {
    const { before, after, written } = this;
    const irVersion = before.irVersion === after.irVersion ? [] : this.irVersion();
    const opsets = [...after.opsets].filter(([domain]) => !written.opsets.has(domain));
    const keys = [...after.metadata.keys()].filter(key => !written.metadata.has(key));
    return [
      ...irVersion,
      ...opsets.flatMap(([domain, version]) => wrapField(MODEL.opsetImport, [encodeMessage(onnx.OperatorSetIdProto, { domain, version })])),
      ...keys.flatMap(key => this.metadataField(key)),
    ];
  }
}
