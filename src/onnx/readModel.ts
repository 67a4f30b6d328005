import { once } from '../shared/base/once';
import { NONE, type Graph, type ModelFacts, type NodeId } from '../shared/graph/graph';
import { GraphBuilder } from '../shared/graph/graphBuilder';
import { keptAttributes } from '../shared/graph/keptAttributes';
import { LayerwiseError } from '../shared/report/layerwiseError';
import type { ModelToken } from '../shared/report/modelToken';
import type { ByteSource } from './byteSource';
import { checkFields } from './checks/checkFields';
import type { ExternalStore } from './externalData/externalStore';
import type { OnnxModel } from './openModel';
import { ProblemList, quoteName } from './problemList';
import { readAttributes, readDefaults, readNodeMetadata, type AttributeContext } from './readAttributes';
import { sha256OfText } from './files/sha256';
import { readProvenance } from './lineage';
import { recognizeFormat } from './recognizeFormat';
import { BudgetMeter, TooLargeModel } from './skim/budgetMeter';
import { describeFunction } from './skim/describeFunction';
import { GraphSkimmer } from './skim/graphSkimmer';
import type { ModelFields } from './skim/modelFields';
import { skimModel } from './skim/skimModel';
import { skimUnshown } from './skim/skimUnshown';
import { SourceIndex } from './skim/sourceIndex';
import { WeightMaker } from './skim/weightMaker';
import { WeightReader } from './tensors/weightReader';
import { decodeText } from './wire/decodeText';
import { WireCursor } from './wire/wireCursor';

const LARGEST_SIDE_BYTES = 64 << 20;

/** Makes the token of what was read when it is first asked for: hashing takes about as long as a quarter of the reading. */
export type MakeToken = (graph: Graph, dataState: string) => ModelToken;

/** Reads a model from any source. Throws `LayerwiseError` for what is not a model. */
export function readModel(source: ByteSource, external: ExternalStore, makeToken: MakeToken): OnnxModel {
  if (source.byteLength === 0) {
    throw new LayerwiseError('empty-file', `${source.name} is empty. Get the file again or export it anew.`, { file: source.name });
  }
  try {
    return readWhole(source, external, makeToken);
  } catch (error) {
    const known = error instanceof LayerwiseError && error.reason !== 'io' ? recognizeFormat(source) : undefined;
    throw known ?? error;
  }
}

/** The whole model, or the beginning of one that is too large. */
function readWhole(source: ByteSource, external: ExternalStore, makeToken: MakeToken): OnnxModel {
  try {
    return new ModelReading(source, external).read(makeToken);
  } catch (error) {
    if (!(error instanceof TooLargeModel)) throw error;
    return new ModelReading(source, external, error).read(makeToken);
  }
}

/** One reading of a model, from its bytes to the flat graph. */
class ModelReading {
  private readonly problems = new ProblemList();
  private readonly meter: BudgetMeter;
  private readonly cursor: WireCursor;
  private readonly builder = new GraphBuilder();
  private readonly index = new SourceIndex();
  private readonly weights: WeightMaker;
  private provenanceFile: OnnxModel['provenanceFile'];

  constructor(
    private readonly source: ByteSource,
    private readonly external: ExternalStore,
    /** Why only the beginning is read. */
    excess?: TooLargeModel,
  ) {
    this.meter = new BudgetMeter(this.problems, excess !== undefined);
    if (excess !== undefined) this.problems.add({ severity: 'error', reason: 'too-many', message: excess.message });
    this.cursor = new WireCursor(source);
    this.weights = new WeightMaker(external, this.problems, this.meter);
  }

