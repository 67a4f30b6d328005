import { tensorBytes } from '../shared/graph/dtype';
import type { Graph, TensorId } from '../shared/graph/graph';
import { elementCount, type Shape } from '../shared/graph/shape';
import { mainGraph } from '../shared/graph/traversal';
import type { Weight } from '../shared/graph/weight';
import type { Problem } from '../shared/report/problem';
import { checkGraph } from './checks/checkGraph';
import { describeDataFiles } from './describeDataFiles';
import { sourceHash } from './files/fileHash';
import type { InfoReport, InfoValue } from './infoReport';
import { LINEAGE_KEYS } from './lineage';
import type { OnnxModel } from './openModel';
import { typeText } from './typeText';

const LONGEST_VALUE = 1000;
/** Entries of a list that a file can make as long as it likes. */
const MOST_LISTED = 1000;
const SHA_256 = /^[0-9a-f]{64}$/;

export interface DescribeOptions {
  /** What the report calls the file; its path by default. */
  readonly file?: string;
  /** Whether to hash the whole file. */
  readonly hash?: boolean;
  /** Problems that others found, for example shapes that contradict each other. */
  readonly problems?: readonly Problem[];
}

/** What a model file holds, as the report of `layerwise info`. Reads no weights unless asked to hash. */
export async function describeModel(model: OnnxModel, options: DescribeOptions = {}): Promise<InfoReport> {
  const { graph, fields, problems } = model;
  const { facts } = graph;
  const main = mainGraph(graph);
  const dataFiles = await describeDataFiles(model, options.hash === true);
  const parent = facts.metadata.get(LINEAGE_KEYS.parent);
  return {
    schema: 'layerwise.info/1',
    model: {
      file: options.file ?? model.path,
      bytes: model.byteLength,
      sha256: options.hash === true ? await sourceHash(model.source) : null,
      irVersion: facts.irVersion,
      opsets: Object.fromEntries(facts.opsets),
      producer: facts.producer.slice(0, LONGEST_VALUE),
      parent: parent !== undefined && SHA_256.test(parent) ? parent : null,
    },
    inputs: main.inputs.map(tensor => describeValue(graph, tensor)),
    outputs: main.outputs.map(tensor => describeValue(graph, tensor)),
    counts: { ...countParts(graph), trainingGraphs: fields.training.length },
    operators: countOperators(graph),
    functions: describeFunctions(graph),
    deviceConfigurations: fields.deviceConfigurations.map(({ name, devices }) => ({ name: name.slice(0, LONGEST_VALUE), devices })),
    weights: weightsByDtype(graph),
    externalData: dataFiles.files,
    metadata: [...facts.metadata]
      .slice(0, MOST_LISTED)
      .map(([key, value]) => ({ key: key.slice(0, LONGEST_VALUE), value: value.slice(0, LONGEST_VALUE) })),
    problems: [...problems, ...dataFiles.problems, ...(await checkGraph(model)), ...(options.problems ?? [])],
  };
}

function describeValue({ tensors }: Graph, tensor: TensorId): InfoValue {
  const name = tensors.names[tensor] ?? '';
  const type = tensors.declaredTypes[tensor];
  const text = type === undefined ? null : typeText(type).slice(0, LONGEST_VALUE);
  if (type?.kind !== 'tensor') return { name, type: text, dtype: null, shape: null, symbolic: null };
  return { name, type: text, dtype: type.dtype, shape: sizesOf(type.shape), symbolic: type.shape?.map(dim => dim ?? null) ?? null };
}

function sizesOf(shape: Shape | undefined): InfoValue['shape'] {
  return shape?.map(dim => (typeof dim === 'number' && dim >= 0 ? dim : null)) ?? null;
}

function countParts(graph: Graph): Omit<InfoReport['counts'], 'trainingGraphs'> {
  const { isInitializer, weights } = graph.tensors;
  const initializers = isInitializer.reduce((sum, flag) => sum + flag, 0);
  const stored = weights.reduce((sum, weight) => sum + (weight === undefined ? 0 : 1), 0);
  const kinds = graph.subgraphs.map(({ kind }) => kind);
  return {
    nodes: mainGraph(graph).nodeCount,
    initializers,
    constants: stored - initializers,
    subgraphs: kinds.filter(kind => kind === 'body').length,
    functions: kinds.filter(kind => kind === 'function').length,
    sparseInitializers: weights.filter(weight => weight?.bytes.kind === 'file' && weight.bytes.form === 'sparse').length,
  };
}

function countOperators({ nodes }: Graph): InfoReport['operators'] {
  const counts = new Map<string, { domain: string; op: string; count: number }>();
  for (let node = 0; node < nodes.count; node++) {
    const [domain, op] = [nodes.domains[node] ?? '', nodes.ops[node] ?? ''];
    const key = `${domain}\n${op}`;
    const known = counts.get(key);
    if (known !== undefined) known.count++;
    else if (counts.size < MOST_LISTED)
      counts.set(key, { domain: domain.slice(0, LONGEST_VALUE), op: op.slice(0, LONGEST_VALUE), count: 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}

function describeFunctions({ subgraphs }: Graph): InfoReport['functions'] {
  return subgraphs
    .filter(({ kind }) => kind === 'function')
    .slice(0, MOST_LISTED)
    .map(({ functionDomain = '', name, functionOverload = '', nodeCount }) => ({
      domain: functionDomain.slice(0, LONGEST_VALUE),
      name: name.slice(0, LONGEST_VALUE),
      overload: functionOverload.slice(0, LONGEST_VALUE),
      nodes: nodeCount,
    }));
}

function weightsByDtype({ tensors }: Graph): InfoReport['weights'] {
  const totals = new Map<string, { dtype: string; tensors: number; elements: number; bytes: number }>();
  for (const weight of tensors.weights) {
    if (weight === undefined) continue;
    const { elements, bytes } = sizeOf(weight);
    const total = totals.get(weight.dtype) ?? { dtype: weight.dtype, tensors: 0, elements: 0, bytes: 0 };
    totals.set(weight.dtype, { ...total, tensors: total.tensors + 1, elements: total.elements + elements, bytes: total.bytes + bytes });
  }
  return [...totals.values()].sort((a, b) => b.bytes - a.bytes);
}

/** What a weight counts for; one whose shape no memory can hold counts for nothing. */
function sizeOf({ dtype, dims, bytes }: Weight): { readonly elements: number; readonly bytes: number } {
  const elements = elementCount(dims) ?? 0;
  const dense = tensorBytes(dtype, elements);
  if (dims.some(dim => dim < 0) || !Number.isSafeInteger(dense)) return { elements: 0, bytes: 0 };
  return { elements, bytes: bytes.kind === 'file' && (bytes.form === 'sparse' || dtype === 'string') ? bytes.length : dense };
}
