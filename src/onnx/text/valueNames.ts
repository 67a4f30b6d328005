import { MAIN_GRAPH, NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { mainGraph, producerOf } from '../../shared/graph/traversal';
import type { Hierarchy } from '../../shared/report/analysis';
import { readableName } from './readableName';

const WORD = /^[A-Za-z]\w*$/;

/** Short names of the main graph's values: unique inside a group, and with the group's path in front when another group reads them. */
export class ValueNames {
  private readonly locals: readonly (string | undefined)[];

  constructor(
    private readonly graph: Graph,
    private readonly hierarchy: Hierarchy,
  ) {
    this.locals = nameValues(graph, hierarchy);
  }

  /** As `reader` writes it; `NONE` for a place outside of all groups. */
  of(tensor: TensorId, reader: NodeId): string {
    const local = this.locals[tensor];
    const producer = producerOf(this.graph, tensor);
    if (local === undefined || producer === NONE) return `%${readableName(this.graph.tensors.names[tensor] ?? '')}`;
    const group = this.groupOf(producer);
    return group === NONE || group === this.groupOf(reader) ? `%${local}` : `%${this.dotted(group)}.${local}`;
  }

  private groupOf(node: NodeId): number {
    return node === NONE ? NONE : (this.hierarchy.groupOf[node] ?? NONE);
  }

  private dotted(group: number): string {
    return readableName((this.hierarchy.groups[group]?.path ?? '').replaceAll('/', '.'));
  }
}

function nameValues(graph: Graph, hierarchy: Hierarchy): readonly (string | undefined)[] {
  const names = new Array<string | undefined>(graph.tensors.count);
  const taken = new Map<number, Map<string, number>>();
  const main = mainGraph(graph);
  const outputs = new Set(main.outputs);
  const { outputStart, outputs: ids } = graph.nodes;
  for (let node = main.firstNode; node < main.firstNode + main.nodeCount; node++) {
    const group = hierarchy.groupOf[node] ?? NONE;
    const used = taken.get(group) ?? new Map<string, number>();
    taken.set(group, used);
    for (let at = outputStart[node]!; at < outputStart[node + 1]!; at++) {
      const tensor = ids[at]!;
      if (tensor === NONE || graph.tensors.subgraphs[tensor] !== MAIN_GRAPH || outputs.has(tensor)) continue;
      names[tensor] = numbered(stem(graph, hierarchy, node), used);
    }
  }
  return names;
}

/** The layer's name for its anchor; else what stands in front of the op in the node's path, when it is a word; else the op. */
function stem(graph: Graph, hierarchy: Hierarchy, node: NodeId): string {
  const layer = hierarchy.layerOf[node] === node ? (hierarchy.layerNames[node] ?? '') : '';
  if (layer !== '') return readableName(layer);
  const own = parentOf(graph.nodes.names[node] ?? '');
  const group = hierarchy.groups[hierarchy.groupOf[node] ?? NONE]?.name ?? '';
  const leaf = own.slice(own.lastIndexOf('.') + 1);
  if (leaf !== '' && own !== group && WORD.test(leaf)) return readableName(leaf);
  const op = graph.nodes.ops[node] ?? '';
  return op.charAt(0).toLowerCase() + readableName(op.slice(1));
}

/** The last but one part of a path: `conv1` of `/layer1/conv1/Conv`. */
function parentOf(name: string): string {
  const end = name.lastIndexOf('/');
  return end > 0 ? name.slice(name.lastIndexOf('/', end - 1) + 1, end) : '';
}

function numbered(name: string, used: Map<string, number>): string {
  const count = used.get(name) ?? 0;
  used.set(name, count + 1);
  return count === 0 ? name : `${name}_${String(count)}`;
}
