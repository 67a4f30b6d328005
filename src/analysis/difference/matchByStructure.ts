import { NONE, type Graph, type NodeId } from '../../shared/graph/graph';
import { consumersOf, mainGraph, nodeInputs, nodeOutputs, producerOf } from '../../shared/graph/traversal';
import { alignSequences } from './alignSequences';
import { Numbering } from './nodeKeys';
import { structureNumbers } from './structureNumbers';

/** Partners of nodes of two main graphs, `NONE` for none. */
export interface NodePartners {
  /** Node after per node before. */
  readonly ofBefore: Int32Array;
  readonly ofAfter: Int32Array;
}

/**
 * Pairs nodes of two graphs that know nothing of each other, surest first: those with the only equal path from the inputs, or to the outputs; equal names of
 * what they make; neighbours of pairs; equal paths that occur several times, in their order; and equal operators between pairs that stand in the same
 * order. A pair has one operator; attributes, weights and connections may differ.
 */
export function matchByStructure(before: Graph, after: Graph): NodePartners {
  const pairing = new Pairing(before, after);
  const numbering = new Numbering();
  const [a, b] = [structureNumbers(before, numbering), structureNumbers(after, numbering)];
  pairing.pairUnique(a.fromInputs, b.fromInputs);
  pairing.pairUnique(a.toOutputs, b.toOutputs);
  pairing.pairByName();
  pairing.spread();
  pairing.pairInOrder(a.fromInputs, b.fromInputs);
  pairing.pairInOrder(a.toOutputs, b.toOutputs);
  pairing.spread();
  pairing.pairBetween();
  return pairing;
}

/** Pairs what is left over by names of what the nodes make, when their operators are equal. */
export function matchByName(before: Graph, after: Graph, taken: NodePartners): NodePartners {
  const pairing = new Pairing(before, after);
  pairing.ofBefore.set(taken.ofBefore);
  pairing.ofAfter.set(taken.ofAfter);
  pairing.pairByName();
  return pairing;
}

class Pairing implements NodePartners {
  readonly ofBefore: Int32Array;
  readonly ofAfter: Int32Array;
  private readonly fresh: NodeId[] = [];

  constructor(
    private readonly before: Graph,
    private readonly after: Graph,
  ) {
    this.ofBefore = new Int32Array(mainGraph(before).nodeCount).fill(NONE);
    this.ofAfter = new Int32Array(mainGraph(after).nodeCount).fill(NONE);
  }

  pairUnique(a: Int32Array, b: Int32Array): void {
    const [inA, inB] = [positions(a), positions(b)];
    for (const [number, [node = NONE, ...others]] of inA) {
      const [partner = NONE, ...more] = inB.get(number) ?? [];
      if (others.length === 0 && more.length === 0) this.pair(node, partner);
    }
  }

  /** Of equal numbers as many as there are on both sides. */
  pairInOrder(a: Int32Array, b: Int32Array): void {
    const inB = positions(b);
    for (const [number, nodes] of positions(a)) {
      const free = nodes.filter(node => this.ofBefore[node] === NONE);
      const partners = (inB.get(number) ?? []).filter(node => this.ofAfter[node] === NONE);
      if (free.length === partners.length) free.forEach((node, index) => this.pair(node, partners[index] ?? NONE));
    }
  }

  pairByName(): void {
    const byOutput = new Map<string, NodeId>();
    for (let node = 0; node < this.ofBefore.length; node++) for (const name of outputNames(this.before, node)) byOutput.set(name, node);
    for (let node = 0; node < this.ofAfter.length; node++) {
      for (const name of outputNames(this.after, node)) this.pair(byOutput.get(name) ?? NONE, node);
    }
  }

  /** From pairs to what they read and to what reads them. */
  spread(): void {
    for (let node = this.fresh.pop(); node !== undefined; node = this.fresh.pop()) {
      const partner = this.ofBefore[node] ?? NONE;
      const [reads, partnerReads] = [nodeInputs(this.before, node), nodeInputs(this.after, partner)];
      reads.forEach((tensor, slot) => this.pair(producerOf(this.before, tensor), producerOf(this.after, partnerReads[slot] ?? NONE)));
      const makes = nodeOutputs(this.after, partner);
      nodeOutputs(this.before, node).forEach((tensor, slot) => {
        const readers = consumersOf(this.after, makes[slot] ?? NONE);
        if (readers.length === 1) this.pairFirst(consumersOf(this.before, tensor), readers[0] ?? NONE);
      });
    }
  }

  /** What is left between two pairs that follow each other in both graphs, by operators. */
  pairBetween(): void {
    let [first, last] = [0, 0];
    for (let node = 0; node <= this.ofBefore.length; node++) {
      const partner = node === this.ofBefore.length ? this.ofAfter.length : (this.ofBefore[node] ?? NONE);
      if (partner === NONE || partner < last) continue;
      this.alignGap([first, node], [last, partner]);
      [first, last] = [node + 1, partner + 1];
    }
  }

  private alignGap(a: readonly [number, number], b: readonly [number, number]): void {
    const free = range(a).filter(node => this.ofBefore[node] === NONE);
    const partners = range(b).filter(node => this.ofAfter[node] === NONE);
    const opsOf = ({ nodes }: Graph, list: readonly NodeId[]): readonly string[] => list.map(node => nodes.ops[node] ?? '');
    for (const [left, right] of alignSequences(opsOf(this.before, free), opsOf(this.after, partners))) {
      this.pair(free[left] ?? NONE, partners[right] ?? NONE);
    }
  }

  private pairFirst(candidates: Int32Array, partner: NodeId): void {
    const node = candidates.find(candidate => this.ofBefore[candidate] === NONE && this.isSameOperator(candidate, partner));
    this.pair(node ?? NONE, partner);
  }

  private pair(node: NodeId, partner: NodeId): void {
    if (node === NONE || partner === NONE || node >= this.ofBefore.length || partner >= this.ofAfter.length) return;
    if (this.ofBefore[node] !== NONE || this.ofAfter[partner] !== NONE || !this.isSameOperator(node, partner)) return;
    this.ofBefore[node] = partner;
    this.ofAfter[partner] = node;
    this.fresh.push(node);
  }

  private isSameOperator(node: NodeId, partner: NodeId): boolean {
    const [a, b] = [this.before.nodes, this.after.nodes];
    return a.ops[node] === b.ops[partner] && a.domains[node] === b.domains[partner];
  }
}

function positions(numbers: Int32Array): ReadonlyMap<number, readonly NodeId[]> {
  const found = new Map<number, NodeId[]>();
  numbers.forEach((number, node) => {
    const list = found.get(number);
    if (list === undefined) found.set(number, [node]);
    else list.push(node);
  });
  return found;
}

function range([first, end]: readonly [number, number]): readonly NodeId[] {
  return Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);
}

function outputNames(graph: Graph, node: NodeId): readonly string[] {
  return Array.from(nodeOutputs(graph, node)).flatMap(tensor => (tensor === NONE ? [] : [graph.tensors.names[tensor] ?? '']));
}