  read(makeToken: MakeToken): OnnxModel {
    const { source, external, index, weights, problems } = this;
    this.cursor.textBytesLeft = this.meter.most('nameBytes');
    this.cursor.countsFields = true;
    const fields = skimModel(this.cursor, this.meter);
    if (fields.graph.length === 0) {
      throw new LayerwiseError('not-a-model', `${source.name} is not an ONNX model: it holds no graph. Name another file.`, {
        file: source.name,
      });
    }
    const graph = this.readGraph(fields);
    for (const training of fields.training) skimUnshown(this.cursor, training, 'training', weights, this.meter);
    if (this.cursor.leavesTextsOut) this.meter.allows('nameBytes', Infinity);
    if (this.cursor.leavesLongTextOut) this.meter.allows('textBytes', Infinity);
    this.cursor.textBytesLeft = Infinity;
    this.cursor.countsFields = false;
    this.reportText();
    checkFields(fields, problems);
    const dataState = external.state();
    const token = once(() => makeToken(graph, dataState));
    const readerOf = (of: Graph): WeightReader => new WeightReader(of, { source, external, weights });
    const close = async (): Promise<void> => {
      await source.close();
      await external.close();
    };
    return {
      path: source.name, byteLength: source.byteLength, graph, reader: readerOf(graph), problems: problems.list(), readerOf, close,
      get token() { return token(); },
      source, external, fields, index, weights, provenanceFile: this.provenanceFile,
    }; // prettier-ignore
  }

  private readGraph(fields: ModelFields): Graph {
    const { cursor, builder, index } = this;
    const skimmer = new GraphSkimmer(cursor, builder, index, this.weights, this.meter, this.problems);
    skimmer.add({ kind: 'main', name: '', ownerNode: NONE, ownerAttribute: '', parent: NONE }, fields.graph);
    const context: AttributeContext = {
      cursor,
      index,
      weights: new WeightMaker(this.external, new ProblemList()),
      listed: this.meter.counter('attributeValues'),
    };
    for (const range of fields.functions) {
      const { description, defaults } = describeFunction(cursor, range, this.meter);
      for (const attribute of defaults) skimUnshown(cursor, attribute, 'attribute', this.weights, this.meter);
      skimmer.add({ ...description, functionDefaults: once(() => readDefaults(context, defaults)) }, [range]);
    }
    const name = skimmer.run();
    const details = {
      attributes: keptAttributes(node => readAttributes(context, node)),
      metadata: (node: NodeId) => readNodeMetadata(context, node),
      overloads: index.overloads,
    };
    return builder.build(
      factsOf(fields),
      name,
      details,
      readProvenance(fields.metadata, [builder.nodeCount, builder.mainNodeCount], this.readSide),
    );
  }

  /** Text of a side file, judged like external data and bound to the model by its hash. */
  private readonly readSide = (location: string, sha256: string): string | undefined => {
    const file = this.external.locate(location);
    if (file.ok && file.value.byteLength <= LARGEST_SIDE_BYTES) {
      const bytes = new Uint8Array(file.value.byteLength);
      this.external.open(file.value).readInto(bytes, 0);
      const { text } = decodeText(bytes);
      this.provenanceFile = { location, file: file.value };
      if (sha256OfText(text) === sha256) return text;
    }
    const message = `The file ${quoteName(location)}, which says what the layers of this variant were made from, is not as it was written. They are shown without it.`;
    this.problems.add({ severity: 'info', reason: 'external-data-missing', message });
    return undefined;
  };

  private reportText(): void {
    const offset = this.cursor.malformedText;
    if (offset === undefined) return;
    const message = `A text at byte ${offset} is not UTF-8; its odd bytes are shown as marks and kept when the model is written.`;
    this.problems.add({ severity: 'warning', reason: 'corrupt', message });
  }
}

function factsOf(fields: ModelFields): ModelFacts {
  const { irVersion, opsetImports, producerName, producerVersion, docString, metadata, training } = fields;
  const opsets = new Map(opsetImports.map(({ domain, version }) => [domain, version]));
  return {
    irVersion: irVersion ?? 0,
    opsets,
    producer: [producerName, producerVersion].filter(part => part !== '').join(' '),
    docString,
    metadata,
    ...(training.length > 0 && { hasTrainingGraphs: true }),
  };
}
