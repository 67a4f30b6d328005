import { applyEdits } from '../../shared/graph/applyEdits';
import { tensorBytes, type Dtype } from '../../shared/graph/dtype';
import { MAIN_GRAPH, NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { elementCount, isConcrete, type ConcreteShape } from '../../shared/graph/shape';
import { consumersOf, isGraphOutput, mainGraph, nodeInputs, nodeOutput, nodeOutputs, tensorByName } from '../../shared/graph/traversal';
import type { Weight } from '../../shared/graph/weight';
import type { PassInput } from '../pass';
import { constantWeight, isReadOutside } from '../../shared/graph/constants';
import { isDeterministic } from '../../shared/graph/isDeterministic';
import { Rewriter, tensorName } from './rewriter';
import type { RuleResult } from './rule';

/** A result may be larger than the constants that go with it by what a node takes, and all results together by this share of the weights. */
const FREE_BYTES = 64;
const GROWTH_SHARE = 0.01;
const LARGEST_BYTES = 256 * 2 ** 20;

/** Replaces what follows from constants alone by its value, computed by the runtime, and `Constant` nodes by initializers. */
export async function foldConstants(input: PassInput, graph: Graph): Promise<RuleResult> {
  const foldable = findFoldable(input, graph);
  const wanted = frontier(graph, foldable);
  const values = await valuesOf(input, graph, wanted, new Growth(graph, foldable));
  const rewriter = new Rewriter(graph);
  const changes = constantNodes(input, graph).map(node => {
    const output = nodeOutput(graph, node, 0);
    const weight = graph.tensors.weights[output];
    if (weight !== undefined) rewriter.setWeight(tensorName(graph, output), weight, [tensorName(graph, output)]);
    rewriter.remove(node);
    return { node, detail: 'Constant stored as an initializer' };
  });
  for (const [name, weight] of values) rewriter.setWeight(name, weight, [name]);
  for (const node of foldable) {
    const read = [...nodeOutputs(graph, node)].filter(tensor => wanted.has(tensor)).map(tensor => tensorName(graph, tensor));
    // A node inside a constant subgraph is read by folded nodes only and dies with them; removeDead takes it out.
    if (read.length === 0 || !read.every(name => values.has(name))) continue;
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

/** Results of foldable nodes that a node which is not folded reads. */
function frontier(graph: Graph, foldable: ReadonlySet<NodeId>): ReadonlySet<TensorId> {
  const isRead = (tensor: TensorId): boolean => consumersOf(graph, tensor).some(reader => !foldable.has(reader));
  const results = [...foldable].flatMap(node => [...nodeOutputs(graph, node)]);
  return new Set(results.filter(tensor => tensor !== NONE && graph.tensors.subgraphs[tensor] === MAIN_GRAPH && isRead(tensor)));
}

async function valuesOf(
  input: PassInput,
  graph: Graph,
  wanted: ReadonlySet<TensorId>,
  growth: Growth,
): Promise<ReadonlyMap<string, Weight>> {
  if (wanted.size === 0) return new Map();
  const sizes = new Map([...wanted].map(tensor => [tensor, knownBytes(input, graph, tensor)] as const));
  const small = [...wanted].filter(tensor => growth.allows(tensor, sizes.get(tensor)));
  const values = input.laboratory
    ? await input.laboratory.evaluate(
        graph,
        small.map(tensor => tensorName(graph, tensor)),
        LARGEST_BYTES,
      )
    : describedValues(input, graph, small);
  const isUnexpected = (name: string, { dtype, dims }: Weight): boolean => {
    const tensor = tensorByName(graph, name);
    return sizes.get(tensor) === undefined && !growth.allows(tensor, bytesOf(dtype, dims));
  };
  return new Map([...values].filter(([name, weight]) => weight.dtype !== 'string' && !isUnexpected(name, weight)));
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

function bytesOf(dtype: Dtype, shape: ConcreteShape): number {
  return tensorBytes(dtype, elementCount(shape) ?? 0);
}

function knownBytes(input: PassInput, graph: Graph, tensor: TensorId): number | undefined {
  const facts = input.analyze(graph).tensors[tensor];
  return facts?.dtype === undefined || !isConcrete(facts.shape) ? undefined : bytesOf(facts.dtype, facts.shape);
}

/** How much larger a file may become: Tile, Expand and ConstantOfShape, or the Transpose of a weight that others read as well, would blow it up. */
class Growth {
  private left: number;

  constructor(
    private readonly graph: Graph,
    private readonly foldable: ReadonlySet<NodeId>,
  ) {
    const stored = graph.tensors.weights.reduce((sum, weight) => sum + (weight === undefined ? 0 : bytesOf(weight.dtype, weight.dims)), 0);
    this.left = stored * GROWTH_SHARE;
  }

  /** Whether a result of `bytes` may be stored; one of unknown size may be looked at. */
  allows(tensor: TensorId, bytes = 0): boolean {
    const growth = bytes <= FREE_BYTES ? 0 : bytes - this.bytesThatGo(tensor);
    if (growth <= FREE_BYTES) return true;
    if (growth > this.left) return false;
    this.left -= growth;
    return true;
  }

  /** Bytes of the stored constants that a tensor is computed from and nothing else needs. */
  private bytesThatGo(tensor: TensorId): number {
    const { graph } = this;
    const seen = new Set<TensorId>();
    const pending = [tensor];
    let bytes = 0;
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (next === NONE || seen.has(next)) continue;
      seen.add(next);
      const weight = graph.tensors.weights[next];
      if (weight !== undefined && this.goes(next)) bytes += bytesOf(weight.dtype, weight.dims);
      const producer = graph.tensors.producers[next] ?? NONE;
      if (producer !== NONE) for (const input of nodeInputs(graph, producer)) pending.push(input);
    }
    return bytes;
  }

  private goes(weight: TensorId): boolean {
    const { graph, foldable } = this;
    const isInterface = mainGraph(graph).inputs.includes(weight) || isReadOutside(graph, weight);
    return !isInterface && consumersOf(graph, weight).every(reader => foldable.has(reader));
  }
}
