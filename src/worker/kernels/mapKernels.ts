import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { consumersOf, mainGraph, nodeInputs, nodeOutputs, producerOf } from '../../shared/graph/traversal';
import { isConversion, isLayoutChange, isLayoutRestored, tensorAliases } from './tensorAliases';

/** Which original nodes a node of the runtime's optimized graph stands for. */
export interface KernelOrigin {
  /** Main-graph nodes of the original, the anchor first; empty for what the runtime added. */
  readonly covers: readonly NodeId[];
  /** Node that the kernel's time stands on. */
  readonly anchor: NodeId | undefined;
  readonly added: boolean;
}

/** Operators that do the bulk of the work wherever they are fused with others; used where MACs are not known. */
const CONTRACTIONS =
  /^(Conv|ConvTranspose|MatMul|Gemm|Einsum|LSTM|GRU|RNN|Attention|ConvInteger|MatMulInteger|QLinear(Conv|MatMul)|DeformConv|MatMulNBits)$/;

const ADDED: KernelOrigin = { covers: [], anchor: undefined, added: true };

/**
 * Maps every main-graph node of the optimized graph to the original nodes whose work it does: from the tensors that it makes backwards through the original
 * until tensors that still exist in the optimized graph. Kernels that the runtime added stand on the layer that they serve.
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
  private readonly aliases: Int32Array;
  /** 1 for original tensors that exist in the optimized graph. */
  private readonly survives: Uint8Array;
  private readonly claimed: Uint8Array;
  private readonly origins: (KernelOrigin | undefined)[] = [];

  constructor(
    private readonly original: Graph,
    private readonly optimized: Graph,
    private readonly macs: Float64Array | undefined,
  ) {
    this.aliases = tensorAliases(original, optimized);
    this.survives = new Uint8Array(original.tensors.count);
    for (const alias of this.aliases) if (alias !== NONE) this.survives[alias] = 1;
    this.claimed = new Uint8Array(original.nodes.count);
  }

  map(): readonly KernelOrigin[] {
    const { nodeCount } = mainGraph(this.optimized);
    for (let node = 0; node < nodeCount; node++) this.origins.push(this.worker(node));
    return Array.from({ length: nodeCount }, (_, node) => this.origins[node] ?? this.helper(node));
  }

  /** The origin of a kernel that makes a tensor of the original, `undefined` for helpers. */
  private worker(node: NodeId): KernelOrigin | undefined {
    if (isLayoutChange(this.optimized, node)) return undefined;
    const known = this.knownOutputs(node);
    const own = this.coveredBy(known);
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
  private coveredBy(outputs: readonly TensorId[]): readonly NodeId[] {
    const covers: NodeId[] = [];
    const waiting = [...outputs];
    const seen = new Set(outputs);
    for (let tensor = waiting.shift(); tensor !== undefined; tensor = waiting.shift()) {
      const producer = producerOf(this.original, tensor);
      if (producer === NONE || this.claimed[producer] === 1) continue;
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
  private helper(node: NodeId): KernelOrigin {
    const served = isLayoutRestored(this.optimized, node)
      ? (this.makerOf(node) ?? this.readerOf(node))
      : (this.readerOf(node) ?? this.makerOf(node));
    if (isConversion(this.optimized, node)) return { ...ADDED, anchor: served?.anchor };
    return served === undefined ? ADDED : { covers: served.covers, anchor: served.anchor, added: false };
  }

  private readerOf(node: NodeId): KernelOrigin | undefined {
    return this.search(node, at => [...nodeOutputs(this.optimized, at)].flatMap(output => [...consumersOf(this.optimized, output)]));
  }

  private makerOf(node: NodeId): KernelOrigin | undefined {
    return this.search(node, at => [...nodeInputs(this.optimized, at)].map(input => producerOf(this.optimized, input)));
  }

  /** The nearest kernel with an origin, breadth first. */
  private search(from: NodeId, neighbours: (node: NodeId) => readonly NodeId[]): KernelOrigin | undefined {
    const waiting = [from];
    const seen = new Set(waiting);
    for (let node = waiting.shift(); node !== undefined; node = waiting.shift()) {
      for (const next of neighbours(node)) {
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
