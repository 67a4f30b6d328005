import { groupBy } from '../../shared/base/groupBy';
import { NONE, type Graph, type NodeId, type Subgraph, type SubgraphId, type TensorId } from '../../shared/graph/graph';
import { consumersOf, mainGraph, nodeInputs, nodeInScope, nodeOutputs, producerOf } from '../../shared/graph/traversal';
import { aliasTensors, isConversion, isLayoutChange, isLayoutRestored, type ScopePair } from './tensorAliases';

/** Which original nodes a node of the runtime's optimized graph stands for. */
export interface KernelOrigin {
  /** Nodes of the original, of the same scope, the anchor first; empty for what the runtime added. */
  readonly covers: readonly NodeId[];
  /** Node that the kernel's time stands on. */
  readonly anchor: NodeId | undefined;
  readonly added: boolean;
}

/** Operators that do the bulk of the work wherever they are fused with others; used where MACs are not known. */
const CONTRACTIONS =
  /^(Conv|ConvTranspose|MatMul|Gemm|Einsum|LSTM|GRU|RNN|Attention|ConvInteger|MatMulInteger|QLinear(Conv|MatMul)|DeformConv|MatMulNBits)$/;

const ADDED: KernelOrigin = { covers: [], anchor: undefined, added: true };

/** Of what is not found in the model. */
export const UNKNOWN: KernelOrigin = { covers: [], anchor: undefined, added: false };

/**
 * Maps every node of the optimized graph, those of bodies included, to the original nodes of the same scope whose work it does: from the tensors that it makes backwards through the
 * original until tensors that still exist in the optimized graph. Kernels that the runtime added stand on the layer that they serve.
 * `macs`: multiply-accumulates per original node, NaN where unknown, or nothing.
 */
export function mapKernels(original: Graph, optimized: Graph, macs: Float64Array | undefined): readonly KernelOrigin[] {
  return new KernelMapper(original, optimized, macs).map();
}

/** Initializers and values of `Constant` nodes: nothing runs to make them. */
function isStored(graph: Graph, tensor: TensorId): boolean {
  return graph.tensors.weights[tensor] !== undefined;
}

class KernelMapper {
  /** Original tensor of each tensor of the optimized graph, `NONE` for none. */
  private readonly aliases: Int32Array;
  /** 1 for original tensors that exist in the optimized graph. */
  private readonly survives: Uint8Array;
  private readonly claimed: Uint8Array;
  private readonly origins: (KernelOrigin | undefined)[] = [];
  private readonly tensorsOf: ReadonlyMap<SubgraphId, readonly TensorId[]>;
  /** Bodies of the optimized graph by the scope that they lie in, of the original by the node that holds them. */
  private readonly bodiesIn: ReadonlyMap<SubgraphId, readonly Subgraph[]>;
  private readonly bodiesOf: ReadonlyMap<NodeId, readonly Subgraph[]>;

  constructor(
    readonly original: Graph,
    readonly optimized: Graph,
    private readonly macs: Float64Array | undefined,
  ) {
    const { count, subgraphs } = optimized.tensors;
    this.aliases = new Int32Array(count).fill(NONE);
    this.survives = new Uint8Array(original.tensors.count);
    this.claimed = new Uint8Array(original.nodes.count);
    this.tensorsOf = groupBy(
      Array.from({ length: count }, (_, tensor) => tensor),
      tensor => subgraphs[tensor],
    );
    this.bodiesIn = groupBy(optimized.subgraphs, ({ kind, parent }) => (kind === 'body' ? parent : undefined));
    this.bodiesOf = groupBy(original.subgraphs, ({ kind, ownerNode }) => (kind === 'body' ? ownerNode : undefined));
  }

  map(): readonly KernelOrigin[] {
    this.mapScope({ original: mainGraph(this.original), optimized: mainGraph(this.optimized) });
    return Array.from({ length: this.optimized.nodes.count }, (_, node) => this.origins[node] ?? UNKNOWN);
  }

  /** The nodes of a scope, then those of the bodies in it. */
  private mapScope(scope: ScopePair): void {
    const tensors = this.tensorsOf.get(scope.optimized.id) ?? [];
    aliasTensors(this, scope, tensors, this.aliases);
    for (const tensor of tensors) if (this.aliases[tensor] !== NONE) this.survives[this.aliases[tensor]!] = 1;
    const { firstNode, nodeCount } = scope.optimized;
    const nodes = Array.from({ length: nodeCount }, (_, position) => firstNode + position);
    for (const node of nodes) this.origins[node] = this.worker(node, scope);
    const helpers = nodes.filter(node => this.origins[node] === undefined).map(node => [node, this.helper(node, scope)] as const);
    for (const [node, origin] of helpers) this.origins[node] = origin;
    for (const optimized of this.bodiesIn.get(scope.optimized.id) ?? []) {
      const original = this.originalBody(optimized);
      if (original !== undefined) this.mapScope({ original, optimized });
    }
  }

  private originalBody({ ownerNode, ownerAttribute }: Subgraph): Subgraph | undefined {
    const op = this.optimized.nodes.ops[ownerNode];
    const owner = this.origins[ownerNode]?.covers.find(node => this.original.nodes.ops[node] === op);
    return this.bodiesOf.get(owner ?? NONE)?.find(body => body.ownerAttribute === ownerAttribute);
  }

