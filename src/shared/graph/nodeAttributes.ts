import type { Graph, NodeId } from './graph';

/** An integer attribute of a node, or its default in the ONNX specification. */
export function intAttribute(graph: Graph, node: NodeId, name: string, fallback: number): number {
  const value = graph.nodes.attributes(node).get(name);
  return value?.kind === 'int' ? value.value : fallback;
}

export function floatAttribute(graph: Graph, node: NodeId, name: string, fallback: number): number {
  const value = graph.nodes.attributes(node).get(name);
  return value?.kind === 'float' ? value.value : fallback;
}

export function stringAttribute(graph: Graph, node: NodeId, name: string, fallback: string): string {
  const value = graph.nodes.attributes(node).get(name);
  return value?.kind === 'string' ? value.value : fallback;
}

export function intsAttribute(graph: Graph, node: NodeId, name: string): readonly number[] | undefined {
  const value = graph.nodes.attributes(node).get(name);
  return value?.kind === 'ints' ? value.values : undefined;
}

/** Whether an attribute of a node has a value that each call of its function gives. */
export function refersToCaller({ nodes }: Graph, node: NodeId): boolean {
  return [...nodes.attributes(node).values()].some(({ kind }) => kind === 'reference');
}
