import { applyEdits } from '../../shared/graph/applyEdits';
import { tensorBytes } from '../../shared/graph/dtype';
import { MAIN_GRAPH, NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { elementCount, isConcrete } from '../../shared/graph/shape';
import { consumersOf, isGraphOutput, mainGraph, nodeInputs, nodeOutput, nodeOutputs } from '../../shared/graph/traversal';
import type { Weight } from '../../shared/graph/weight';
import { weightBytes } from '../../shared/graph/weightBytes';
import type { PassInput } from '../pass';
import { constantWeight, isReadOutside } from '../../shared/graph/constants';
import { isDeterministic } from '../../shared/graph/isDeterministic';
import { FoldedGrowth, type FoldedResult } from './foldedGrowth';
import { Rewriter, tensorName } from './rewriter';
import type { RuleResult } from './rule';

const LARGEST_BYTES = 256 * 2 ** 20;

/** Replaces what follows from constants alone by its value, computed by the runtime, and `Constant` nodes by initializers. */
export async function foldConstants(input: PassInput, graph: Graph): Promise<RuleResult> {
  const foldable = findFoldable(input, graph);
  const results = frontier(graph, foldable);
  const values = await valuesOf(input, graph, results, new FoldedGrowth(input.graph, graph, foldable, results));
  const rewriter = new Rewriter(graph);
  const changes = constantNodes(input, graph).map(node => {
    const output = nodeOutput(graph, node, 0);
    const weight = graph.tensors.weights[output];
    if (weight !== undefined) rewriter.setWeight(tensorName(graph, output), weight, [tensorName(graph, output)]);
    rewriter.remove(node);
    return { node, detail: 'Constant stored as an initializer' };
  });
  for (const { node, tensors } of results) {
    const stored = tensors.map(tensor => [tensorName(graph, tensor), values.get(tensorName(graph, tensor))] as const);
    if (stored.some(([, weight]) => weight === undefined)) continue;
    for (const [name, weight] of stored) if (weight !== undefined) rewriter.setWeight(name, weight, [name]);
    // A node inside a constant subgraph is read by folded nodes only and dies with them; removeDead takes it out.
    rewriter.remove(node);
    changes.push({ node, detail: `${graph.nodes.ops[node] ?? ''} computed: its inputs are constant` });
  }
  return { graph: applyEdits(graph, rewriter.batch()), changes };
}

function constantNodes(input: PassInput, graph: Graph): readonly NodeId[] {
  const { nodeCount } = mainGraph(graph);
  return Array.from({ length: nodeCount }, (_, node) => node).filter(node => {
    if (graph.nodes.ops[node] !== 'Constant' || graph.nodes.domains[node] !== '') return false;
    const output = nodeOutput(graph, node, 0);
    const weight = graph.tensors.weights[output];
    const isSparse = weight?.bytes.kind === 'file' && weight.bytes.form === 'sparse';
    return weight !== undefined && !isSparse && weight.dtype !== 'string' && !isGraphOutput(graph, output) && input.selects(graph, node);
  });
}

/** Nodes all of whose inputs are constants, in order. */
function findFoldable(input: PassInput, graph: Graph): ReadonlySet<NodeId> {
  const known = new Set<TensorId>();
  const foldable = new Set<NodeId>();
  const { nodeCount } = mainGraph(graph);
  for (let node = 0; node < nodeCount; node++) {
    if (!isDeterministic(graph, node) || !input.selects(graph, node)) continue;
    const inputs = nodeInputs(graph, node);
    const isConstant = inputs.every(tensor => tensor === NONE || known.has(tensor) || isReadable(constantWeight(graph, tensor)));
    const isSeen = nodeOutputs(graph, node).some(tensor => tensor !== NONE && isReadOutside(graph, tensor));
    if (!isConstant || isSeen || inputs.length === 0) continue;
    foldable.add(node);
    for (const tensor of nodeOutputs(graph, node)) known.add(tensor);
  }
  return foldable;
}

function isReadable(weight: Weight | undefined): boolean {
  if (weight === undefined || weight.dtype === 'string') return false;
  return weight.bytes.kind !== 'unavailable' || weight.bytes.reason === 'dry run';
}

/** Foldable nodes of whose outputs a node reads some that is not folded. */
function frontier(graph: Graph, foldable: ReadonlySet<NodeId>): readonly FoldedResult[] {
  const isRead = (tensor: TensorId): boolean =>
    tensor !== NONE && graph.tensors.subgraphs[tensor] === MAIN_GRAPH && consumersOf(graph, tensor).some(reader => !foldable.has(reader));
  return [...foldable].flatMap(node => {
    const tensors = [...nodeOutputs(graph, node)].filter(isRead);
    return tensors.length === 0 ? [] : [{ node, tensors }];
  });
}

/** Values by name of the results that may be stored. A result of unknown size is computed to be looked at. */
async function valuesOf(
  input: PassInput,
  graph: Graph,
  results: readonly FoldedResult[],
  growth: FoldedGrowth,
): Promise<ReadonlyMap<string, Weight>> {
  const sizes = results.map(result => ({ result, bytes: sum(result.tensors.map(tensor => knownBytes(input, graph, tensor))) }));
  const unknown = sizes.filter(({ bytes }) => Number.isNaN(bytes)).map(({ result }) => result);
  const small = [...growth.allowed(sizes.filter(({ bytes }) => !Number.isNaN(bytes))), ...unknown].flatMap(({ tensors }) => tensors);
  if (small.length === 0) return new Map();
  const names = small.map(tensor => tensorName(graph, tensor));
  const values = input.laboratory ? await input.laboratory.evaluate(graph, names, LARGEST_BYTES) : describedValues(input, graph, small);
  const tooLarge = unknown.filter(result => {
    const bytes = sum(result.tensors.map(tensor => weightBytes(values.get(tensorName(graph, tensor)))));
    return !growth.allows({ result, bytes });
  });
  const left = new Set(tooLarge.flatMap(({ tensors }) => tensors.map(tensor => tensorName(graph, tensor))));
  return new Map([...values].filter(([name, { dtype }]) => dtype !== 'string' && !left.has(name)));
}

/** Without running: only the shape, where it is known. */
function describedValues(input: PassInput, graph: Graph, wanted: readonly TensorId[]): ReadonlyMap<string, Weight> {
  const { tensors } = input.analyze(graph);
  const described = new Map<string, Weight>();
  for (const tensor of wanted) {
    const facts = tensors[tensor];
    if (facts?.dtype === undefined || !isConcrete(facts.shape)) continue;
    described.set(facts.name, { dtype: facts.dtype, dims: facts.shape, bytes: { kind: 'unavailable', reason: 'dry run' } });
  }
  return described;
}

/** NaN where the size is not known. */
function knownBytes(input: PassInput, graph: Graph, tensor: TensorId): number {
  const facts = input.analyze(graph).tensors[tensor];
  return facts?.dtype === undefined || !isConcrete(facts.shape) ? Number.NaN : tensorBytes(facts.dtype, elementCount(facts.shape) ?? 0);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
