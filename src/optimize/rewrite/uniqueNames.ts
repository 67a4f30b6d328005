import type { Graph } from '../../shared/graph/graph';

/** Hands out names that nothing in a graph uses, bodies and functions included. */
export class UniqueNames {
  private readonly used: Set<string>;
  /** Numbers below these are taken. */
  private readonly next = new Map<string, number>();

  constructor(graph: Graph) {
    this.used = new Set([...graph.tensors.names, ...graph.nodes.names]);
  }

  /** `wanted`, or `wanted_1`, `wanted_2`, … when it is taken; taken from then on. */
  make(wanted: string): string {
    let name = wanted;
    let number = this.next.get(wanted) ?? 1;
    while (this.used.has(name)) name = `${wanted}_${number++}`;
    this.next.set(wanted, number);
    this.used.add(name);
    return name;
  }
}