  /** The origin of a kernel that makes a tensor of the original, `undefined` for helpers. */
  private worker(node: NodeId, scope: ScopePair): KernelOrigin | undefined {
    if (isLayoutChange(this.optimized, node)) return undefined;
    const known = this.knownOutputs(node);
    const own = this.coveredBy(known, scope);
    if (own.length === 0 && this.isBroughtBack(node, known)) return undefined;
    // A node that runs as several kernels (a function that the runtime expands) belongs to each of them.
    const covers = own.length > 0 ? own : known.map(tensor => producerOf(this.original, tensor)).filter(maker => maker !== NONE);
    if (covers.length === 0) return undefined;
    const anchor = this.chooseAnchor(covers, this.optimized.nodes.ops[node] ?? '');
    return { covers: [anchor, ...covers.filter(other => other !== anchor)], anchor, added: false };
  }

  /** What a channels-last kernel made gets its name only when an added Transpose brings it back. */
  private isBroughtBack(node: NodeId, made: readonly TensorId[]): boolean {
    const opOf = (tensor: TensorId): string | undefined => this.original.nodes.ops[producerOf(this.original, tensor)];
    return this.optimized.nodes.ops[node] === 'Transpose' && made.every(tensor => opOf(tensor) !== 'Transpose');
  }

  /** Original tensors that the node makes. A conversion whose output merely stands for its input makes none. */
  private knownOutputs(node: NodeId): readonly TensorId[] {
    const passesOn = isConversion(this.optimized, node);
    return [...nodeOutputs(this.optimized, node)].flatMap(output => {
      const alias = output === NONE ? NONE : this.aliases[output]!;
      const isNamed = alias !== NONE && this.optimized.tensors.names[output] === this.original.tensors.names[alias];
      return alias === NONE || (passesOn && !isNamed) ? [] : [alias];
    });
  }

  /** Nodes between `outputs` and the nearest surviving tensors, producers of `outputs` first. */
  private coveredBy(outputs: readonly TensorId[], { original: { id } }: ScopePair): readonly NodeId[] {
    const covers: NodeId[] = [];
    const waiting = [...outputs];
    const seen = new Set(outputs);
    for (let tensor = waiting.shift(); tensor !== undefined; tensor = waiting.shift()) {
      const producer = producerOf(this.original, tensor);
      if (producer === NONE || this.claimed[producer] === 1 || this.original.nodes.subgraphs[producer] !== id) continue;
      this.claimed[producer] = 1;
      covers.push(producer);
      for (const input of nodeInputs(this.original, producer)) {
        if (input === NONE || seen.has(input) || this.survives[input] === 1 || isStored(this.original, input)) continue;
        seen.add(input);
        waiting.push(input);
      }
    }
    return covers;
  }

  /** The node with most MACs, else the one that gives the kernel its name, else a contraction, else the one that makes the output. */
  private chooseAnchor(covers: readonly NodeId[], kernelOp: string): NodeId {
    // Unknown (NaN) compares with nothing.
    const cost = (node: NodeId): number => this.macs?.[node] || 0;
    const heaviest = covers.reduce((best, node) => (cost(node) > cost(best) ? node : best), covers[0]!);
    if (cost(heaviest) > 0) return heaviest;
    const op = (node: NodeId): string => this.original.nodes.ops[node] ?? '';
    const inName = covers.filter(node => kernelOp.includes(op(node)));
    return inName.find(node => CONTRACTIONS.test(op(node))) ?? covers.find(node => CONTRACTIONS.test(op(node))) ?? inName[0] ?? covers[0]!;
  }

  /** A kernel whose results the original does not know: it stands on the layer that reads them, a change back of the layout on the layer that made its input. */
  private helper(node: NodeId, scope: ScopePair): KernelOrigin {
    const served = isLayoutRestored(this.optimized, node)
      ? (this.makerOf(node, scope) ?? this.readerOf(node, scope))
      : (this.readerOf(node, scope) ?? this.makerOf(node, scope));
    if (isConversion(this.optimized, node)) return { ...ADDED, anchor: served?.anchor };
    return served === undefined ? ADDED : { covers: served.covers, anchor: served.anchor, added: false };
  }

  private readerOf(node: NodeId, scope: ScopePair): KernelOrigin | undefined {
    return this.search(node, scope, at => [...nodeOutputs(this.optimized, at)].flatMap(output => [...consumersOf(this.optimized, output)]));
  }

  private makerOf(node: NodeId, scope: ScopePair): KernelOrigin | undefined {
    return this.search(node, scope, at => [...nodeInputs(this.optimized, at)].map(input => producerOf(this.optimized, input)));
  }

  /** The nearest kernel of the scope with an origin, breadth first. */
  private search(from: NodeId, { optimized }: ScopePair, neighbours: (node: NodeId) => readonly NodeId[]): KernelOrigin | undefined {
    const waiting = [from];
    const seen = new Set(waiting);
    for (let node = waiting.shift(); node !== undefined; node = waiting.shift()) {
      for (const neighbour of neighbours(node)) {
        const next = nodeInScope(this.optimized, neighbour, optimized.id);
        if (next === NONE || seen.has(next)) continue;
        const origin = this.origins[next];
        if (origin !== undefined) return origin;
        seen.add(next);
        waiting.push(next);
      }
    }
    return undefined;
  }
}
