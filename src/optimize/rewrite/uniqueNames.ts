import type { Graph } from '../../shared/graph/graph';

/** Hands out names that nothing in a graph uses, bodies and functions included. */
export class UniqueNames {
  private readonly used: Set<string>;

  constructor(graph: Graph) {
    this.used = new Set([...graph.tensors.names, ...graph.nodes.names]);
  }

  /** `wanted`, or `wanted_1`, `wanted_2`, … when it is taken; taken from then on. */
  make(wanted: string): string {
    let name = wanted;
    for (let number = 1; this.used.has(name); number++) name = `${wanted}_${number}`;
    this.used.add(name);
    return name;
  }
}
